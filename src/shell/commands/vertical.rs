//! `:vertical`: each field of a row on a line of its own, always or where a table has no room for all, or tables again.

use crate::error::Result;
use crate::render::Format;
use crate::shell::state::Shell;

#[allow(clippy::unnecessary_wraps)] // all commands have one type
pub(super) fn run(shell: &mut Shell<'_>, switch: &str) -> Result<()> {
    let printer = &mut shell.printer;
    printer.vertical_if_wide = switch == "auto";
    let format = match switch {
        "on" => Format::Vertical,
        "off" | "auto" => Format::Table,
        _ if printer.format == Format::Vertical => Format::Table,
        _ => Format::Vertical,
    };
    printer.format = format;
    let auto = if printer.vertical_if_wide {
        ", or vertical where a line has no room for it"
    } else {
        ""
    };
    shell.note(&format!("the format is {format}{auto}"));
    Ok(())
}
