//! `:sandbox`: from now on, nothing is kept unless it is said.

use crate::error::{Error, Result};
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, switch: &str) -> Result<()> {
    match (switch, shell.sandbox.is_on()) {
        ("off", true) => shell.leave_sandbox(),
        ("off", false) => return Err(not_there()),
        (_, false) => {
            shell.signed_in()?;
            shell.enter_sandbox();
        }
        (_, true) => shell.note("This is a sandbox already."),
    }
    Ok(())
}

pub(super) fn not_there() -> Error {
    Error::usage("this is no sandbox").hint(":sandbox begins one")
}
