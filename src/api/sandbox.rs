//! A sandbox: units of work that are steps of one transaction, which is rolled back at the end unless it is kept.

use super::changes::{Changes, Counts};
use super::runs::{Outcome, Recording, Script};
use super::session::Session;
use super::transaction::Transaction;
use crate::error::{Error, Result};
use crate::store::Row;
use crate::value::{Json, Value};

/// What its run is called.
const NAME: &str = "sandbox";

/// The transaction waits for nobody's rows for long; and when nothing is done in it, the server ends it: others may
/// wait for the rows that it changed.
const LIMITS: &str =
    "set local lock_timeout = '5s'; set local idle_in_transaction_session_timeout = '5min'";

/// How many others wait for a lock of this connection.
const WAITING: &str = "select count(distinct pid) from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))";

/// An open sandbox. While there is one, each unit of work of its session is a step of it: one that fails is rolled back
/// alone. Nobody else sees what it changed. Dropped, it is rolled back.
pub struct Sandbox {
    session: Session,
    // In this order: a run ends after its transaction.
    open: Transaction,
    recording: Recording,
}

impl Session {
    /// Begins a sandbox, which is a run of its own. Nothing is open on the server before its first unit of work.
    ///
    /// # Errors
    /// A unit of work is open; the database can't be reached, gives no second connection, or the session has ended.
    pub fn sandbox(&self) -> Result<Sandbox> {
        if self.database().in_transaction() {
            return Err(Error::failed("a transaction is open already"));
        }
        self.catalog()?; // what fails later fails in the sandbox
        let recording = self.record(&Script {
            name: NAME.to_owned(),
            sha256: None,
            parameters: Json::known("{}"),
            undoes: None,
            stays: None,
        })?;
        let before = match recording.join() {
            Some(join) => format!("{LIMITS}; {join}"),
            None => LIMITS.to_owned(),
        };
        self.database().before_changes(Some(before));
        Ok(Sandbox {
            session: self.clone(),
            open: self.begin()?,
            recording,
        })
    }
}

impl Sandbox {
    /// Hands what it changed so far to `look`, with what would happen outside of the database if it were kept now.
    ///
    /// # Errors
    /// The database can't be reached; what `look` returns.
    pub fn look<T>(&self, look: impl FnOnce(&Changes, &[String]) -> Result<T>) -> Result<T> {
        let aside = self.session.begin()?; // a failure is not that of the sandbox
        look(&aside.changes()?, &aside.effects())
    }

    /// How many rows it changed so far.
    ///
    /// # Errors
    /// As [`Sandbox::look`].
    pub fn counts(&self) -> Result<Counts> {
        self.look(|changes, _| Ok(changes.counts.clone()))
    }

    /// How many sessions wait until it is kept or left, such as for rows that it changed.
    ///
    /// # Errors
    /// The database can't be reached.
    pub fn waiting(&self) -> Result<i64> {
        let rows = self.session.database().query(WAITING, &[])?;
        match Row::first_value(&rows)? {
            Some(Value::Int(waiting)) => Ok(waiting),
            _ => Ok(0),
        }
    }

    /// Keeps what it changed, and does what waited for that.
    ///
    /// # Errors
    /// As [`Transaction::commit`].
    pub fn keep(self) -> Result<()> {
        let done = self.open.commit();
        self.recording.end(Outcome::of(&done), None);
        done
    }

    /// Rolls it back, and gives what it had changed.
    #[must_use]
    pub fn leave(self) -> Counts {
        let counts = self.counts().unwrap_or_default();
        drop(self.open);
        self.recording.end(Outcome::Dry, Some(&counts));
        counts
    }

    /// Whether its transaction is gone without a word of ours: the connection was lost, or the server ended it, because
    /// nothing was done in it for five minutes.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        !self.session.database().in_transaction() || self.session.database().is_lost()
    }
}
