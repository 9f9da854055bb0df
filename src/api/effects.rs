//! What happens outside of the database waits for the commit: a file that is put in place, a message that is sent.

use super::session::Session;
use super::transaction::Transaction;
use crate::error::{Error, Result};

/// Something outside of the database that waits for the commit.
pub(super) struct Effect {
    /// What it does, as a dry run says it: `write friday.csv (12 rows)`.
    what: String,
    act: Box<dyn FnOnce() -> Result<()>>,
}

impl Session {
    /// Does something outside of the database after the open unit of work was committed, and not at all when it is
    /// rolled back; at once when none is open. `what` is said by a dry run, for example `write friday.csv (12 rows)`.
    ///
    /// # Errors
    /// What `act` returns, when no unit of work is open; else the commit does, which is kept nevertheless.
    pub fn after_commit(
        &self,
        what: impl Into<String>,
        act: impl FnOnce() -> Result<()> + 'static,
    ) -> Result<()> {
        if !self.database().in_transaction() {
            return act();
        }
        self.0.effects.borrow_mut().push(Effect {
            what: what.into(),
            act: Box::new(act),
        });
        Ok(())
    }

    /// How many effects wait.
    pub(super) fn effects_waiting(&self) -> usize {
        self.0.effects.borrow().len()
    }

    /// Forgets the effects that wait, but for the first ones.
    pub(super) fn forget_effects(&self, after: usize) {
        self.0.effects.borrow_mut().truncate(after);
    }

    /// Does all that waited for the commit, also when one of them fails.
    pub(super) fn act(&self) -> Result<()> {
        let effects = self.0.effects.take();
        let failed = effects.into_iter().filter_map(|effect| {
            let Effect { what, act } = effect;
            act().err().map(|error| (what, error))
        });
        match failed.collect::<Vec<_>>().into_iter().next() {
            None => Ok(()),
            Some((what, error)) => Err(Error {
                message: format!("{what}: {}", error.message),
                ..error.hint("what was changed in the database is kept")
            }),
        }
    }
}

impl Transaction {
    /// What would happen outside of the database if it were committed now.
    #[must_use]
    pub fn effects(&self) -> Vec<String> {
        let session = self.session();
        let waiting = session.0.effects.borrow();
        let mut effects: Vec<String> = waiting.iter().map(|effect| effect.what.clone()).collect();
        if session.0.on_committed.borrow().is_some() {
            let news = session.news().into_iter();
            effects.extend(news.map(|news| format!("report: {} ({})", news.what, news.count)));
        }
        effects
    }
}
