//! What a run came to, as steps: what it did to the rows of a table in one way.

use super::undoing::Undoing;
use crate::api::changes::Count;
use crate::catalog::{Action, Entity, Field};
use crate::error::{Error, Result};
use crate::query;
use crate::store::Row;
use crate::value::Value;
use std::rc::Rc;

/// What a run did to rows of a table in one way.
pub(super) struct Step {
    pub(super) entity: Rc<Entity>,
    /// What the run did.
    pub(super) did: Action,
    /// The fields that are to be written or compared; those that the table still has.
    names: Vec<String>,
    /// How many rows.
    pub(super) rows: u64,
}

impl Step {
    pub(super) fn of_run(undoing: &Undoing<'_>) -> Result<Vec<Self>> {
        let catalog = undoing.session.catalog()?;
        let summary = query::net_summary(&undoing.run);
        let mut steps: Vec<Self> = Vec::new();
        for row in undoing.query(&summary.text, &summary.params)? {
            let (table, did, names, rows) = read(&row)?;
            let last = steps.last_mut();
            match last.filter(|step| step.entity.name == table && step.did == did) {
                Some(step) => step.add(names, rows),
                None => steps.push(Self {
                    entity: Rc::clone(catalog.entity(&table)?),
                    did,
                    names,
                    rows,
                }),
            }
        }
        // A field that is gone from the table has nothing to get back.
        steps.retain(|step| step.did != Action::Update || step.fields().next().is_some());
        Ok(steps)
    }

    /// The fields that are to be written or compared.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.entity.fields.iter();
        fields.filter(|field| !field.generated && self.names.contains(&field.name))
    }

    /// What turns it round.
    pub(super) fn undone_by(&self) -> Action {
        match self.did {
            Action::Insert => Action::Delete,
            Action::Delete => Action::Insert,
            did => did,
        }
    }

    /// What turning it round changes.
    pub(super) fn count(&self) -> Count {
        Count {
            entity: self.entity.name.clone(),
            action: self.undone_by(),
            rows: self.rows,
        }
    }

    /// Whether no two rows may have the same value of a field (alone or together with others).
    pub(super) fn is_unique(&self, field: &Field) -> bool {
        let mut unique = self.entity.constraints.iter();
        unique.any(|rule| rule.kind == "unique" && rule.fields.contains(&field.name))
    }

    fn add(&mut self, names: Vec<String>, rows: u64) {
        self.rows += rows;
        for name in names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
    }
}

fn read(row: &Row) -> Result<(String, Action, Vec<String>, u64)> {
    match row.values()?.as_slice() {
        [
            Value::Text(table),
            Value::Text(action),
            Value::List(fields),
            Value::Int(rows),
        ] => Ok((
            table.clone(),
            Action::named(action)?,
            fields.iter().map(ToString::to_string).collect(),
            rows.unsigned_abs(),
        )),
        _ => Err(Error::fault("the audit does not say what a run came to")),
    }
}
