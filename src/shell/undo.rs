//! How taking a run back is shown, at the prompt and on the command line.

use super::printer::Printer;
use crate::api::{RunRecord, Session};
use crate::error::Result;
use crate::script::Outcome;
use std::time::Instant;

impl Printer {
    /// Takes a run back and says what that changed; or, dry, shows it and keeps nothing.
    ///
    /// # Errors
    /// As [`Session::undo`]; or standard output can't be written.
    pub fn undo(&self, session: &Session, run: &RunRecord, dry: bool, all: bool) -> Result<()> {
        let since = Instant::now();
        let undo = session.undo(run.id)?;
        if dry {
            self.would_change(Some(&undo.changes()?), &[], all)?;
            return undo.end_dry();
        }
        let counts = undo.changes()?.counts.to_string();
        let id = undo.id();
        let notes = undo.notes().to_vec();
        undo.commit()?;
        let done = format!("run {} undone: {counts}", run.short_id());
        self.show(Outcome::Message(done), since)?;
        for note in notes {
            self.hint(&note);
        }
        if let Some(id) = id {
            self.hint(&format!("to get it again: epic undo {}", &id.to_string()[..8]));
        }
        Ok(())
    }
}
