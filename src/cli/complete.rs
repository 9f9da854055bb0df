//! `epic complete`: what could follow on the command line of a command shell. The completions that `epic completions`
//! prints ask it for saved scripts: their names, their flags, and values of these.
//!
//! It is asked while somebody types: it says nothing of what fails, starts no server, and gives up soon.

use super::arguments::{Arguments, Command};
use super::library::library;
use super::session;
use crate::config::Config;
use crate::error::Result;
use crate::library::{Found, Header, Kind, Library, Parameter};
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

type Candidates = Vec<(String, String)>;

fn candidates(config: &Config, words: &[String]) -> Result<Candidates> {
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
            Some(name) => of_script(config, &library, name, typed, given)?,
            None => scripts(&library),
        },
        (None, Some([action, ..])) if ["show", "check"].contains(&action.as_str()) => {
            scripts(&library)
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

fn scripts(library: &Library) -> Candidates {
    let about = |name: &String| {
        let header = library
            .find(name)
            .ok()?
            .script
            .header(&library.reserved)
            .ok()?;
        Some(header.summary().to_owned())
    };
    let names = library.names().into_iter();
    names
        .map(|name| (name.clone(), about(&name).unwrap_or_default()))
        .collect()
}

fn of_script(
    config: &Config,
    library: &Library,
    name: &str,
    typed: &str,
    before: &[String],
) -> Result<Candidates> {
    let Found { script, .. } = library.find(name)?;
    let header = script.header(&library.reserved)?;
    if let Some((flag, begun)) = typed.split_once('=') {
        let Some(parameter) = by_flag(&header, flag) else {
            return Ok(Vec::new());
        };
        let values = values(config, parameter, begun)?;
        let whole = |(value, about)| (format!("{flag}={value}"), about);
        return Ok(values.into_iter().map(whole).collect());
    }
    let last = before.last().and_then(|word| by_flag(&header, word));
    match last.filter(|parameter| parameter.kind != Kind::Bool) {
        Some(parameter) => values(config, parameter, typed),
        None => Ok(flags(&header)),
    }
}

fn by_flag<'h>(header: &'h Header, flag: &str) -> Option<&'h Parameter> {
    let name = flag.strip_prefix("--")?;
    let mut parameters = header.parameters.iter();
    parameters.find(|parameter| parameter.flag() == name && !parameter.is_secret())
}

/// The flags of a script, then those of all.
fn flags(header: &Header) -> Candidates {
    let shown = header
        .parameters
        .iter()
        .filter(|parameter| !parameter.is_secret());
    let own = shown.map(|parameter| {
        let no = if parameter.is_on() { "no-" } else { "" };
        (
            format!("--{no}{}", parameter.flag()),
            parameter.about.clone(),
        )
    });
    let mut command = Arguments::command();
    command.build();
    let run = command.find_subcommand("run");
    let common = run
        .into_iter()
        .flat_map(clap::Command::get_arguments)
        .filter_map(|arg| {
            let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
            Some((format!("--{}", arg.get_long()?), about))
        });
    own.chain(common).collect()
}

/// The values that a parameter may have.
fn values(config: &Config, parameter: &Parameter, begun: &str) -> Result<Candidates> {
    let plain = |words: &[&str]| {
        words
            .iter()
            .map(|word| ((*word).to_owned(), String::new()))
            .collect()
    };
    Ok(match &parameter.kind {
        Kind::OneOf(words) => {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            plain(&words)
        }
        Kind::Date => plain(&["today", "yesterday", "tomorrow", "-7d", "-30d"]),
        Kind::Span => plain(&["7d", "14d", "30d", "90d"]),
        Kind::Row(kind) => {
            if config.database_url.is_none() && !place::embedded(config).status().running {
                return Ok(Vec::new());
            }
            let open = session::resume(config)?;
            let keys = open.session.keys(kind, begun, MOST)?;
            keys.into_iter().map(|key| (key, String::new())).collect()
        }
        _ => Vec::new(),
    })
}

/// Whether a command line asks what could follow: nothing is said of what fails then.
pub(super) fn is_asked(command: Option<&Command>) -> bool {
    matches!(command, Some(Command::Complete { .. }))
}
