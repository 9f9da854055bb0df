//! Running code: the shell, `-e`, a file, standard input, plain SQL.

use super::arguments::Trial;
use super::library::library;
use super::session::{self, Open};
use crate::account::Account;
use crate::api::{Changes, Session};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::host::Host;
use crate::library::{Call, Library};
use crate::script::{Interpreter, Outcome, Run};
use crate::shell::{self, Consent, Console, Printer};
use crate::store::Answer;
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
    trial: Trial,
) -> Result<u8> {
    let stdin = Path::new(STDIN);
    let piped = file.is_none() && code.is_none() && !std::io::stdin().is_terminal();
    let code = match (code, file) {
        (Some(code), _) => code,
        (None, Some(path)) if path != stdin => read(path)?,
        (None, None) if !piped && trial.dry_run => return Err(nothing_to_try()),
        (None, None) if !piped => return interactive(config, console),
        (None, _) => session::all_of_stdin()?,
    };
    let open = session::resume(config)?;
    run(config, open.session, console, &code, trial)
}

/// A dry run of the shell.
pub(super) fn nothing_to_try() -> Error {
    Error::usage("there is no code to try").hint("give a file, or -e CODE")
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
        "export" | "dump" => "rows become a file: epic -e clients --format csv > clients.csv",
        "import" | "load" => {
            "no files are read: write the rows into a script, clients.create([#{ … }]), and epic run FILE"
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
    evaluated(session, library(config), console, trial, |interpreter| {
        interpreter.run(code)
    })
}

/// Runs a saved script, as [`run`] does code.
pub(super) fn script(
    session: Session,
    console: &Console,
    library: Library,
    call: Call,
    trial: Trial,
) -> Result<u8> {
    evaluated(session, library, console, trial, |interpreter| {
        interpreter.run_script(&call.script.text, call.arguments)
    })
}

fn evaluated(
    session: Session,
    library: Library,
    console: &Console,
    trial: Trial,
    work: impl FnOnce(&mut Interpreter) -> Result<Run>,
) -> Result<u8> {
    let console = &trial.of(console);
    let printer = &console.printer;
    // The interpreter takes as long to make as the database to answer.
    session.get_ready();
    connect(&session, printer)?;
    let mut interpreter = Interpreter::new(Some(session));
    interpreter.set_modules(Rc::new(library));
    interpreter.set_host(Rc::new(console.clone()));
    let since = Instant::now();
    let run = work(&mut interpreter)?;
    if trial.dry_run {
        would_change(printer, &run.changes()?, since)?;
    } else {
        run.finish(|outcome| printer.show(outcome, since))?;
    }
    Ok(interpreter.exit_code().unwrap_or(0))
}

/// The shell; it asks for a login when there is no session.
fn interactive(config: &Config, console: &Console) -> Result<u8> {
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
    prompt(config, console, open)
}

/// The shell, for somebody signed in.
pub(super) fn prompt(config: &Config, console: &Console, open: Open<'_>) -> Result<u8> {
    let Open { account, session } = open;
    session.get_ready();
    let interpreter = Interpreter::new(Some(session));
    shell::run(
        interpreter,
        library(config),
        console.clone(),
        config,
        &account,
    )
}

/// `epic sql`
pub(super) fn sql(config: &Config, console: &Console, statement: &str, trial: Trial) -> Result<()> {
    let console = &trial.of(console);
    let printer = &console.printer;
    // The place is held on to: an embedded server runs as long as somebody does.
    let Open {
        session,
        account: _here,
    } = session::resume(config)?;
    connect(&session, printer)?;
    let since = Instant::now();
    let open = session.begin()?;
    let answer = session.sql_exec_if(statement, &[], |question| console.confirm(question))?;
    if trial.dry_run {
        return would_change(printer, &open.changes()?, since);
    }
    // Shown inside the transaction: what can't be shown is not kept.
    match (answer.words(), &answer) {
        (Some(words), _) => printer.show(Outcome::Message(words), since)?,
        (None, Answer::Rows(rows)) => printer.rows(rows, since)?,
        (None, _) => {}
    }
    open.commit()?;
    if let Some(hint) = session.why_no_row(statement, &answer) {
        printer.hint(&hint);
    }
    Ok(())
}

impl Trial {
    /// A dry run changes nothing, so that nothing is asked.
    fn of(self, console: &Console) -> Console {
        let mut console = console.clone();
        if self.dry_run {
            console.consent = Consent::Given;
        }
        console
    }
}

/// The answer of a dry run: each field that would be changed, before and after.
fn would_change(printer: &Printer, changes: &Changes, since: Instant) -> Result<()> {
    printer.rows(&changes.fields, since)?;
    if changes.counts.is_empty() {
        printer.hint("nothing would be changed");
        return Ok(());
    }
    if changes.are_more {
        printer.hint("these are the first fields only");
    }
    printer.hint(&format!(
        "this was a dry run, nothing is kept; without --dry-run: {changes}"
    ));
    Ok(())
}

/// Connects before the time is measured: who asks for it wants that of the statement alone.
fn connect(session: &Session, printer: &Printer) -> Result<()> {
    if printer.timing {
        session.catalog()?;
    }
    Ok(())
}
