//! Running code: the shell, `-e`, a file, standard input.

use super::arguments::{Fate, Trial};
use super::library::library;
use super::session::{self, Open};
use crate::account::Account;
use crate::api::{self, Counts, Script, Session};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::library::{Call, Library};
use crate::script::{Interpreter, Run};
use crate::shell::{self, Consent, Console, Destination, Printer};
use clap::CommandFactory;
use std::io::IsTerminal;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

/// The name of standard input, as a file.
pub(super) const STDIN: &str = "-";

/// Runs what was asked for; without code and file, the shell.
pub(super) fn any(
    config: &Config,
    console: &Console,
    code: Option<String>,
    file: Option<&Path>,
    fate: Fate,
) -> Result<u8> {
    let stdin = Path::new(STDIN);
    let piped = file.is_none() && code.is_none() && !std::io::stdin().is_terminal();
    let (code, script) = match (code, file) {
        (Some(code), _) => (code, None),
        (None, Some(path)) if path != stdin => {
            let text = read(path)?;
            let script = Script::new(path.display().to_string(), &text);
            (text, Some(script))
        }
        (None, None) if !piped && fate.trial.dry_run => return Err(nothing_to_try()),
        (None, None) if !piped && console.printer.destination.is_file() => {
            return Err(nothing_to_write());
        }
        (None, None) if !piped => return interactive(config, console, fate.sandbox),
        (None, _) => (session::all_of_stdin()?, None),
    };
    let trial = fate.of_code()?;
    let open = session::resume(config)?;
    // The interpreter takes as long to make as the database to answer.
    open.session.get_ready();
    match script {
        Some(script) => {
            let library = library(config);
            recorded(
                open.session,
                library,
                console,
                trial,
                &script,
                |interpreter| interpreter.run(&code),
            )
        }
        None => run(config, open.session, console, &code, trial),
    }
}

/// Runs a saved script with its arguments.
pub(super) fn call(
    config: &Config,
    session: Session,
    console: &Console,
    call: Call,
    trial: Trial,
) -> Result<u8> {
    let script = call.record();
    recorded(
        session,
        library(config),
        console,
        trial,
        &script,
        |interpreter| interpreter.run_script(&call.script.text, call.arguments),
    )
}

/// Evaluates as [`run`] does, and writes down how that went.
fn recorded(
    session: Session,
    library: Library,
    console: &Console,
    trial: Trial,
    script: &Script,
    work: impl FnOnce(&mut Interpreter) -> Result<Run>,
) -> Result<u8> {
    let recording = session.record(script)?;
    let done = evaluated(session, library, console, trial, work);
    match &done {
        Ok((_, Some(counts))) => recording.end(api::Outcome::Dry, Some(counts)),
        Ok((_, None)) if trial.dry_run => recording.end(api::Outcome::Dry, None),
        done => recording.end(api::Outcome::of(done), None),
    }
    done.map(|(code, _)| code)
}

/// A dry run of the shell.
pub(super) fn nothing_to_try() -> Error {
    Error::usage("there is no code to try").hint("give a file, or -e CODE")
}

/// The shell, whose results are to go to a file.
fn nothing_to_write() -> Error {
    Error::usage("there is no code whose result could be written").hint("give a file, or -e CODE")
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| {
        let word = path.to_str().filter(|name| !name.contains(['/', '.']));
        match word {
            Some(name) if error.kind() == std::io::ErrorKind::NotFound => no_such_command(name),
            _ => Error::usage(format!("{}: {error}", path.display())),
        }
    })
}

/// A word that is no command is taken for a file; here it is neither.
fn no_such_command(name: &str) -> Error {
    let commands = super::Arguments::command();
    let known: Vec<&str> = commands
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    let error = Error::usage(format!("there is no command and no file '{name}'"));
    match meant(name) {
        Some(hint) => error.hint(hint),
        None => error.did_you_mean(name, known),
    }
    .hint("see: epic --help")
}

