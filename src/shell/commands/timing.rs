//! `:timing`: whether each entry says how long it took.

use crate::error::Result;
use crate::shell::state::Shell;

#[allow(clippy::unnecessary_wraps)] // all commands have one type
pub(super) fn run(shell: &mut Shell<'_>, switch: &str) -> Result<()> {
    shell.printer.timing = match switch {
        "on" => true,
        "off" => false,
        _ => !shell.printer.timing,
    };
    let state = if shell.printer.timing { "on" } else { "off" };
    shell.note(&format!("timing is {state}"));
    Ok(())
}
