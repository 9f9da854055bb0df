//! A query that runs in the background, while its answer is not needed yet.

use super::codec::typed;
use super::connections::Connections;
use super::row::Row;
use super::{failure, interrupt};
use crate::error::{Error, Result};
use crate::value::Value;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often a wait checks for Ctrl-C.
const GLANCE: Duration = Duration::from_millis(2);

/// The answer that will come. Its connection is then free for the next statement.
#[derive(Debug)]
pub struct Ahead(Receiver<Result<Vec<Row>>>);

impl Ahead {
    /// Begins a query; nothing if the system has no thread for it.
    pub(super) fn begin(
        connections: &Arc<Connections>,
        sql: &'static str,
        params: Vec<Value>,
    ) -> Option<Self> {
        let (sender, receiver) = mpsc::channel();
        let connections = Arc::clone(connections);
        let work = move || {
            // The receiver may be gone.
            let _ = sender.send(answer(&connections, sql, &params));
        };
        let thread = std::thread::Builder::new().name("ahead".into());
        thread.spawn(work).ok().map(|_| Self(receiver))
    }

    /// Waits for the rows.
    ///
    /// # Errors
    /// As [`Database::query`](super::Database::query).
    pub fn rows(self) -> Result<Vec<Row>> {
        loop {
            match self.0.recv_timeout(GLANCE) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Timeout) if interrupt::requested() => {
                    return Err(Error::interrupted());
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::fault("a query in the background was lost"));
                }
            }
        }
    }
}

fn answer(connections: &Arc<Connections>, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
    let mut pooled = connections.take()?;
    let rows = pooled.run(async |client| client.query_typed(sql, &typed(params)).await);
    let rows = rows.ok_or_else(failure::given_up)?;
    let rows = rows.map_err(|error| failure::of_statement(&error, sql))?;
    Ok(rows.into_iter().map(Row).collect())
}
