//! Plain SQL that somebody typed, under the session's own rights.

use super::batch::Batch;
use super::collection::Collection;
use super::explain;
use super::record::Record;
use super::session::Session;
use crate::catalog::{Catalog, Entity, Field};
use crate::error::{Error, Kind, Result};
use crate::rows::Rows;
use crate::store::{Answer, Database};
use crate::value::{Type, Value};
use std::rc::Rc;

/// What the rows of a statement are called, since they belong to no table.
pub(super) const ROWS: &str = "rows";

impl Record {
    /// The table that a record is, or may be, a row of.
    pub(super) fn table(&self) -> Result<Collection> {
        if self.entity().name == ROWS {
            return Err(Error::failed("rows of plain SQL belong to no table")
                .hint("read the row itself, for example: clients.get(12)"));
        }
        self.session().collection(&self.entity().name)
    }
}

impl Session {
    /// Runs one statement of plain SQL that may change things, with bound parameters.
    ///
    /// # Errors
    /// Whatever the database says; several statements, `copy` and transaction commands.
    pub fn sql_exec(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        self.note_change();
        self.database()
            .adhoc(sql, params)
            .map_err(|error| self.explain_sql(error, sql))
    }

    /// Runs one statement of plain SQL that only reads: the database refuses any change.
    ///
    /// # Errors
    /// As [`Session::sql_exec`].
    pub fn sql(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        self.database()
            .adhoc_read_only(sql, params)
            .map_err(|error| self.explain_sql(error, sql))
    }

    /// The rows of a result as records.
    #[must_use]
    pub fn records(&self, rows: Rows) -> Vec<Record> {
        let fields = rows
            .columns
            .iter()
            .map(|column| Field::computed(&column.name, column.kind.unwrap_or(Type::Text), true));
        let entity = Rc::new(Entity::of_columns(ROWS, fields.collect()));
        let batch = Batch::of_values(&entity, rows.rows);
        (0..batch.len())
            .map(|place| Record::new(self, &batch, place))
            .collect()
    }

    /// Adds the rules that would allow a refused statement. A refusal is rare: only then is a catalog
    /// read that was not needed before, on a connection of its own since this one's transaction failed.
    fn explain_sql(&self, error: Error, sql: &str) -> Error {
        let error = self.explain_typed(error);
        if error.kind != Kind::NotAllowed {
            return error;
        }
        let known = self.known_catalog();
        let apart = || {
            Catalog::load(&Database::new(self.server().clone()))
                .map(Rc::new)
                .ok()
        };
        match known.or_else(apart) {
            Some(catalog) => explain::refused_sql(error, &catalog, sql),
            None => error,
        }
    }
}
