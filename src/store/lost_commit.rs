//! When the connection is lost between a commit and its answer, nobody here knows whether it was kept. The server
//! does, and is asked on a new connection.

use super::database::Database;
use super::{interrupt, notice};
use crate::error::{DatabaseCause, Error, Kind, Result};
use crate::value::Value;
use std::time::{Duration, Instant};

/// How long the server is asked: it may be restarting, or be about to notice that we are gone.
const PATIENCE: Duration = Duration::from_secs(10);
/// After how long the server is told that we are gone.
const NOTICE: Duration = Duration::from_secs(1);
/// Between two questions.
const PAUSE: Duration = Duration::from_millis(50);

/// The SQLSTATE of a commit of which nobody knows.
pub const UNKNOWN: &str = "08007";

impl Database {
    /// Finds out what became of a transaction, by its name on the server. None: it changed nothing.
    ///
    /// # Errors
    /// It was not kept, or it is not known whether it was.
    pub(super) fn after_lost_commit(&self, lost: Error, transaction: Option<&str>) -> Result<()> {
        self.forget_connections();
        let Some(transaction) = transaction else {
            return Err(lost);
        };
        let since = Instant::now();
        let mut is_ended = false;
        loop {
            if !is_ended && since.elapsed() > NOTICE {
                is_ended = self.end(transaction).is_ok();
            }
            match self.status(transaction).as_deref() {
                Ok("committed") => {
                    notice::tell(
                        "the connection was lost during the commit; the server says that it was kept",
                    );
                    return Ok(());
                }
                Ok("aborted") => return Err(not_kept()),
                Err(error) if error.kind != Kind::Unreachable => return Err(unknown(transaction)),
                _ if since.elapsed() > PATIENCE || interrupt::requested() => {
                    return Err(unknown(transaction));
                }
                _ => std::thread::sleep(PAUSE),
            }
        }
    }

    /// Ends what still runs under this name: the server has not noticed that nobody listens. A commit that it has
    /// begun is completed first.
    fn end(&self, transaction: &str) -> Result<()> {
        let sql = "select pg_terminate_backend(pid) from pg_stat_activity
                    where usename = session_user and backend_xid = $1::text::xid8::xid";
        let name = Value::Text(transaction.to_owned());
        self.take()?.query(sql, &[name]).map(drop)
    }

    fn status(&self, transaction: &str) -> Result<String> {
        let sql = "select pg_xact_status($1::text::xid8)";
        let rows = self
            .take()?
            .query(sql, &[Value::Text(transaction.to_owned())])?;
        match rows.first().map(|row| row.get(0)).transpose()? {
            Some(Value::Text(status)) => Ok(status),
            // So long ago that the server has forgotten it.
            _ => Err(Error::failed("the server does not know the transaction")),
        }
    }
}

fn not_kept() -> Error {
    Error::unreachable(
        "the connection was lost during the commit; the server says that nothing was kept",
    )
    .hint("run it again")
}

fn unknown(transaction: &str) -> Error {
    let mut error = Error::unreachable(
        "the connection was lost during the commit, and it is not known whether it was kept",
    )
    .hint(format!(
        "ask before you run it again: epic sql \"select pg_xact_status('{transaction}')\" says committed or aborted"
    ));
    error.cause = Some(Box::new(DatabaseCause {
        code: UNKNOWN.to_owned(),
        detail: None,
        table: None,
        column: None,
        constraint: None,
        routine: None,
    }));
    error
}
