//! Saved scripts: one declaration is flags, help, questions, checks and constants; where scripts and modules are; and
//! what a script touches is known before it runs.

mod checks;
mod chores;
mod completions;
mod headers;
mod modules;
mod parameters;
mod places;
mod prompts;
mod reports;
mod shipped;

use crate::harness::Said;

/// The rows of csv, as texts.
#[track_caller]
fn rows(said: &Said) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(said.ok().as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}
