//! `:run`: a file, evaluated as one entry.

use crate::api::{Outcome, Script};
use crate::error::{Error, Result};
use crate::shell::state::Shell;
use rustyline::completion::unescape;
use std::borrow::Cow;
use std::path::PathBuf;

pub(super) fn run(shell: &mut Shell<'_>, written: &str) -> Result<()> {
    let (script, text) = read(written)?;
    let session = shell.session();
    let recording = session.map(|session| session.record(&script)).transpose()?;
    let done = shell.evaluate(&text);
    if let Some(recording) = recording {
        recording.end(Outcome::of(&done), None);
    }
    done
}

/// A script and its text.
pub(super) fn read(written: &str) -> Result<(Script, String)> {
    let file = path(written, std::env::home_dir());
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Error::failed(format!("'{}' can't be read: {error}", file.display())))?;
    Ok((Script::new(file.display().to_string(), &text), text))
}

/// The file that was meant: in quotes, or as completion writes it, with `\ ` for a space.
fn path(written: &str, home: Option<PathBuf>) -> PathBuf {
    let quoted = ['"', '\'']
        .iter()
        .find_map(|quote| written.strip_prefix(*quote)?.strip_suffix(*quote));
    let plain = quoted.map_or_else(|| unescape(written, Some('\\')), Cow::Borrowed);
    match (plain.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) if quoted.is_none() => home.join(rest),
        _ => PathBuf::from(&*plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_file_is_named_as_in_other_shells() {
        let path = |written| path(written, Some("/home/marie".into()));
        for (written, meant) in [
            ("due.rhai", "due.rhai"),
            ("my\\ file.rhai", "my file.rhai"),
            ("my file.rhai", "my file.rhai"),
            ("\"my file.rhai\"", "my file.rhai"),
            ("'~/a\\b'", "~/a\\b"),
            ("~/due.rhai", "/home/marie/due.rhai"),
            ("~", "~"),
            ("\"", "\""),
        ] {
            assert_eq!(path(written), Path::new(meant), "{written}");
        }
    }
}
