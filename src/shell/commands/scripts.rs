//! `:scripts`: the saved scripts that there are.

use crate::error::Result;
use crate::shell::state::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    let since = Instant::now();
    shell.printer.rows(&shell.library.table(), since)
}
