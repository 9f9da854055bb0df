//! `:run`: a saved script with its parameters, or a file, evaluated as one entry.

use crate::api::{Outcome, Script};
use crate::error::{Error, Result};
use crate::library::{self, Call, Found, Library};
use crate::script::{Interpreter, Run};
use crate::shell::Printer;
use crate::shell::state::Shell;
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use rustyline::completion::unescape;
use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

/// What `:run` runs, and what is written down of it.
pub(super) struct Chosen {
    /// What is written down.
    pub(super) script: Script,
    code: Code,
}

enum Code {
    /// A file, as if it were typed.
    Text(String),
    /// A saved script.
    Saved(Call),
}

impl Chosen {
    /// Runs it.
    pub(super) fn run(self, interpreter: &mut Interpreter) -> Result<Run> {
        match self.code {
            Code::Text(text) => interpreter.run(&text),
            Code::Saved(call) => interpreter.run_script(&call.script.text, call.arguments),
        }
    }
}

pub(super) fn run(shell: &mut Shell<'_>, written: &str) -> Result<()> {
    let aside = shell.aside()?;
    let Some(chosen) = choose(shell, written)? else {
        return Ok(());
    };
    drop(aside);
    // In a sandbox, it is a part of its run.
    let session = shell.session().filter(|_| !shell.sandbox.is_on());
    let recording = session.map(|session| session.record(&chosen.script));
    let recording = recording.transpose()?;
    let done = shell.evaluated(|interpreter| chosen.run(interpreter), Printer::show);
    if let Some(recording) = recording {
        recording.end(Outcome::of(&done), None);
    }
    done
}

/// What is to run; nothing when its help was asked for.
pub(super) fn choose(shell: &Shell<'_>, written: &str) -> Result<Option<Chosen>> {
    let parts = written.split_once(char::is_whitespace);
    let (name, rest) = parts.unwrap_or((written, ""));
    let file = path(written, std::env::home_dir());
    if Library::may_be_named(name) && !file.is_file() {
        return saved(shell, shell.library.find(name)?, rest);
    }
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Error::failed(format!("'{}' can't be read: {error}", file.display())))?;
    Ok(Some(Chosen {
        script: Script::new(file.display().to_string(), &text),
        code: Code::Text(text),
    }))
}

/// A saved script with its parameters.
fn saved(shell: &Shell<'_>, found: Found, written: &str) -> Result<Option<Chosen>> {
    let script = found.script;
    let header = script.header(&shell.library.reserved)?;
    let command = library::run_command(Command::new("run"), &script, &header)
        .no_binary_name(true)
        .color(clap::ColorChoice::Never)
        .override_usage(format!(":run {} [PARAMETERS]", script.name));
    let (matches, wrong) = match library::read(&command, &header, &words(written)?, 0) {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::DisplayHelp => {
            let help = error.to_string();
            return shell.printer.text(help.trim_end()).map(|()| None);
        }
        Err(error) => {
            let said = error.to_string();
            let first = said.lines().next().unwrap_or_default();
            let wrong = Error::usage(first.trim_start_matches("error: "));
            let wrong = match error.get(ContextKind::SuggestedArg) {
                Some(ContextValue::String(near)) => wrong.hint(format!("did you mean '{near}'?")),
                _ => wrong,
            };
            return Err(wrong.hint(format!("see: :run {} --help", script.name)));
        }
    };
    let mut given = library::given(&header, &matches);
    given.wrong = wrong;
    let session = shell.signed_in()?;
    let environment = |name: &str| std::env::var(name).ok();
    let call = Call::new(
        script,
        &header,
        &given,
        &session,
        &*shell.host,
        &environment,
    )?;
    Ok(Some(Chosen {
        script: call.record(),
        code: Code::Saved(call),
    }))
}

/// The words of a line: with spaces between them, and quotes around those that have some.
fn words(line: &str) -> Result<Vec<OsString>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (letter, quote) {
            (letter, Some(open)) if letter == open => quote = None,
            (letter, Some(_)) => word.get_or_insert_default().push(letter),
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (letter, None) if letter.is_whitespace() => words.extend(word.take()),
            (letter, None) => word.get_or_insert_default().push(letter),
        }
    }
    if let Some(open) = quote {
        return Err(Error::usage(format!("a {open} is not closed")));
    }
    words.extend(word);
    Ok(words.into_iter().map(OsString::from).collect())
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

    #[test]
    fn words_may_be_in_quotes() {
        let words = |line| words(line).map_err(|error| error.message);
        assert_eq!(
            words("--since 'next monday'  --x=\"\" b").unwrap(),
            ["--since", "next monday", "--x=", "b"]
        );
        assert_eq!(words("it's").unwrap_err(), "a ' is not closed");
    }
}