/// What commands of other programs are here.
fn meant(name: &str) -> Option<&'static str> {
    Some(match name {
        "export" | "dump" => "rows become a file: epic -e clients --out clients.csv",
        "import" | "load" => {
            "rows are read from a file by: epic -e 'clients.import_file(\"new.csv\")'"
        }
        "script" | "exec" | "execute" | "eval" => "a script is run by: epic run NAME, or FILE",
        "shell" | "repl" | "console" | "start" => "for the shell, write epic alone",
        "query" | "psql" => "plain SQL is run by: epic sql 'select 1'",
        _ => return None,
    })
}

/// Runs code as one transaction and prints its last value; it may say with what code the process ends.
pub(super) fn run(
    config: &Config,
    session: Session,
    console: &Console,
    code: &str,
    trial: Trial,
) -> Result<u8> {
    session.get_ready();
    let work = |interpreter: &mut Interpreter| interpreter.run(code);
    evaluated(session, library(config), console, trial, work).map(|(code, _)| code)
}

/// The same; of a dry run also what it would have changed.
fn evaluated(
    session: Session,
    library: Library,
    console: &Console,
    trial: Trial,
    work: impl FnOnce(&mut Interpreter) -> Result<Run>,
) -> Result<(u8, Option<Counts>)> {
    let (console, besides) = trial.of(console)?;
    let printer = &console.printer;
    connect(&session, printer)?;
    let mut interpreter = Interpreter::new(Some(session));
    interpreter.set_modules(Rc::new(library));
    interpreter.set_host(Rc::new(console.clone()));
    let since = Instant::now();
    let run = work(&mut interpreter)?;
    let counts = if trial.dry_run {
        let changes = run.changes()?;
        let effects = run.effects().into_iter().chain(besides).collect::<Vec<_>>();
        let shown = printer.would_change(changes.as_ref(), &effects, trial.all)?;
        let counts = changes.map(|changes| changes.counts);
        shown.finish()?;
        counts
    } else {
        run.finish(|outcome| printer.show(outcome, since))?
            .finish()?;
        None
    };
    Ok((interpreter.exit_code().unwrap_or(0), counts))
}

/// The shell; it asks for a login when there is no session.
fn interactive(config: &Config, console: &Console, sandbox: bool) -> Result<u8> {
    let open = match session::resume(config) {
        Ok(open) => open,
        Err(error) if error.kind == Kind::SignIn && config.token.is_none() => {
            shell::say(format!("{}.", error.message));
            let account = Account::open(config)?;
            let session = account.ask_and_sign_in(console, None)?;
            shell::say(session::welcome(&session)?);
            Open { account, session }
        }
        Err(error) => return Err(error),
    };
    prompt(config, console, open, sandbox)
}

/// The shell, for somebody signed in.
pub(super) fn prompt(
    config: &Config,
    console: &Console,
    open: Open<'_>,
    sandbox: bool,
) -> Result<u8> {
    let Open { account, session } = open;
    session.get_ready();
    shell::run(
        session,
        library(config),
        console.clone(),
        config,
        &account,
        sandbox,
    )
}

impl Fate {
    /// That of code, which is no sandbox.
    pub(super) fn of_code(self) -> Result<Trial> {
        if self.sandbox {
            return Err(
                Error::usage("a sandbox is for the prompt: code ends at once")
                    .hint("to see what code would change, and keep nothing of it: --dry-run"),
            );
        }
        Ok(self.trial)
    }
}

impl Trial {
    /// Begins the file for the result, if there is to be one. A dry run changes nothing, so that nothing is asked and
    /// no file written: it says which one would be.
    pub(super) fn of(self, console: &Console) -> Result<(Console, Option<String>)> {
        let mut console = console.clone();
        if !self.dry_run {
            console.printer.destination.begin(&console)?;
            return Ok((console, None));
        }
        let besides = console.printer.destination.would_write()?;
        console.printer.destination = Destination::Stdout;
        console.consent = Consent::Trial;
        Ok((console, besides))
    }
}

/// Connects before the time is measured: who asks for it wants that of the statement alone.
pub(super) fn connect(session: &Session, printer: &Printer) -> Result<()> {
    if printer.timing {
        session.catalog()?;
    }
    Ok(())
}
