//! New rows.

use super::collection::Collection;
use super::explain;
use super::given::{Values, resolve};
use super::record::Record;
use crate::catalog::{Action, Field};
use crate::error::{Error, Result};
use crate::query;
use crate::value::Value;

/// How many parameters one statement can have.
const MOST_PARAMETERS: usize = 60_000;

impl Collection {
    /// Creates a row and returns it.
    ///
    /// # Errors
    /// A field is unknown or of another type; the rules of the business or of who may do what say no.
    pub fn create(&self, values: Values) -> Result<Record> {
        let created = self.create_all(vec![values])?.into_iter().next();
        created.ok_or_else(|| {
            Error::fault(format!(
                "the new {} can't be read",
                self.entity().singular()
            ))
        })
    }

    /// Creates many rows in one statement and returns them.
    ///
    /// # Errors
    /// As [`Collection::create`]; then none is created.
    pub fn create_all(&self, rows: Vec<Values>) -> Result<Vec<Record>> {
        let entity = self.entity();
        let rows: Vec<Vec<(&Field, Value)>> = rows
            .into_iter()
            .map(|values| resolve(entity, values))
            .collect::<Result<_>>()?;
        let given = |field: &&Field| {
            rows.iter()
                .flatten()
                .any(|(known, _)| known.name == field.name)
        };
        let fields: Vec<&Field> = entity.fields.iter().filter(given).collect();
        let value_of = |row: &[(&Field, Value)], field: &Field| {
            row.iter()
                .find(|(known, _)| known.name == field.name)
                .map(|(_, value)| value.clone())
        };
        let lines: Vec<Vec<Option<Value>>> = rows
            .iter()
            .map(|row| fields.iter().map(|field| value_of(row, field)).collect())
            .collect();
        // PostgreSQL takes `default values` for one row at a time.
        let most = if fields.is_empty() {
            1
        } else {
            (MOST_PARAMETERS / fields.len()).max(1)
        };
        let mut created = Vec::with_capacity(lines.len());
        for lines in lines.chunks(most) {
            created.extend(self.insert(&fields, lines)?);
        }
        Ok(created)
    }

    fn insert(&self, fields: &[&Field], lines: &[Vec<Option<Value>>]) -> Result<Vec<Record>> {
        let (entity, session) = (self.entity(), self.session());
        let statement = query::insert(entity, fields, lines);
        session.note_change();
        let rows = session
            .database()
            .query(&statement.text, &statement.params)
            .map_err(|error| {
                let error = session.explain(error);
                if !explain::is_bare_refusal(&error) {
                    return error;
                }
                let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                let what = format!("this {}", entity.singular());
                explain::refused_fields(entity, Action::Insert, &names)
                    .unwrap_or_else(|| session.refused(entity, Action::Insert, &what, None))
            })?;
        Ok(self.records(rows))
    }
}
