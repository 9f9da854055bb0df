//! Units of work that only read, and are done by a standby where there is one.

use super::database::{Database, Unit};
use super::replica::Replica;
use super::row::Row;
use super::standing::{Place, Standing};
use crate::error::Result;
use crate::value::Value;

const PLACE: &str = "select pg_current_wal_insert_lsn()::text";

impl Database {
    /// Begins a unit of work that only reads. Where there is a standby that has the last change of ours, it reads there.
    ///
    /// # Errors
    /// One is open already.
    pub fn begin_reading(&self) -> Result<()> {
        let has_replica = self.has_replica();
        self.begin_as(if has_replica {
            Unit::Reading
        } else {
            Unit::Wanted
        })
    }

    /// Decides where a unit of work reads, before its first statement.
    pub(super) fn settle(&self) {
        if !matches!(*self.unit.borrow(), Unit::Reading) || self.is_closed() {
            return;
        }
        let ready = self.replica.as_ref().and_then(Replica::ready);
        self.is_beside.set(ready.is_some());
        self.unit.replace(ready.map_or(Unit::Wanted, Unit::Beside));
    }

    /// Whether there is a standby that may read.
    #[must_use]
    pub fn has_replica(&self) -> bool {
        self.replica.is_some()
    }

    /// Whether the unit of work that is open, or the last one, was done by the standby.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        self.is_beside.get()
    }

    /// The standby's name, and how it stood when the last unit of work began there; nothing when that was done elsewhere.
    #[must_use]
    pub fn standing(&self) -> Option<(String, Standing)> {
        let replica = self.replica.as_ref().filter(|_| self.is_beside())?;
        Some((replica.server().label(), replica.standing()?))
    }

    /// The standby's name, and how it stands now; nothing when there is none.
    ///
    /// # Errors
    /// It can't be reached, or refuses the session.
    pub fn ask_replica(&self) -> Option<(String, Result<Standing>)> {
        let replica = self.replica.as_ref()?;
        let standing = replica.asked().map(|(_, standing)| standing);
        Some((replica.server().label(), standing))
    }

    /// The standby by itself; nothing when there is none.
    #[must_use]
    pub fn beside(&self) -> Option<Self> {
        let replica = self.replica.as_ref()?;
        Some(Self::new(replica.server().clone()))
    }

    /// Runs a query at the standby, whatever becomes of it.
    pub fn query_beside(&self, sql: &str) {
        if let Some(replica) = &self.replica {
            replica.query(sql);
        }
    }

    /// From now on the standby reads only when it has what was changed up to here.
    pub fn must_see(&self, place: Place) {
        if let Some(replica) = &self.replica {
            replica.must_have(place);
        }
    }

    /// Where the log of changes has come by now.
    ///
    /// # Errors
    /// As [`Database::query`].
    pub fn place(&self) -> Result<Option<Place>> {
        let rows = self.query(PLACE, &[])?;
        Ok(match Row::first_value(&rows)? {
            Some(Value::Text(text)) => Place::read(&text),
            _ => None,
        })
    }
}
