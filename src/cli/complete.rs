//! `epic complete`: what could follow on the command line of a command shell. The completions that `epic completions`
//! prints ask it for saved scripts: their names, their flags, and values of these.
//!
//! It is asked while somebody types: it says nothing of what fails, starts no server, and gives up soon.

use super::arguments::{Arguments, Command};
use super::library::library;
use super::session;
use crate::config::Config;
use crate::error::Result;
use crate::library::{Following, Suggestion};
use crate::place;
use clap::CommandFactory;
use std::io::Write;
use std::thread;
use std::time::Duration;

/// How long it may take.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How many rows are offered.
const MOST: u64 = 100;
/// The options that take a value, which is no script.
const WITH_VALUE: [&str; 3] = ["--format", "--profile", "--out"];

/// Prints what could follow, a line each, with a description behind a tab.
///
/// # Errors
/// What could follow can't be found out.
pub(super) fn run(config: &Config, words: &[String]) -> Result<()> {
    thread::spawn(|| {
        thread::sleep(PATIENCE);
        std::process::exit(0);
    });
    let found = candidates(config, words)?;
    let mut lines = String::new();
    for (text, about) in found {
        lines.push_str(&text);
        lines.push('\t');
        lines.push_str(&about);
        lines.push('\n');
    }
    let mut out = std::io::stdout();
    // Whoever asked may be gone.
    let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
    Ok(())
}

fn candidates(config: &Config, words: &[String]) -> Result<Vec<Suggestion>> {
    let Some((typed, before)) = words.split_last() else {
        return Ok(Vec::new());
    };
    let library = library(config);
    let after = |word: &str| {
        let at = before.iter().position(|known| known == word)?;
        Some(&before[at + 1..])
    };
    let found = match (after("run"), after("scripts")) {
        (Some(given), _) => match script_in(given) {
            Some(name) => {
                let rows = |kind: &str, begun: &str| keys(config, kind, begun).unwrap_or_default();
                match library.following(name, typed, given, &rows)? {
                    Following::Flags(flags) => [flags, common_flags()].concat(),
                    Following::Values(values) => values,
                    Following::File => Vec::new(),
                }
            }
            None => library.suggested(),
        },
        (None, Some([action, ..])) if ["show", "check"].contains(&action.as_str()) => {
            library.suggested()
        }
        _ => Vec::new(),
    };
    let fits = |(text, _): &(String, String)| text.starts_with(typed.as_str());
    Ok(found.into_iter().filter(fits).collect())
}

/// The name of the script among the words after `run`.
fn script_in(words: &[String]) -> Option<&String> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if WITH_VALUE.contains(&word.as_str()) {
            words.next();
        } else if !word.starts_with('-') {
            return Some(word);
        }
    }
    None
}

/// The flags of all scripts.
fn common_flags() -> Vec<Suggestion> {
    let mut command = Arguments::command();
    command.build();
    let run = command.find_subcommand("run");
    let arguments = run.into_iter().flat_map(clap::Command::get_arguments);
    let flag = |arg: &clap::Arg| {
        let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
        Some((format!("--{}", arg.get_long()?), about))
    };
    arguments.filter_map(flag).collect()
}

/// Keys of rows, unless a server would have to be started for it.
fn keys(config: &Config, kind: &str, begun: &str) -> Result<Vec<String>> {
    if config.database_url.is_none() && !place::embedded(config).status().running {
        return Ok(Vec::new());
    }
    session::resume(config)?.session.keys(kind, begun, MOST)
}

/// Whether a command line asks what could follow: nothing is said of what fails then.
pub(super) fn is_asked(command: Option<&Command>) -> bool {
    matches!(command, Some(Command::Complete { .. }))
}
