//! Statements that somebody typed and that only read, in a transaction of their own that costs no round trip to begin.

use super::adhoc::{Answer, answer, check, prepare_after, run};
use super::connection::Connection;
use super::database::{Database, Unit};
use super::parameters::Parameters;
use super::sql_text;
use crate::error::Result;

/// What says when the transaction began, which is another moment in each. (A view may say it too.)
const OF_TRANSACTION: [&str; 6] = [
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtime",
    "localtimestamp",
];

impl Database {
    /// Runs a statement that somebody typed and that changes nothing, as its text says: where a transaction is open, that
    /// needs no number for it.
    ///
    /// # Errors
    /// As [`Database::adhoc`].
    pub fn adhoc_reading(&self, sql: &str, params: Parameters<'_>) -> Result<Answer> {
        self.adhoc_on(&self.connection_to_read()?, sql, params)
    }

    /// As [`Database::adhoc`], for reading only: the database refuses any change. `changes_nothing` says that the text
    /// tells of none.
    ///
    /// # Errors
    /// As [`Database::adhoc`].
    pub fn adhoc_read_only(
        &self,
        sql: &str,
        params: Parameters<'_>,
        changes_nothing: bool,
    ) -> Result<Answer> {
        if changes_nothing
            && !is_of_transaction(sql)
            && let Some(answer) = self.adhoc_alone(sql, params)?
        {
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

    /// As [`Database::adhoc`], in a transaction of its own in which the database refuses any change, and of which nothing is
    /// left, settings neither. Nothing where a transaction is open: what it changed would not be seen.
    ///
    /// # Errors
    /// As [`Database::adhoc`].
    pub fn adhoc_alone(&self, sql: &str, params: Parameters<'_>) -> Result<Option<Answer>> {
        self.settle();
        if !matches!(*self.unit.borrow(), Unit::None | Unit::Wanted) {
            return Ok(None);
        }
        check(sql, params)?;
        let prepare = |connection: &Connection| {
            prepare_after(Some("begin read only"), connection, sql, params)
                .inspect_err(|_| connection.abandon("rollback"))
        };
        let (connection, prepared) = self.on_a_good_one(prepare)?;
        let answer = answer(&connection, sql, params, &prepared);
        connection.roll_back_with(prepared);
        answer.map(Some)
    }
}

fn is_of_transaction(sql: &str) -> bool {
    sql_text::meant(sql).any(|token| OF_TRANSACTION.iter().any(|word| token.is(word)))
}
