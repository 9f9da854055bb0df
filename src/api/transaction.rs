//! Transactions of a session: all or nothing, and the news after a commit.

use super::news::News;
use super::session::Session;
use crate::error::{self, Result};
use crate::store::{Database, Step};
use std::rc::Rc;

/// A unit of work that is open. It is kept by [`Transaction::commit`], and rolled back when it is dropped.
pub struct Transaction {
    session: Session,
    /// What the session had seen before.
    state: u64,
    /// How many effects waited for the commit before.
    effects: usize,
    kind: Kind,
}

enum Kind {
    /// The whole transaction.
    Whole,
    /// A savepoint in another one.
    Step(Step),
    Ended,
}

impl Transaction {
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// What is to be known of a result that a standby gave, which has not all that its primary has.
    #[must_use]
    pub fn lag(&self) -> Option<String> {
        let (standby, standing) = match self.kind {
            Kind::Whole => self.session.database().standing()?,
            Kind::Step(_) | Kind::Ended => return None,
        };
        let lag = standing.lag()?;
        Some(format!("this is from {standby}, a standby: {lag}"))
    }

    /// Keeps what was changed, and does what waited for that.
    ///
    /// # Errors
    /// The database refuses, a statement failed before, or the connection is lost. Then nothing is kept. Something that
    /// waited for the commit fails: then what was changed is kept.
    pub fn commit(mut self) -> Result<()> {
        match std::mem::replace(&mut self.kind, Kind::Ended) {
            Kind::Whole => self.session.commit(self.session.state() != self.state),
            Kind::Step(step) => step.release(),
            Kind::Ended => Ok(()),
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        match std::mem::replace(&mut self.kind, Kind::Ended) {
            Kind::Whole => {
                self.session.database().rollback();
                self.session.forget_effects(0);
            }
            Kind::Step(step) => {
                step.rollback();
                self.session.forget_effects(self.effects);
                // What relations read within it is old too.
                self.session.note_change();
            }
            Kind::Ended => {}
        }
    }
}

impl Session {
    /// Runs work as one transaction: all or nothing. Inside another, it is a savepoint.
    ///
    /// # Errors
    /// What `work` returns; then nothing it changed is kept.
    pub fn transaction<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let open = self.begin()?;
        let value = work()?;
        open.commit()?;
        Ok(value)
    }

    /// Begins a unit of work. Inside another, it is a savepoint.
    ///
    /// # Errors
    /// The connection is lost, or the unit of work around it is aborted.
    pub fn begin(&self) -> Result<Transaction> {
        self.begin_by(Database::begin)
    }

    /// Begins a unit of work that only reads, as far as is known: where there is a standby, it reads there, and refuses
    /// any change. Inside another, it is a savepoint.
    ///
    /// # Errors
    /// As [`Session::begin`].
    pub fn begin_reading(&self) -> Result<Transaction> {
        self.begin_by(|database| {
            if self.has_standby() && self.sees_last_change() {
                database.begin_reading()
            } else {
                database.begin()
            }
        })
    }

    fn begin_by(&self, begin: impl FnOnce(&Database) -> Result<()>) -> Result<Transaction> {
        let kind = if self.database().in_transaction() {
            let step = self.database().begin_step();
            Kind::Step(step.map_err(|error| self.refine(error))?)
        } else {
            begin(self.database())?;
            self.note_change();
            Kind::Whole
        };
        Ok(Transaction {
            session: self.clone(),
            state: self.state(),
            effects: self.effects_waiting(),
            kind,
        })
    }

    /// Begins a unit of work that only reads: the database refuses any change.
    ///
    /// # Errors
    /// As [`Session::begin`].
    pub fn begin_to_read(&self) -> Result<Transaction> {
        let open = self.begin_reading()?;
        self.database().only_read()?;
        Ok(open)
    }

    /// Commits, and sends the news to the subscriber.
    fn commit(&self, may_be_changed: bool) -> Result<()> {
        let tell = self.0.on_committed.borrow().clone();
        let is_beside = self.is_beside();
        let may_be_changed = may_be_changed && !is_beside;
        let tell = tell.filter(|_| may_be_changed);
        let news = tell.as_ref().map(|_| self.news()).unwrap_or_default();
        let committed = self.database().commit();
        if let Err(error) = committed {
            self.forget_effects(0);
            if self.has_standby() && error.kind == error::Kind::Unreachable {
                self.note_last_change(None); // it may have been kept after all
            }
            return Err(self.refine(error));
        }
        if is_beside {
            self.cut_ended_beside();
        } else {
            self.cut_ended(may_be_changed);
        }
        if let Some(tell) = tell {
            for news in &news {
                tell(news);
            }
        }
        self.act()
    }

    /// Subscribes to the news of each transaction of this session, after its commit. Only then are
    /// transactions that may have changed something asked for it.
    pub fn on_committed(&self, tell: impl Fn(&News) + 'static) {
        self.0.on_committed.replace(Some(Rc::new(tell)));
    }

    /// Whether the open transaction can still be committed.
    ///
    /// # Errors
    /// It can't: a statement in it failed, even if the script went on.
    pub fn check_transaction(&self) -> Result<()> {
        self.database().check_transaction()
    }

    /// Which state of the data this session has seen last.
    #[must_use]
    pub fn state(&self) -> u64 {
        self.0.state.get()
    }

    /// Something is about to change: what was read before counts as old.
    pub(super) fn note_change(&self) {
        self.0.state.set(self.0.state.get().wrapping_add(1));
    }
}
