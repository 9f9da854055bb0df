//! `epic run`: a saved script. The command line is read twice: to find the script, and, when its flags are known, as
//! a whole.

use super::arguments::{Arguments, Command, Fate, Options, Trial};
use super::evaluate;
use super::library::library;
use super::session::{self, Open};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::library::{self, Call, Given, Header, Script, Wrong};
use crate::shell::Console;
use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser};
use std::ffi::OsString;
use std::path::Path;

/// What was chosen to run: a script, and what was given for its parameters.
pub(super) struct Chosen {
    script: Script,
    header: Header,
    given: Given,
    /// Where others of the same name are.
    shadows: Vec<String>,
}

/// Why nothing is run.
pub(super) enum Stopped {
    /// Clap has help to show, or says what is wrong.
    Said(Box<clap::Error>),
    /// Something failed.
    Failed(Box<Error>),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(Box::new(error))
    }
}

impl From<clap::Error> for Stopped {
    fn from(error: clap::Error) -> Self {
        Self::Said(Box::new(error))
    }
}

/// Finds the script that is to run, and reads the command line again, now that its flags are known.
pub(super) fn choose(
    words: &[OsString],
    arguments: &mut Arguments,
) -> std::result::Result<Option<Chosen>, Stopped> {
    let Some(Command::Run {
        script,
        help,
        trial,
        ..
    }) = &mut arguments.command
    else {
        return Ok(None);
    };
    let Some(name) = script.clone() else {
        if *help {
            return Err(help_of_run().into());
        }
        let error = Error::usage("which script?");
        return Err(error
            .hint("epic run NAME, or a file; see: epic scripts")
            .into());
    };
    if name == evaluate::STDIN {
        return Ok(None);
    }
    let config = Config::load(arguments.options.profile.as_deref())?;
    let library = library(&config);
    let found = library.find(&name)?;
    let header = found.script.header(&library.reserved)?;
    let run = Trial::augment_args(clap::Command::new("run"));
    let run = library::run_command(run, &found.script, &header);
    let run = run.arg(Arg::new("script").hide(true));
    let command = Arguments::command().mut_subcommand("run", |_| run);
    // The first of them is the program's name.
    let (matches, wrong) = library::read(&command, &header, words, 1)?;
    let Some(matches) = matches.subcommand_matches("run") else {
        return Ok(None);
    };
    arguments.options = Options::from_arg_matches(matches)?;
    *trial = Trial::from_arg_matches(matches)?;
    let mut given = library::given(&header, matches);
    given.wrong = wrong;
    Ok(Some(Chosen {
        script: found.script,
        header,
        given,
        shadows: found.shadows.iter().map(library::Place::folder).collect(),
    }))
}

/// The help of `run` without a script.
fn help_of_run() -> clap::Error {
    let help = Arguments::try_parse_from(["epic", "help", "run"]);
    help.err().unwrap_or_else(|| {
        Arguments::command().error(clap::error::ErrorKind::MissingSubcommand, "")
    })
}

/// Runs what was chosen; without, what comes by standard input.
pub(super) fn run(
    config: &Config,
    console: &Console,
    chosen: Option<Chosen>,
    trial: Trial,
) -> Result<u8> {
    let Some(chosen) = chosen else {
        let stdin = Path::new(evaluate::STDIN);
        let fate = Fate {
            trial,
            sandbox: false,
        };
        return evaluate::any(config, console, None, Some(stdin), fate);
    };
    let Chosen {
        script,
        header,
        given,
        shadows,
    } = chosen;
    let open = session::resume(config).map_err(|error| {
        if given.wrong.is_empty() {
            error
        } else {
            Wrong::error(&script.name, &given.wrong)
        }
    })?;
    let Open {
        session,
        account: _here,
    } = open;
    session.get_ready();
    if !shadows.is_empty() {
        console.printer.hint(&format!(
            "this is {}; there is another in: {}",
            script.label(),
            shadows.join(", ")
        ));
    }
    let environment = |name: &str| std::env::var(name).ok();
    let call = Call::new(script, &header, &given, &session, console, &environment)?;
    evaluate::call(config, session, console, call, trial)
}
