//! Statements that somebody typed and that only read: with a transaction of their own that costs no round trip to begin,
//! as long as none is open.

use super::adhoc::{Answer, answer, check, prepare_after, run};
use super::connection::Connection;
use super::database::{Database, Unit};
use super::parameters::Parameters;
use super::sql_text;
use crate::error::Result;

/// What says when the transaction began, which is another moment for each statement that runs by itself.
const OF_TRANSACTION: [&str; 6] = [
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtime",
    "localtimestamp",
];

impl Database {
    /// Runs a statement that somebody typed and that changes nothing, as the caller knows: it needs no transaction, and
    /// where one is open no number.
    ///
    /// # Errors
    /// As [`Database::adhoc`].
    pub fn adhoc_reading(&self, sql: &str, params: Parameters<'_>) -> Result<Answer> {
        match self.alone("begin", sql, params)? {
            Some(answer) => Ok(answer),
            None => self.adhoc_on(&self.connection_to_read()?, sql, params),
        }
    }

    /// As [`Database::adhoc`], for reading only: the database refuses any change. `changes_nothing` says that the caller
    /// knows of none, not of a setting either.
    ///
    /// # Errors
    /// As [`Database::adhoc`].
    pub fn adhoc_read_only(
        &self,
        sql: &str,
        params: Parameters<'_>,
        changes_nothing: bool,
    ) -> Result<Answer> {
        if changes_nothing && let Some(answer) = self.alone("begin read only", sql, params)? {
            return Ok(answer);
        }
        let standalone = !self.in_transaction();
        if standalone {
            self.begin()?;
        }
        // The setting ends with the savepoint, and nothing that only reads needs to be kept.
        let result = self.undone(|connection| {
            connection.command("set transaction read only")?;
            run(connection, sql, params)
        });
        if standalone {
            self.rollback();
        }
        result
    }

    /// Runs a statement that changes nothing in a transaction of its own; nothing where one is open, or one that begins
    /// later would be seen.
    fn alone(&self, begin: &str, sql: &str, params: Parameters<'_>) -> Result<Option<Answer>> {
        self.settle();
        let is_free = matches!(*self.unit.borrow(), Unit::None | Unit::Wanted);
        if !is_free || is_of_transaction(sql) {
            return Ok(None);
        }
        check(sql, params)?;
        let prepare = |connection: &Connection| {
            prepare_after(Some(begin), connection, sql, params)
                .inspect_err(|_| connection.abandon("rollback"))
        };
        let (connection, prepared) = self.on_a_good_one(prepare)?;
        let answer = answer(&connection, sql, params, &prepared);
        drop(prepared); // the server closes it within the transaction, as a pooler needs it
        let answer = answer.inspect_err(|_| connection.abandon("rollback"))?;
        connection.command("commit")?;
        Ok(Some(answer))
    }
}

fn is_of_transaction(sql: &str) -> bool {
    sql_text::meant(sql).any(|token| OF_TRANSACTION.iter().any(|word| token.is(word)))
}
