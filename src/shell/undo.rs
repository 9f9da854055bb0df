//! How taking a run back is shown, at the prompt and on the command line.

use super::printer::Printer;
use crate::api::{RunRecord, Session};
use crate::error::Result;
use crate::script::Outcome;
use std::time::Instant;

impl Printer {
    /// Takes a run back, and says what that changed.
    ///
    /// # Errors
    /// As [`Session::undo`]; or standard output can't be written.
    pub fn undo(&self, session: &Session, run: &RunRecord) -> Result<()> {
        let since = Instant::now();
        let undo = session.undo(run.id)?;
        let done = format!("run {} undone: {}", run.short_id(), undo.counts());
        let mut hints = undo.notes().to_vec();
        let id = undo.id().map(|id| id.to_string());
        hints.extend(id.map(|id| format!("to get it again: epic undo {}", &id[..8])));
        undo.commit()?;
        self.show(Outcome::Message(done), since)?.finish()?;
        for hint in &hints {
            self.hint(hint);
        }
        Ok(())
    }

    /// Shows what taking a run back would change, all of it or the first rows, and keeps nothing.
    ///
    /// # Errors
    /// As [`Printer::undo`].
    pub fn dry_undo(&self, session: &Session, run: &RunRecord, all: bool) -> Result<()> {
        let undo = session.undo(run.id)?;
        let shown = self.would_change(Some(&undo.changes()?), &[], all)?;
        let notes = undo.notes().to_vec();
        undo.end_dry(); // whoever reads long holds no rows
        shown.finish()?;
        for note in &notes {
            self.hint(note);
        }
        Ok(())
    }
}
