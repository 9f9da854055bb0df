//! Locking what a run left behind, and finding what is not as the run left it.

use super::obstacles::{Obstacles, by_whom, label, named};
use super::plan::Step;
use super::undoing::Undoing;
use crate::catalog::{Action, Entity, Field};
use crate::error::{Error, Result};
use crate::query;
use crate::store::Row;
use crate::value::Value;

/// A row that stands in the way.
struct Found {
    id: i64,
    label: String,
    /// The fields that differ, and their values now.
    differ: Vec<(String, Value)>,
    is_there: bool,
    /// Who changed it last, and when, in words.
    by: String,
    /// How many there are of them.
    all: i64,
}

impl Undoing<'_> {
    /// Locks the rows of a step to the end of the transaction, and lists those that were changed since.
    pub(super) fn hold(&self, step: &Step, obstacles: &mut Obstacles) -> Result<()> {
        let entity = &step.entity;
        if step.did == Action::Delete {
            return Ok(()); // there is nothing to lock
        }
        let fields: Vec<&Field> = step.fields().collect();
        let statement = query::hold_rows(entity, step.did, &fields, &self.run);
        let ask = || self.query(&statement.text, &statement.params);
        let mut rows = ask()?;
        if !rows.is_empty() {
            // What was waited for is told as it was when this was asked. Now it is held, and told as it is.
            rows = ask()?;
        }
        let found: Vec<Found> = rows
            .iter()
            .map(|row| Found::read(row, entity))
            .collect::<Result<_>>()?;
        for row in named(&found) {
            match row.in_words() {
                Some(words) => obstacles.changed(words),
                None => self.refuse_row(obstacles, step, Action::Update, row.id)?,
            }
        }
        let all = found.first().map_or(0, |row| row.all);
        obstacles.more(entity, named(&found).len(), all);
        Ok(())
    }
}

impl Found {
    fn read(row: &Row, entity: &Entity) -> Result<Self> {
        match row.values()?.as_slice() {
            [
                Value::Int(id),
                title,
                Value::List(differ),
                Value::List(now),
                Value::Bool(is_there),
                at,
                who,
                Value::Int(all),
            ] => Ok(Self {
                id: *id,
                label: label(entity, *id, title),
                differ: differ
                    .iter()
                    .map(ToString::to_string)
                    .zip(now.iter().cloned())
                    .collect(),
                is_there: *is_there,
                by: by_whom(who, at),
                all: *all,
            }),
            _ => Err(Error::fault("the audit does not say what was changed")),
        }
    }

    /// What became of it; nothing if it is as it was, and only may not be touched.
    fn in_words(&self) -> Option<String> {
        if !self.is_there {
            return Some(format!("{}: deleted{}", self.label, self.by));
        }
        let now = self.differ.iter().map(|(field, value)| match value {
            Value::Null => format!("{field} is empty now"),
            value => format!("{field} is '{value}' now"),
        });
        let now: Vec<String> = now.collect();
        (!now.is_empty()).then(|| format!("{}: {}{}", self.label, now.join(", "), self.by))
    }
}
