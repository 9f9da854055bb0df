//! `:vertical`: each field of a row on a line of its own, or tables again.

use crate::error::Result;
use crate::render::Format;
use crate::shell::state::Shell;

#[allow(clippy::unnecessary_wraps)] // all commands have one type
pub(super) fn run(shell: &mut Shell<'_>, switch: &str) -> Result<()> {
    let format = match switch {
        "on" => Format::Vertical,
        "off" => Format::Table,
        _ if shell.printer.format == Format::Vertical => Format::Table,
        _ => Format::Vertical,
    };
    shell.printer.format = format;
    shell.note(&format!("the format is {format}"));
    Ok(())
}
