//! `:format`: how results are written.

use crate::error::Result;
use crate::render::Format;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, name: &str) -> Result<()> {
    if !name.is_empty() {
        shell.printer.format = name.parse()?;
        return Ok(());
    }
    shell.printer.text(&format!(
        "{} (there are {})",
        shell.printer.format,
        Format::names().join(", ")
    ))
}
