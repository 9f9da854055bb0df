//! `epic undo`: taking a run back.

use super::session;
use crate::config::Config;
use crate::error::Result;
use crate::shell::Printer;

/// Takes a run back, or shows what that would change.
pub(super) fn run(config: &Config, printer: &Printer, run: &str, dry: bool, all: bool) -> Result<()> {
    let open = session::resume(config)?;
    let run = open.session.run_record(run)?;
    printer.undo(&open.session, &run, dry, all)
}
