//! A unit of work: an entry that was evaluated, and what becomes of it.

use super::outcome::Outcome;
use crate::api::{Changes, Transaction};
use crate::error::Result;
use crate::host::Host;
use std::rc::Rc;

/// An entry that was evaluated. What it changed is kept by [`Run::finish`], and rolled back when this is dropped.
pub struct Run {
    pub(super) outcome: Outcome,
    /// What to know about the outcome.
    pub(super) hint: Option<String>,
    pub(super) host: Rc<dyn Host>,
    /// None when nobody is signed in.
    pub(super) open: Option<Transaction>,
}

impl Run {
    /// What it would change if it were kept now; nothing when nobody is signed in.
    ///
    /// # Errors
    /// The database can't be reached.
    pub fn changes(&self) -> Result<Option<Changes>> {
        self.open.as_ref().map(Transaction::changes).transpose()
    }

    /// What would happen outside of the database if it were kept now.
    #[must_use]
    pub fn effects(&self) -> Vec<String> {
        let effects = self.open.as_ref().map(Transaction::effects);
        effects.unwrap_or_default()
    }

    /// Hands the outcome to `show`, and keeps what was changed. Rows that are still in the database are read inside
    /// the transaction.
    ///
    /// # Errors
    /// What `show` returns; the database refuses, or the connection is lost. Then nothing is kept.
    pub fn finish<T>(self, show: impl FnOnce(Outcome) -> Result<T>) -> Result<T> {
        let shown = show(self.outcome)?;
        if let Some(hint) = &self.hint {
            self.host.tell(hint);
        }
        if let Some(lag) = self.open.as_ref().and_then(Transaction::lag) {
            self.host.tell(&lag);
        }
        self.open.map_or(Ok(()), Transaction::commit)?;
        Ok(shown)
    }
}
