//! A connection in use: it sends statements, is cancelled by Ctrl-C, and remembers whether its
//! transaction is spoilt.

use super::database::typed;
use super::failure;
use super::interrupt::{self, Cancellable};
use super::pool::Pooled;
use super::row::Row;
use super::tls::Tls;
use crate::error::{Error, Result};
use crate::value::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A connection in use; it goes back to the pool when the last holder drops it.
#[derive(Clone)]
pub(super) struct Connection {
    pooled: Rc<RefCell<Pooled>>,
    tls: Tls,
    /// The first error of the open transaction: PostgreSQL keeps nothing of it then, and would answer
    /// `commit` with a silent rollback.
    spoilt: Rc<RefCell<Option<Error>>>,
    /// Whether settings may have been changed that outlast the transaction.
    touched: Rc<Cell<bool>>,
}

impl Connection {
    pub(super) fn of(pooled: Pooled, tls: Tls) -> Self {
        Self {
            pooled: Rc::new(RefCell::new(pooled)),
            tls,
            spoilt: Rc::default(),
            touched: Rc::default(),
        }
    }

    /// Remembers that a statement somebody typed was run here. By `set_config` it may have changed settings for
    /// good, in spite of all that is refused before.
    pub(super) fn touch(&self) {
        self.touched.set(true);
    }

    /// Gives the settings their values of the beginning again, for whoever has this connection next. To be called
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
        work: impl FnOnce(&mut postgres::Client) -> std::result::Result<T, postgres::Error>,
    ) -> Result<T> {
        if interrupt::requested() {
            return Err(Error::interrupted());
        }
        let mut client = self
            .pooled
            .try_borrow_mut()
            .map_err(|_| Error::failed("the connection is busy with another statement"))?;
        let _cancellable = Cancellable::new(&client, &self.tls);
        work(&mut client).map_err(|error| {
            let error = failure::of_statement(&error, sql);
            let mut spoilt = self.spoilt.borrow_mut();
            match &*spoilt {
                Some(first) if failure::is_spoilt_transaction(&error) => spoilt_by(first),
                _ => {
                    spoilt.get_or_insert_with(|| error.clone());
                    error
                }
            }
        })
    }

    /// Runs a query and takes all its rows.
    pub(super) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let rows = self.run(sql, |client| client.query_typed(sql, &typed(params)))?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Sends a command that has no parameters and no result.
    pub(super) fn command(&self, sql: &str) -> Result<()> {
        self.run(sql, |client| client.batch_execute(sql))
    }

    /// Whether the open transaction can be committed.
    pub(super) fn check(&self) -> Result<()> {
        self.spoilt
            .borrow()
            .as_ref()
            .map_or(Ok(()), |first| Err(spoilt_by(first)))
    }

    /// Takes back what was done since a savepoint, whatever happened since.
    pub(super) fn back_to(&self, savepoint: &str) {
        self.spoilt.replace(None);
        self.abandon(&format!(
            "rollback to savepoint {savepoint}; release savepoint {savepoint}"
        ));
    }

    /// Ends what is open here, whatever happened; a connection that can't even do that is closed and
    /// the pool drops it. Ctrl-C must not stop a rollback.
    pub(super) fn abandon(&self, sql: &str) {
        if let Ok(mut client) = self.pooled.try_borrow_mut() {
            let _ = client.batch_execute(sql);
        }
    }
}

/// A statement failed earlier in the transaction, and the script went on.
fn spoilt_by(first: &Error) -> Error {
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
