//! `:format`: how results are written.

use crate::error::Result;
use crate::render::Format;
use crate::shell::repl::Shell;
use clap::ValueEnum;

pub(super) fn run(shell: &mut Shell<'_>, name: &str) -> Result<()> {
    if !name.is_empty() {
        shell.printer.format = name.parse()?;
        return Ok(());
    }
    shell.printer.text(&format!(
        "{} (there are {})",
        shell.printer.format,
        names().join(", ")
    ))
}

/// The names of all formats.
pub(in crate::shell) fn names() -> Vec<String> {
    Format::value_variants()
        .iter()
        .map(Format::to_string)
        .collect()
}
