//! Transactions: a unit of work that is kept or rolled back as a whole, and steps within it.

use super::connection::Connection;
use super::database::{Database, Unit};
use crate::error::{Error, Kind, Result};

impl Database {
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
        self.begin_as(Unit::Wanted)
    }

    pub(super) fn begin_as(&self, kind: Unit) -> Result<()> {
        let mut unit = self.unit.borrow_mut();
        if !matches!(*unit, Unit::None) {
            return Err(Error::failed("a transaction is open already"));
        }
        *unit = kind;
        self.is_beside.set(false);
        Ok(())
    }

    /// Makes the unit of work permanent.
    ///
    /// # Errors
    /// The database refuses (then nothing was changed), or the connection is lost.
    pub fn commit(&self) -> Result<()> {
        let Unit::Open(connection) = self.unit.replace(Unit::None) else {
            return Ok(());
        };
        let ready = connection.check().and_then(|()| connection.transaction());
        let transaction = ready.inspect_err(|_| connection.abandon("rollback"))?;
        match connection.command("commit") {
            Ok(()) => {
                connection.restore();
                Ok(())
            }
            Err(error) if connection.is_over() || error.kind == Kind::Unreachable => {
                drop(connection);
                self.after_lost_commit(error, transaction.as_ref())
            }
            Err(error) => {
                connection.abandon("rollback");
                Err(error)
            }
        }
    }

    /// Whether the unit of work can still be committed.
    ///
    /// # Errors
    /// A statement in it failed, even if the caller went on.
    pub fn check_transaction(&self) -> Result<()> {
        match &*self.unit.borrow() {
            Unit::Open(connection) => connection.check(),
            Unit::None | Unit::Wanted | Unit::Reading | Unit::Beside(_) => Ok(()),
        }
    }

    /// Whether the connection of the open unit of work is gone, and all that was done in it with it.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(&*self.unit.borrow(), Unit::Open(connection) if connection.is_over())
    }

    /// Takes the whole unit of work back.
    pub fn rollback(&self) {
        if let Unit::Open(connection) = self.unit.replace(Unit::None) {
            connection.abandon("rollback");
        }
    }

    /// Runs something that is rolled back alone when it fails, inside the open unit of work.
    ///
    /// # Errors
    /// What `work` returns.
    pub fn savepoint<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let step = self.begin_step()?;
        match work() {
            Ok(value) => step.release().map(|()| value),
            Err(error) => {
                step.rollback();
                Err(error)
            }
        }
    }

    /// Begins a step of the open unit of work: it can be rolled back alone.
    ///
    /// # Errors
    /// The connection is lost, or the unit of work is aborted.
    pub fn begin_step(&self) -> Result<Step> {
        let connection = self.connection()?;
        let name = self.fresh_name("step");
        connection.command(&format!("savepoint {name}"))?;
        Ok(Step { connection, name })
    }

    /// Runs something whose effects (settings too) are rolled back in any case.
    pub(super) fn undone<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let connection = self.connection_to_read()?;
        let name = self.fresh_name("look");
        connection.command(&format!("savepoint {name}"))?;
        let result = work(&connection);
        connection.back_to(&name);
        result
    }
}

/// A step of a unit of work: a savepoint. Steps within each other end in the opposite order.
pub struct Step {
    connection: Connection,
    name: String,
}

impl Step {
    /// Makes the step a part of its unit of work.
    ///
    /// # Errors
    /// A statement in it failed, or the connection is lost.
    pub fn release(self) -> Result<()> {
        self.connection
            .command(&format!("release savepoint {}", self.name))
    }

    /// Rolls the step back.
    pub fn rollback(self) {
        self.connection.back_to(&self.name);
    }
}
