//! `:sql`, and SQL as it is typed: one transaction, whether one statement or several.

use super::statement_end::{End, split};
use super::watch;
use crate::error::Result;
use crate::render::Format;
use crate::script::Outcome;
use crate::shell::destination::Destination;
use crate::shell::printer::{Printer, Shown};
use crate::shell::state::Shell;
use crate::store::sql_text;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, text: &str) -> Result<()> {
    let (text, end) = split(text)?;
    if sql_text::statements(text).next().is_none() {
        return Ok(()); // comments alone
    }
    if let End::Watch(seconds) = end {
        return watch::watch(shell, seconds, &format!(":sql {text}"));
    }
    shell.signed_in()?;
    let mut printer = shell.printer.clone();
    if end == End::Vertical {
        printer.format = Format::Vertical;
    }
    // Nothing is held while somebody reads: only the last result may be longer than the screen.
    let mut at_once = printer.clone();
    at_once.destination = Destination::Stdout;
    let since = Instant::now();
    shell.evaluated(
        |interpreter| interpreter.run_sql(text, |outcome| show(&at_once, outcome, since)?.finish()),
        |_, outcome, since| show(&printer, outcome, since),
    )
}

fn show(printer: &Printer, outcome: Outcome, since: Instant) -> Result<Shown> {
    match outcome {
        Outcome::Rows(rows) => printer.first_rows(rows, since),
        outcome => printer.show(outcome, since),
    }
}
