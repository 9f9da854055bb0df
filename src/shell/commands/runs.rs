//! `:runs`: what was run, and what a run changed.

use crate::api::{LIMIT, Wanted};
use crate::error::Result;
use crate::shell::state::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let since = Instant::now();
    let session = shell.signed_in()?;
    let words: Vec<&str> = argument.split_whitespace().collect();
    if let ["show", id, rest @ ..] = words.as_slice() {
        return shell.printer.run(&session, id, !rest.is_empty());
    }
    let wanted = Wanted {
        most: Some(argument.parse().unwrap_or(LIMIT)),
        ..Wanted::default()
    };
    shell.printer.runs(&session, &wanted, ":runs", since)
}
