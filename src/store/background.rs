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

/// How long the server works for an answer that somebody can do without, in milliseconds.
const SHORT: u32 = 1000;

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
        let connections = Arc::clone(connections);
        Self::of(move || answer(&connections, None, sql, &params))
    }

    /// Begins a query that only reads, and that the server gives up soon.
    pub(super) fn begin_short(
        connections: &Arc<Connections>,
        sql: String,
        params: Vec<Value>,
    ) -> Option<Self> {
        let connections = Arc::clone(connections);
        let begin = format!("begin read only; set local statement_timeout = {SHORT}");
        Self::of(move || answer(&connections, Some(&begin), &sql, &params))
    }

    fn of(work: impl FnOnce() -> Result<Vec<Row>> + Send + 'static) -> Option<Self> {
        let (sender, receiver) = mpsc::channel();
        let work = move || {
            // The receiver may be gone.
            let _ = sender.send(work());
        };
        let thread = std::thread::Builder::new().name("ahead".into());
        thread.spawn(work).ok().map(|_| Self(receiver))
    }

    /// The rows, if they come within a time; nothing as long as they did not.
    #[must_use]
    pub fn rows_within(&self, wait: Duration) -> Option<Result<Vec<Row>>> {
        match self.0.recv_timeout(wait) {
            Ok(answer) => Some(answer),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(lost())),
        }
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
                    return Err(lost());
                }
            }
        }
    }
}

fn lost() -> Error {
    Error::fault("a query in the background was lost")
}

/// The rows of a query; with a beginning, in a transaction of its own that begins so and is rolled back.
fn answer(
    connections: &Arc<Connections>,
    begin: Option<&str>,
    sql: &str,
    params: &[Value],
) -> Result<Vec<Row>> {
    let mut pooled = connections.take()?;
    let rows = pooled.run(async |client| {
        let Some(begin) = begin else {
            return client.query_typed(sql, &typed(params)).await;
        };
        client.batch_execute(begin).await?;
        let rows = client.query_typed(sql, &typed(params)).await;
        client.batch_execute("rollback").await?;
        rows
    });
    let rows = rows.ok_or_else(failure::given_up)?;
    let rows = rows.map_err(|error| failure::of_statement(&error, sql))?;
    Ok(rows.into_iter().map(Row).collect())
}
