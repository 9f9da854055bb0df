//! Transactions of a session: all or nothing, and what is told after a commit.

use super::news::News;
use super::session::Session;
use crate::error::Result;
use std::rc::Rc;

impl Session {
    /// Runs work as one transaction: all or nothing. Inside another, it is a savepoint.
    ///
    /// # Errors
    /// What `work` returns; then nothing it changed is kept.
    pub fn transaction<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.database().in_transaction() {
            // What relations read within a step that is taken back is old too.
            let step = self.database().savepoint(work);
            return step.inspect_err(|_| self.note_change());
        }
        self.database().begin()?;
        self.note_change();
        let state = self.state();
        match work() {
            Ok(value) => {
                self.commit(self.state() != state)?;
                Ok(value)
            }
            Err(error) => {
                self.database().rollback();
                Err(error)
            }
        }
    }

    /// Commits, and tells the news to whoever wants to know them.
    fn commit(&self, may_be_changed: bool) -> Result<()> {
        let tell = self.0.on_committed.borrow().clone();
        let tell = tell.filter(|_| may_be_changed);
        let news = tell.as_ref().map(|_| self.news()).unwrap_or_default();
        self.database()
            .commit()
            .map_err(|error| self.explain(error))?;
        self.cut_ended(may_be_changed);
        if let Some(tell) = tell {
            for news in &news {
                tell(news);
            }
        }
        Ok(())
    }

    /// Asks to be told what each transaction of this session made true, after its commit. Only then are
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
