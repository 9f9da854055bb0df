//! Statements and transactions on a pool of connections.
//!
//! A [`Database`] runs each statement by itself until [`Database::begin`] opens a unit of work; then all
//! statements share one connection and one transaction, until it is committed or rolled back. Nothing
//! is sent before the first statement, so an entry that needs no data costs no round trip; and none is spent on
//! a transaction before a statement that needs one.

use super::background::Ahead;
use super::codec::typed;
use super::connection::Connection;
use super::connections::Connections;
use super::cursor::Cursor;
use super::reconnecting;
use super::replica::Replica;
use super::row::Row;
use super::server::Server;
use crate::error::{Error, Kind, Result};
use crate::value::Value;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// A database as one role sees it.
pub struct Database {
    connections: Arc<Connections>,
    /// What may read instead.
    pub(super) replica: Option<Replica>,
    /// Whether the last unit of work was done there.
    pub(super) is_beside: Cell<bool>,
    pub(super) unit: RefCell<Unit>,
    names: Cell<u32>,
    uses: Cell<u64>,
    /// Why nothing is sent any more.
    closed: RefCell<Option<Error>>,
    /// What is said in each transaction before it changes something.
    before_changes: RefCell<Option<String>>,
}

/// A query's text and its parameters.
pub type Query<'a> = (&'a str, &'a [Value]);

pub(super) enum Unit {
    /// Each statement is its own transaction.
    None,
    /// A transaction is wanted; the first statement opens it.
    Wanted,
    /// The same for one that only reads, which a standby may do.
    Reading,
    /// The standby does it, on this connection; no transaction is open there yet.
    Beside(Connection),
    /// A transaction is open on this connection.
    Open(Connection),
}

impl Database {
    /// A database; it connects when the first statement runs.
    #[must_use]
    pub fn new(server: Server) -> Self {
        Self {
            replica: server.replica().cloned().map(Replica::new),
            is_beside: Cell::new(false),
            connections: Arc::new(Connections::new(server)),
            unit: RefCell::new(Unit::None),
            names: Cell::new(0),
            uses: Cell::new(0),
            closed: RefCell::default(),
            before_changes: RefCell::default(),
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
        let answer = self.connection()?.query(sql, params);
        answer.map_err(|error| self.in_doubt(error))
    }

    /// Runs a query that only reads, and needs no transaction for it: as long as none is open, it runs by itself
    /// even in a unit of work. It sees the same there, since a transaction is `read committed`: what others
    /// commit is seen by the next statement.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn read(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        self.reading(|connection| connection.query(sql, params))
    }

