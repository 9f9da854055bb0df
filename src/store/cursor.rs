//! Rows that are read a batch at a time: memory does not grow with the result.

use super::codec::typed;
use super::connection::Connection;
use super::row::Row;
use crate::error::Result;
use crate::value::Value;

/// An open cursor.
pub struct Cursor {
    connection: Connection,
    name: String,
    batch: u32,
    own_transaction: bool,
    done: bool,
}

impl Cursor {
    pub(super) fn open(
        connection: Connection,
        name: String,
        sql: &str,
        params: &[Value],
        batch: u32,
        own_transaction: bool,
    ) -> Result<Self> {
        let declare = format!("declare {name} no scroll cursor for {sql}");
        // Made first: when declaring fails, dropping it ends the transaction that was begun for it.
        let mut cursor = Self {
            connection,
            name,
            batch,
            own_transaction,
            done: true,
        };
        cursor.connection.run(&declare, async |client| {
            client.execute_typed(&declare, &typed(params)).await
        })?;
        cursor.done = false;
        Ok(cursor)
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// The database fails, the connection is lost, the transaction is over, or Ctrl-C.
    pub fn next_batch(&mut self) -> Result<Vec<Row>> {
        if self.done {
            return Ok(Vec::new());
        }
        let fetch = format!("fetch forward {} from {}", self.batch, self.name);
        let rows = self
            .connection
            .run(&fetch, async |client| client.query_typed(&fetch, &[]).await)?;
        self.done = rows.len() < self.batch as usize;
        Ok(rows.into_iter().map(Row).collect())
    }
}

impl Drop for Cursor {
    fn drop(&mut self) {
        if self.own_transaction {
            self.connection.abandon("rollback");
        } else if !self.done {
            // In a failed transaction this fails too, and that is as good as closed.
            self.connection.abandon(&format!("close {}", self.name));
        }
    }
}
