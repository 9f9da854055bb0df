//! A connection in use: it sends statements, is cancelled by Ctrl-C, and remembers whether its
//! transaction is aborted.

mod begin;
mod queries;

use super::connections::Pooled;
use super::failure;
use super::interrupt;
use super::long_statement::Watch;
use super::transaction_name::Id;
use super::waited::waiting;
use crate::error::{Error, Kind, Result};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;
use tokio_postgres::{Client, Statement};

/// A connection in use; it is returned to the pool when the last holder drops it.
#[derive(Clone)]
pub(super) struct Connection {
    pooled: Rc<RefCell<Pooled>>,
    /// The first error of the open transaction: PostgreSQL keeps nothing of it then, and would answer
    /// `commit` with a silent rollback.
    aborted: Rc<RefCell<Option<Error>>>,
    /// Whether settings may have been changed that outlast the transaction.
    touched: Rc<Cell<bool>>,
    /// What the open transaction is called on the server.
    id: Rc<RefCell<Id>>,
    /// What is still to be said before the open transaction changes something.
    before_changes: Rc<RefCell<Option<String>>>,
}

impl Connection {
    pub(super) fn of(pooled: Pooled) -> Self {
        Self {
            pooled: Rc::new(RefCell::new(pooled)),
            aborted: Rc::default(),
            touched: Rc::default(),
            id: Rc::default(),
            before_changes: Rc::default(),
        }
    }

    /// The one policy of faults in use: an idle connection may have been cut meanwhile (a server restart), so what
    /// begins something, and can be repeated, is tried once more on a new one. Nothing else is ever repeated.
    pub(super) fn good<T>(
        take: &dyn Fn() -> Result<Self>,
        forget: &dyn Fn(),
        work: &dyn Fn(&Self) -> Result<T>,
    ) -> Result<(Self, T)> {
        let connection = take()?;
        match work(&connection) {
            Err(error) if error.kind == Kind::Unreachable && !connection.is_new() => {
                drop(connection);
                forget();
                let fresh = take()?;
                let done = work(&fresh)?;
                Ok((fresh, done))
            }
            done => done.map(|done| (connection, done)),
        }
    }

    /// Whether it was made for its present holder.
    pub(super) fn is_new(&self) -> bool {
        self.pooled.borrow().is_new()
    }

    /// Whether it is of no use any more.
    pub(super) fn is_over(&self) -> bool {
        self.pooled.borrow().is_over()
    }

    /// Remembers that a statement somebody typed was run here. By `set_config` it may have changed settings for
    /// good, in spite of all that is refused before.
    pub(super) fn touch(&self) {
        self.touched.set(true);
    }

    /// Resets the settings for the next user of this connection. To be called
    /// after a commit: a rollback does so by itself.
    pub(super) fn restore(&self) {
        if self.touched.replace(false) {
            self.abandon("reset role; reset all");
        }
    }

    /// Runs something on the connection; Ctrl-C cancels it.
    pub(super) fn run<T>(
        &self,
        sql: &str,
        work: impl AsyncFnOnce(&Client) -> std::result::Result<T, tokio_postgres::Error>,
    ) -> Result<T> {
        if interrupt::requested() {
            return Err(Error::interrupted());
        }
        let mut pooled = self
            .pooled
            .try_borrow_mut()
            .map_err(|_| Error::failed("the connection is busy with another statement"))?;
        let (home, since) = (pooled.home(), Instant::now());
        let mut watch = None;
        let answer = waiting(|| {
            interrupt::cancellable(&mut pooled, |link| {
                link.run_watched(work, || watch = Some(Watch::begin(home, sql, since)))
            })
        });
        drop(watch);
        let answer = match answer {
            Some(answer) => answer.map_err(|error| failure::of_statement(&error, sql)),
            None => Err(failure::given_up()),
        };
        answer.map_err(|error| self.noted(error))
    }

    /// The error of a statement, as it is told: after the first one of a transaction, all say what that was.
    fn noted(&self, error: Error) -> Error {
        let mut aborted = self.aborted.borrow_mut();
        match &*aborted {
            Some(first) if failure::is_aborted_transaction(&error) => aborted_by(first),
            _ => {
                aborted.get_or_insert_with(|| error.clone());
                error
            }
        }
    }

    /// Sends a command that has no parameters and no result.
    pub(super) fn command(&self, sql: &str) -> Result<()> {
        self.run(sql, async |client| client.batch_execute(sql).await)
    }

    /// Whether the open transaction can be committed.
    pub(super) fn check(&self) -> Result<()> {
        self.aborted
            .borrow()
            .as_ref()
            .map_or(Ok(()), |first| Err(aborted_by(first)))
    }

    /// Rolls back to a savepoint, whatever happened since.
    pub(super) fn back_to(&self, savepoint: &str) {
        self.aborted.replace(None);
        self.abandon(&format!(
            "rollback to savepoint {savepoint}; release savepoint {savepoint}"
        ));
    }

    /// Rolls back, whatever happened, and closes a statement in the transaction in which it was prepared: behind a pooler,
    /// another connection is next.
    pub(super) fn roll_back_with(&self, prepared: Statement) {
        if let Ok(mut pooled) = self.pooled.try_borrow_mut() {
            let _ = pooled.run(async move |client| {
                drop(prepared); // sent with what follows
                client.batch_execute("rollback").await
            });
        }
    }

    /// Ends what is open here, whatever happened; a connection that can't even do that is closed and
    /// the pool drops it. Ctrl-C must not stop a rollback.
    pub(super) fn abandon(&self, sql: &str) {
        if let Ok(mut pooled) = self.pooled.try_borrow_mut() {
            let _ = pooled.run(async |client| client.batch_execute(sql).await);
        }
    }
}

/// A statement failed earlier in the transaction, and the script went on.
fn aborted_by(first: &Error) -> Error {
    // The name of a constraint may be a sentence, which says it better than the server does.
    let sentence = first
        .cause
        .as_ref()
        .and_then(|cause| cause.constraint.as_deref())
        .filter(|name| name.contains(' '));
    Error::new(
        first.kind,
        "nothing of this was kept: an earlier statement failed",
    )
    .hint(format!("it said: {}", sentence.unwrap_or(&first.message)))
    .hint("to go on after a failure, put the step in transaction(|| { … })")
}