    /// Runs two such queries by one round trip. `take` gets the rows of the first one while the second one runs, whose
    /// answer is returned.
    ///
    /// # Errors
    /// As [`Database::query`]. Nothing is repeated once the rows were taken.
    pub fn read_both(
        &self,
        queries: [Query<'_>; 2],
        take: &mut dyn FnMut(Vec<Row>),
    ) -> Result<Vec<Row>> {
        let take = RefCell::new(take);
        let both =
            |connection: &Connection| connection.query_both(queries, &mut **take.borrow_mut());
        self.reading(both).flatten()
    }

    fn reading<T>(&self, work: impl Fn(&Connection) -> Result<T>) -> Result<T> {
        self.settle();
        if let Unit::Open(connection) | Unit::Beside(connection) = &*self.unit.borrow() {
            return work(connection);
        }
        let (_, answer) = self.on_a_good_one(work)?;
        Ok(answer)
    }

    /// Begins a query in the background, outside any unit of work; nothing if that can't be done now.
    #[must_use]
    pub fn query_ahead(&self, sql: &'static str, params: Vec<Value>) -> Option<Ahead> {
        Ahead::begin(&self.connections, sql, params)
    }

    /// The same for a query with parameters that only reads; the server gives up soon.
    #[must_use]
    pub fn query_shortly(&self, sql: String, params: Vec<Value>) -> Option<Ahead> {
        Ahead::begin_short(&self.connections, sql, params)
    }

    /// Runs a statement and says how many rows it touched.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        let touched = self.connection()?.run(sql, async |client| {
            client.execute_typed(sql, &typed(params)).await
        });
        touched.map_err(|error| self.in_doubt(error))
    }

    /// A statement that is its own transaction may have been kept when its answer was lost.
    fn in_doubt(&self, mut error: Error) -> Error {
        if error.kind == Kind::Unreachable && !self.in_transaction() {
            error.hints = vec![
                "if it changed something, look whether that was kept before you run it again"
                    .to_owned(),
            ];
        }
        error
    }

    /// Runs statements that have no parameters and whose rows are of no interest.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.connection()?.command(sql)
    }

    /// Lets the open unit of work only read from now on: the database refuses any change.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn only_read(&self) -> Result<()> {
        self.connection_to_read()?
            .command("set transaction read only")
    }

    /// Opens a cursor that reads `batch` rows at a time.
    ///
    /// Within a transaction it lives as long as that; else it has one of its own.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn cursor(&self, sql: &str, params: &[Value], batch: u32) -> Result<Cursor> {
        let own = !self.in_transaction();
        let connection = self.connection_to_read()?;
        if own {
            connection.command("begin")?;
        }
        Cursor::open(connection, self.fresh_name("rows"), sql, params, batch, own)
    }

    /// Runs a query and hands its rows on as they come, while it runs: nothing else can be asked for meanwhile.
    ///
    /// # Errors
    /// As [`Database::query`]; what `take` returns, which ends it.
    pub fn each(
        &self,
        sql: &str,
        params: &[Value],
        take: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        self.connection_to_read()?.each(sql, params, take)
    }

    /// Gives up all connections; the next statement makes a new one.
    pub fn disconnect(&self) {
        self.rollback();
        self.connections.forget();
        if let Some(replica) = &self.replica {
            replica.forget_connections();
        }
    }

    /// Begins to connect again in the background, after a connection was lost; `tell` is called when that succeeded.
    pub fn reconnect(&self, tell: impl FnOnce() + Send + 'static) {
        reconnecting::begin(&self.connections, tell);
    }

    /// Gives up all connections for good: from now on every statement is refused with this error.
    pub fn close(&self, refusal: Error) {
        self.disconnect();
        self.closed.replace(Some(refusal));
    }

    /// The connection for the next statement, which may change something: the open transaction's, or any.
    pub(super) fn connection(&self) -> Result<Connection> {
        self.settle();
        if self.is_beside.get() {
            return self.connection_to_read(); // it refuses what changes something
        }
        let before = self.before_changes.borrow().clone();
        let connection = self.opened(|connection| connection.begin(before.as_deref()))?;
        connection.may_change()?;
        Ok(connection)
    }

    /// The connection for the next statement, which only reads.
    pub(super) fn connection_to_read(&self) -> Result<Connection> {
        self.settle();
        let before = self.before_changes.borrow().clone();
        self.opened(|connection| connection.begin_to_read(before.clone()))
    }

    /// From now on, a statement that each unit of work runs before its first change, outside of any step; it costs
    /// no round trip of its own when a unit of work begins by a change.
    pub fn before_changes(&self, statement: Option<String>) {
        self.before_changes.replace(statement);
    }

    fn opened(&self, begin: impl Fn(&Connection) -> Result<()>) -> Result<Connection> {
        let beside = match &*self.unit.borrow() {
            Unit::Open(connection) => return Ok(connection.clone()),
            Unit::Beside(connection) => Some(connection.clone()),
            Unit::Wanted | Unit::Reading => None,
            Unit::None => return self.take(),
        };
        let connection = match beside {
            Some(connection) => begin(&connection).map(|()| connection)?,
            None => self.on_a_good_one(begin)?.0,
        };
        self.unit.replace(Unit::Open(connection.clone()));
        Ok(connection)
    }

    /// Begins something on a connection that is not cut ([`Connection::good`]).
    pub(super) fn on_a_good_one<T>(
        &self,
        work: impl Fn(&Connection) -> Result<T>,
    ) -> Result<(Connection, T)> {
        Connection::good(&|| self.take(), &|| self.connections.forget(), &work)
    }

    /// How often a connection was needed: unchanged means that nothing was asked.
    pub(crate) fn uses(&self) -> u64 {
        self.uses.get()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.borrow().is_some()
    }

    pub(super) fn take(&self) -> Result<Connection> {
        self.uses.set(self.uses.get().wrapping_add(1));
        if let Some(refusal) = &*self.closed.borrow() {
            return Err(refusal.clone());
        }
        self.connections.take().map(Connection::of)
    }

    /// Gives up all connections that are idle.
    pub(super) fn forget_connections(&self) {
        self.connections.forget();
    }

    pub(super) fn fresh_name(&self, kind: &str) -> String {
        self.names.set(self.names.get().wrapping_add(1));
        format!("{kind}_{}", self.names.get())
    }
}
