//! Statements and transactions on a pool of connections.
//!
//! A [`Database`] runs each statement by itself until [`Database::begin`] opens a unit of work; then all
//! statements share one connection and one transaction, until it is committed or rolled back. Nothing
//! is sent before the first statement, so an entry that needs no data costs no round trip.

use super::adhoc::Answer;
use super::ahead::Ahead;
use super::connections::Connections;
use super::cursor::Cursor;
use super::interrupt::{self, Cancellable};
use super::pool::Pooled;
use super::row::Row;
use super::server::Server;
use super::tls::Tls;
use super::{adhoc, codec, failure};
use crate::error::{Error, Kind, Result};
use crate::value::Value;
use postgres::types::{ToSql, Type};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// A database as one role sees it.
pub struct Database {
    connections: Arc<Connections>,
    unit: RefCell<Unit>,
    names: Cell<u32>,
}

enum Unit {
    /// Each statement is its own transaction.
    None,
    /// A transaction is wanted; the first statement opens it.
    Wanted,
    /// A transaction is open on this connection.
    Open(Connection),
}

/// A connection in use; it goes back to the pool when the last holder drops it.
#[derive(Clone)]
pub(super) struct Connection {
    pooled: Rc<RefCell<Pooled>>,
    tls: Tls,
    /// The first error of the open transaction: PostgreSQL keeps nothing of it then, and would answer
    /// `commit` with a silent rollback.
    spoilt: Rc<RefCell<Option<Error>>>,
}

impl Connection {
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

    /// Sends a command that has no parameters and no result.
    pub(super) fn command(&self, sql: &str) -> Result<()> {
        self.run(sql, |client| client.batch_execute(sql))
    }

    /// Whether the open transaction can be committed.
    fn check(&self) -> Result<()> {
        self.spoilt
            .borrow()
            .as_ref()
            .map_or(Ok(()), |first| Err(spoilt_by(first)))
    }

    /// Takes back what was done since a savepoint, whatever happened since.
    fn back_to(&self, savepoint: &str) {
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

impl Database {
    /// A database; it connects when the first statement runs.
    #[must_use]
    pub fn new(server: Server) -> Self {
        Self {
            connections: Arc::new(Connections::new(server)),
            unit: RefCell::new(Unit::None),
            names: Cell::new(0),
        }
    }

    /// Where it is, and as which role.
    #[must_use]
    pub fn server(&self) -> &Server {
        self.connections.server()
    }

    /// Runs a query and takes all its rows.
    ///
    /// # Errors
    /// Whatever the database refuses; the connection is lost; Ctrl-C.
    pub fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let rows = self
            .connection()?
            .run(sql, |client| client.query_typed(sql, &typed(params)))?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Begins a query in the background, outside any unit of work; nothing if that can't be done now.
    #[must_use]
    pub fn query_ahead(&self, sql: &'static str) -> Option<Ahead> {
        Ahead::begin(&self.connections, sql)
    }

    /// Runs a statement and says how many rows it touched.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        self.connection()?
            .run(sql, |client| client.execute_typed(sql, &typed(params)))
    }

    /// Runs statements that have no parameters and whose rows are of no interest.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.connection()?.command(sql)
    }

    /// Runs a statement that somebody typed: any one statement, whatever its columns.
    ///
    /// # Errors
    /// As [`Database::query`]; also several statements at once, `copy` and transaction commands.
    pub fn adhoc(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        adhoc::run(&self.connection()?, sql, params)
    }

    /// As [`Database::adhoc`], for reading only: the database refuses any change.
    ///
    /// # Errors
    /// As [`Database::adhoc`].
    pub fn adhoc_read_only(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        let standalone = !self.in_transaction();
        if standalone {
            self.begin()?;
        }
        // The setting ends with the savepoint, and nothing that only reads needs to be kept.
        let result = self.undone(|connection| {
            connection.command("set transaction read only")?;
            adhoc::run(connection, sql, params)
        });
        if standalone {
            self.rollback();
        }
        result
    }

