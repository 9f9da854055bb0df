//! When the connection is lost between a commit and its answer, nobody here knows whether it was kept. The server
//! does, and is asked on a new connection.

use super::database::Database;
use super::row::Row;
use super::transaction_name::{TIMELINE, TransactionName};
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
    pub(super) fn after_lost_commit(
        &self,
        lost: Error,
        transaction: Option<&TransactionName>,
    ) -> Result<()> {
        self.forget_connections();
        let Some(transaction) = transaction else {
            return Err(lost);
        };
        let since = Instant::now();
        let mut is_ended = false;
        loop {
            if !is_ended && since.elapsed() > NOTICE {
                is_ended = self.end(&transaction.number).is_ok();
            }
            match self.fate(transaction) {
                Ok(Some(Fate::Kept)) => {
                    notice::tell(
                        "the connection was lost during the commit; the server says that it was kept",
                    );
                    return Ok(());
                }
                Ok(Some(Fate::Undone)) => return Err(not_kept()),
                Ok(Some(Fate::Left)) => return Err(left_behind()),
                Err(error) if error.kind != Kind::Unreachable => {
                    return Err(unknown(&transaction.number));
                }
                _ if since.elapsed() > PATIENCE || interrupt::requested() => {
                    return Err(unknown(&transaction.number));
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

    /// What became of a transaction; nothing as long as that is not decided.
    fn fate(&self, transaction: &TransactionName) -> Result<Option<Fate>> {
        let timeline = format!("select case when not pg_is_in_recovery() then {TIMELINE} end");
        match self.asked(&timeline, &[])? {
            Value::Text(timeline) if timeline == transaction.timeline => {}
            Value::Text(_) => return self.fate_elsewhere(transaction).map(Some),
            _ => return Ok(None), // a standby, perhaps not for long
        }
        let number = Value::Text(transaction.number.clone());
        let status = self.asked("select pg_xact_status($1::text::xid8)", &[number])?;
        match status {
            Value::Text(status) if status == "committed" => Ok(Some(Fate::Kept)),
            Value::Text(status) if status == "aborted" => Ok(Some(Fate::Undone)),
            Value::Text(_) => Ok(None),
            // So long ago that the server has forgotten it.
            _ => Err(Error::failed("the server does not know the transaction")),
        }
    }

    /// What became of it after a failover: the number may be that of another transaction there, but not with the moment.
    fn fate_elsewhere(&self, transaction: &TransactionName) -> Result<Fate> {
        let sql = "select audit.was_kept($1::text::xid8, $2::text::timestamptz)";
        let name = [&transaction.number, &transaction.began];
        let is_kept = self.asked(sql, &name.map(|part| Value::Text(part.clone())))?;
        let is_kept = is_kept == Value::Bool(true);
        Ok(if is_kept { Fate::Kept } else { Fate::Left })
    }

    /// The one value that a query gives, on a connection of its own.
    fn asked(&self, sql: &str, params: &[Value]) -> Result<Value> {
        let rows = self.take()?.query(sql, params)?;
        Ok(Row::first_value(&rows)?.unwrap_or(Value::Null))
    }
}

/// What became of a transaction.
enum Fate {
    Kept,
    Undone,
    /// Another server took over, which has no change of rows by it.
    Left,
}

fn left_behind() -> Error {
    Error::unreachable(
        "the connection was lost during the commit, and another server took over: no row was changed there by this",
    )
    .hint("look, and run it again")
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
