//! `:run`: a file, evaluated as one entry.

use crate::error::{Error, Result};
use crate::shell::repl::Shell;
use rustyline::completion::unescape;

pub(super) fn run(shell: &mut Shell<'_>, file: &str) -> Result<()> {
    // Completion writes a space in a name as `\ `.
    let file = unescape(file, Some('\\'));
    let text = std::fs::read_to_string(&*file)
        .map_err(|error| Error::failed(format!("'{file}' can't be read: {error}")))?;
    shell.evaluate(&text)
}
