//! `epic undo`: taking a run back.

use super::arguments::Trial;
use super::session;
use crate::config::Config;
use crate::error::Result;
use crate::shell::Printer;

/// Takes a run back, or shows what that would change.
pub(super) fn run(config: &Config, printer: &Printer, run: &str, trial: Trial) -> Result<()> {
    let open = session::resume(config)?;
    let run = open.session.run_record(run)?;
    if trial.dry_run {
        printer.dry_undo(&open.session, &run, trial.all)
    } else {
        printer.undo(&open.session, &run)
    }
}
