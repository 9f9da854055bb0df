//! `:changes`: what the sandbox changed so far.

use super::sandbox::not_there;
use crate::error::Result;
use crate::shell::sandbox::Sandbox;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, all: &str) -> Result<()> {
    let printer = &shell.printer;
    let shown = match &shell.sandbox {
        Sandbox::Off => return Err(not_there()),
        Sandbox::Empty => printer.no_changes()?,
        Sandbox::Open(open) => {
            open.look(|changes, effects| printer.changed_so_far(changes, effects, !all.is_empty()))?
        }
    };
    shown.finish()
}
