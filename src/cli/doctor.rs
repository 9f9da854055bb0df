//! `epic doctor` and `epic db status`: what is in order, what is wrong, what to do.

use crate::config::Config;
use crate::doctor::{self, Findings, State};
use crate::error::Result;
use crate::render::Format;
use crate::shell::{self, Printer};
use std::time::Instant;

/// `epic doctor`; says with what code the process ends.
pub(super) fn run(config: &Config, printer: &Printer) -> Result<u8> {
    let since = Instant::now();
    show(&doctor::all(config), printer, since)
}

/// `epic db status`; the same.
pub(super) fn status(config: &Config, printer: &Printer) -> Result<u8> {
    let since = Instant::now();
    show(&doctor::of_the_database(config)?, printer, since)
}

fn show(found: &Findings, printer: &Printer, since: Instant) -> Result<u8> {
    let wrong = found.count(State::Wrong);
    if printer.format == Format::Table {
        printer.text(&found.lines().join("\n"))?;
        if wrong > 0 && !printer.quiet {
            let verb = if wrong == 1 { "is" } else { "are" };
            shell::say(format!("{wrong} {verb} wrong"));
        }
    } else {
        printer.rows(&found.rows(), since)?;
    }
    Ok(u8::from(wrong > 0))
}
