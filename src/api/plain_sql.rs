//! Plain SQL that somebody typed, under the session's own rights.

use super::collection::Collection;
use super::prefetch::Batch;
use super::record::Record;
use super::refusal::rights;
use super::session::Session;
use super::sql_uses::sql_changes_nothing;
use crate::catalog::{Catalog, Entity, Field, ROWS};
use crate::error::{Error, Kind, Result};
use crate::rows::Rows;
use crate::store::{Answer, Database, Parameters, changes};
use crate::value::{Type, Value};
use std::rc::Rc;

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
        self.exec(sql, Parameters::Values(params))
    }

    pub(super) fn exec(&self, sql: &str, params: Parameters<'_>) -> Result<Answer> {
        let answer = if sql_changes_nothing(sql) {
            self.database().adhoc_reading(sql, params)
        } else {
            self.note_change();
            self.database().adhoc(sql, params)
        };
        answer.map_err(|error| self.refine_sql(error, sql))
    }

    /// The same for a statement that is all there is to do.
    pub(super) fn exec_alone(&self, sql: &str, params: Parameters<'_>) -> Result<Answer> {
        if !sql_changes_nothing(sql) {
            return self.exec(sql, params);
        }
        match self.database().adhoc_alone(sql, params) {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => self.exec(sql, params),
            // A view may call what changes something.
            Err(error) if error.is_read_only() => {
                self.note_change();
                let answer = self.database().adhoc(sql, params);
                answer.map_err(|error| self.refine_sql(error, sql))
            }
            Err(error) => Err(self.refine_sql(error, sql)),
        }
    }

    /// Runs one statement of plain SQL that only reads: the database refuses any change.
    ///
    /// # Errors
    /// As [`Session::sql_exec`].
    pub fn sql(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        self.database()
            .adhoc_read_only(sql, Parameters::Values(params), sql_changes_nothing(sql))
            .map_err(|error| {
                if !error.is_read_only() {
                    return self.refine_sql(error, sql);
                }
                // The server would say that it can't execute a SELECT, or whatever there is inside.
                let mut refused =
                    Error::failed("sql(…) only reads, and this would change something");
                refused.cause = error.cause;
                refused.hint("to change something: sql_exec(…)")
            })
    }

    /// What to know about a change that touched no row: rows that the rules keep from me are passed over
    /// without an error, and nobody can tell them from rows that did not match.
    #[must_use]
    pub fn why_no_row(&self, sql: &str, answer: &Answer) -> Option<String> {
        let is_empty = match answer {
            Answer::Rows(rows) => rows.rows.is_empty(),
            Answer::Count(count) => *count == 0,
            Answer::Done => false,
        };
        let hides_rows = |verb| ["update", "delete"].contains(&verb);
        let change = changes(sql)
            .into_iter()
            .find(|change| change.is_outermost && hides_rows(change.verb))
            .filter(|_| is_empty)?;
        let catalog = self.catalog().ok()?;
        let (verb, table) = (change.verb, catalog.entity(&change.table).ok()?);
        Some(format!(
            "no row matched, or the rules do not let you {verb} those that did: why(\"{verb}\", {})",
            table.name
        ))
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
            .map(|row| Record::new(self, &batch, row))
            .collect()
    }

    /// Adds the rules that would allow a refused statement. A refusal is rare: only then is a catalog
    /// read that was not needed before, on a connection of its own since this one's transaction failed.
    fn refine_sql(&self, error: Error, sql: &str) -> Error {
        let error = self.refine_typed(error);
        if error.kind != Kind::NotAllowed {
            return error;
        }
        let known = self.known_catalog();
        let apart = || {
            Catalog::load(&Database::new(self.server().clone()), None)
                .map(Rc::new)
                .ok()
        };
        match known.or_else(apart) {
            Some(catalog) => rights::refused_sql(error, &catalog, sql),
            None => error,
        }
    }
}