    /// Opens a cursor that reads `batch` rows at a time.
    ///
    /// Within a transaction it lives as long as that; else it has one of its own.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn cursor(&self, sql: &str, params: &[Value], batch: u32) -> Result<Cursor> {
        let own = !self.in_transaction();
        let connection = self.connection()?;
        if own {
            connection.command("begin")?;
        }
        Cursor::open(connection, self.fresh_name("rows"), sql, params, batch, own)
    }

    /// Whether a unit of work is open (or will be, at the first statement).
    #[must_use]
    pub fn in_transaction(&self) -> bool {
        !matches!(*self.unit.borrow(), Unit::None)
    }

    /// Begins a unit of work.
    ///
    /// # Errors
    /// One is open already.
    pub fn begin(&self) -> Result<()> {
        let mut unit = self.unit.borrow_mut();
        if !matches!(*unit, Unit::None) {
            return Err(Error::failed("a transaction is open already"));
        }
        *unit = Unit::Wanted;
        Ok(())
    }

    /// Makes the unit of work permanent.
    ///
    /// # Errors
    /// The database refuses (then nothing was changed), or the connection is lost.
    pub fn commit(&self) -> Result<()> {
        match self.unit.replace(Unit::None) {
            Unit::Open(connection) => {
                let spoilt = connection.spoilt.borrow().as_ref().map(spoilt_by);
                spoilt
                    .map_or_else(|| connection.command("commit"), Err)
                    .inspect_err(|_| {
                        connection.abandon("rollback");
                    })
            }
            Unit::None | Unit::Wanted => Ok(()),
        }
    }

    /// Whether the unit of work can still be committed.
    ///
    /// # Errors
    /// A statement in it failed, even if the caller went on.
    pub fn check_transaction(&self) -> Result<()> {
        match &*self.unit.borrow() {
            Unit::Open(connection) => connection.check(),
            Unit::None | Unit::Wanted => Ok(()),
        }
    }

    /// Takes the whole unit of work back.
    pub fn rollback(&self) {
        if let Unit::Open(connection) = self.unit.replace(Unit::None) {
            connection.abandon("rollback");
        }
    }

    /// Gives up all connections; the next statement makes a new one.
    pub fn disconnect(&self) {
        self.rollback();
        self.connections.forget();
    }

    /// Runs something that is taken back alone when it fails, inside the open unit of work.
    ///
    /// # Errors
    /// What `work` returns.
    pub fn savepoint<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let connection = self.connection()?;
        let name = self.fresh_name("step");
        connection.command(&format!("savepoint {name}"))?;
        match work() {
            Ok(value) => {
                connection.command(&format!("release savepoint {name}"))?;
                Ok(value)
            }
            Err(error) => {
                connection.back_to(&name);
                Err(error)
            }
        }
    }

    /// Runs something whose effects (settings too) are taken back in any case.
    fn undone<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let connection = self.connection()?;
        let name = self.fresh_name("look");
        connection.command(&format!("savepoint {name}"))?;
        let result = work(&connection);
        connection.back_to(&name);
        result
    }

    /// The connection for the next statement: the open transaction's, or any.
    fn connection(&self) -> Result<Connection> {
        let wanted = match &*self.unit.borrow() {
            Unit::Open(connection) => return Ok(connection.clone()),
            Unit::Wanted => true,
            Unit::None => false,
        };
        let connection = self.take()?;
        if !wanted {
            return Ok(connection);
        }
        let connection = match connection.command("begin") {
            Ok(()) => connection,
            // An idle connection may have been cut meanwhile (a server restart): a new one may do.
            Err(error) if error.kind == Kind::Unreachable => {
                drop(connection);
                self.connections.forget();
                let fresh = self.take()?;
                fresh.command("begin")?;
                fresh
            }
            Err(error) => return Err(error),
        };
        self.unit.replace(Unit::Open(connection.clone()));
        Ok(connection)
    }

    fn take(&self) -> Result<Connection> {
        Ok(Connection {
            pooled: Rc::new(RefCell::new(self.connections.take()?)),
            tls: self.server().parts().1,
            spoilt: Rc::default(),
        })
    }

    fn fresh_name(&self, kind: &str) -> String {
        self.names.set(self.names.get().wrapping_add(1));
        format!("{kind}_{}", self.names.get())
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

/// Parameters with the types they are sent as.
pub(super) fn typed(params: &[Value]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    params
        .iter()
        .map(|value| (value as &(dyn ToSql + Sync), codec::wire(value)))
        .collect()
}
