//! Rows into the database, many at a time. When it refuses some, they are found by halves: each half is a step of its
//! own, rolled back when it fails.

use super::bad_lines::{BadLine, NEEDED};
use super::batch::{Known, Row};
use super::work::Work;
use crate::api::refusal::{integrity, rights};
use crate::catalog::{Action, Field};
use crate::error::{Error, Kind, Result};
use crate::query::{self, Statement};
use crate::value::Value;
use std::collections::BTreeMap;

/// Classes of failures that a row is to blame for: its values, and the rules of the business.
const OF_VALUES: [&str; 2] = ["22", "23"];

impl Work<'_> {
    /// Creates rows. An empty cell gets the default of its field, if it has one: rows with the same of them empty
    /// are created together.
    pub(super) fn create(&mut self, rows: Vec<Row>) -> Result<()> {
        let mut shapes: BTreeMap<Vec<usize>, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let given = |(place, field): &(usize, &Field)| {
                !(row.values[*place].is_null() && field.has_default)
            };
            let given = self.fields().filter(given).map(|(place, _)| place);
            shapes.entry(given.collect()).or_default().push(row);
        }
        for (places, rows) in shapes {
            self.create_alike(&places, &rows)?;
        }
        Ok(())
    }

    fn create_alike(&mut self, places: &[usize], rows: &[Row]) -> Result<()> {
        let column = |place: &usize| {
            let values = rows.iter().map(|row| row.values[*place].clone());
            (self.plan.field(*place), values.collect())
        };
        let columns = places.iter().map(column).collect();
        let statement = query::insert_columns(self.collection.entity(), columns);
        match self.try_statement(&statement, |database, statement| {
            database.execute(&statement.text, &statement.params)
        }) {
            Ok(created) => {
                self.done.created += created;
                Ok(())
            }
            Err(error) if !is_of_a_row(&error) => Err(self.session().refine(error)),
            Err(error) => match rows {
                [] => Ok(()),
                [row] => {
                    let bad = self.explained(row, error, Action::Insert);
                    self.refuse(row, bad)
                }
                rows => {
                    let (left, right) = rows.split_at(rows.len() / 2);
                    self.create_alike(places, left)?;
                    self.create_alike(places, right)
                }
            },
        }
    }

    /// Changes rows that are there. What a rule on rows hides from the change is refused too.
    pub(super) fn change(&mut self, rows: &[Known]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let entity = self.collection.entity();
        let ids = rows.iter().map(|known| known.id.clone()).collect();
        let id = entity.known_field("id")?;
        let columns = self.fields().map(|(place, field)| {
            let values = rows.iter().map(|known| known.row.values[place].clone());
            (field, values.collect())
        });
        let statement = query::update_columns(entity, (id, ids), columns.collect());
        match self.try_statement(&statement, |database, statement| {
            database.query(&statement.text, &statement.params)
        }) {
            Ok(changed) => {
                let changed: Vec<Value> = changed
                    .iter()
                    .map(|row| row.get(0))
                    .collect::<Result<_>>()?;
                self.done.updated += changed.len() as u64;
                if changed.len() == rows.len() {
                    return Ok(());
                }
                for known in rows.iter().filter(|known| !changed.contains(&known.id)) {
                    let bad = self.not_allowed(&known.row, Action::Update, Some(&known.id));
                    self.refuse(&known.row, bad)?;
                }
                Ok(())
            }
            Err(error) if !is_of_a_row(&error) => Err(self.session().refine(error)),
            Err(error) => match rows {
                [known] => {
                    let bad = self.explained(&known.row, error, Action::Update);
                    self.refuse(&known.row, bad)
                }
                rows => {
                    let (left, right) = rows.split_at(rows.len() / 2);
                    self.change(left)?;
                    self.change(right)
                }
            },
        }
    }

    /// Runs a statement as a step of its own.
    fn try_statement<T>(
        &self,
        statement: &Statement,
        run: impl FnOnce(&crate::store::Database, &Statement) -> Result<T>,
    ) -> Result<T> {
        let session = self.session();
        session.note_change();
        session.transaction(|| run(session.database(), statement))
    }

    /// Why the database refuses a row.
    fn explained(&self, row: &Row, error: Error, action: Action) -> BadLine {
        let error = self.session().refine(error);
        if rights::is_bare_refusal(&error) {
            return self.not_allowed(row, action, None);
        }
        let fields = self.fields_of(&error);
        if integrity::is_missing(&error) {
            return self.plan.about(&fields, row, NEEDED.to_owned());
        }
        let mut bad = self.plan.about(&fields, row, error.message);
        bad.is_refused = error.kind == Kind::NotAllowed;
        bad.hint = error.hints.into_iter().next();
        bad.rules = error.rules;
        bad
    }

    fn not_allowed(&self, row: &Row, action: Action, id: Option<&Value>) -> BadLine {
        let entity = self.collection.entity();
        let what = match id {
            Some(id) => format!("{} {id}", entity.singular()),
            None => format!("this {}", entity.singular()),
        };
        let refused = self.session().refused(entity, action, &what, None);
        let mut bad = BadLine::new(row.line, refused.message);
        bad.is_refused = true;
        bad.hint = refused.hints.into_iter().next();
        bad.rules = refused.rules;
        bad
    }

    /// The fields that a failure is about: those of the broken rule, or the column that the database names.
    fn fields_of(&self, error: &Error) -> Vec<String> {
        let entity = self.collection.entity();
        let broken = integrity::broken_rule(error);
        let rule = entity
            .constraints
            .iter()
            .find(|rule| Some(rule.name.as_str()) == broken);
        match rule {
            Some(rule) => rule.fields.clone(),
            None => error
                .cause
                .iter()
                .filter_map(|cause| cause.column.clone())
                .collect(),
        }
    }
}

/// Whether one of the rows is to blame, and not the connection, a lock, or the program.
fn is_of_a_row(error: &Error) -> bool {
    let code = error.cause.as_ref().map_or("", |cause| cause.code.as_str());
    let is_refusal = error.kind == Kind::NotAllowed || crate::store::is_raised(error);
    !error.is_fault && (is_refusal || OF_VALUES.iter().any(|class| code.starts_with(class)))
}
