//! `:timing`: whether each entry says how long it took: the database, the script, the drawing.

use crate::error::Result;
use crate::shell::state::Shell;

#[allow(clippy::unnecessary_wraps)] // all commands have one type
pub(super) fn run(shell: &mut Shell<'_>, switch: &str) -> Result<()> {
    shell.timing = match switch {
        "on" => true,
        "off" => false,
        _ => !shell.timing,
    };
    let state = if shell.timing { "on" } else { "off" };
    shell.note(&format!("timing is {state}"));
    Ok(())
}
