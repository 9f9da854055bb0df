//! A connection of one's own, beside those of the pool's units of work, as long as it is held.

use super::connection::Connection;
use super::database::Database;
use super::row::Row;
use crate::error::Result;
use crate::value::Value;

/// A connection that nobody else uses, and that is not closed while it is idle.
pub struct Held(Connection);

impl Database {
    /// Takes a connection to hold, and begins by a query on it.
    ///
    /// # Errors
    /// The server can't be reached, gives no more connections, or refuses the query.
    pub fn hold(&self, sql: &str, params: &[Value]) -> Result<(Held, Vec<Row>)> {
        let (connection, rows) = self.on_a_good_one(|connection| connection.query(sql, params))?;
        Ok((Held(connection), rows))
    }
}

impl Held {
    /// Runs a query, which is its own transaction, at the very end of something: Ctrl-C does not stop it, and it is not
    /// waited for long.
    ///
    /// # Errors
    /// As [`Database::query`]; the server does not answer within seconds.
    pub fn query_at_last(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        self.0.query_at_last(sql, params)
    }
}
