//! `:undo`: taking back the last entry that changed something, or any run.

use crate::error::Result;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let session = shell.signed_in()?;
    let run = match argument {
        "" => session.last_run()?.to_string(),
        run => run.to_owned(),
    };
    let run = session.run_record(&run)?;
    shell.printer.undo(&session, &run)
}
