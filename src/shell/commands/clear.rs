//! `:clear`: an empty screen.

use crate::error::Result;
use crate::shell::ask::unreadable;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    shell.editor.clear_screen().map_err(unreadable)
}
