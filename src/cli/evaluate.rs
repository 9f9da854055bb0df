//! Running code: the shell, `-e`, a file, standard input, plain SQL.

use super::passwd;
use super::place::Place;
use super::session::{self, Open};
use crate::api::Session;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::script::{Interpreter, Outcome};
use crate::shell::{self, Printer};
use crate::store::Answer;
use clap::CommandFactory;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

/// Runs what was asked for; without code and file, the shell.
pub(super) fn any(
    config: &Config,
    printer: &Printer,
    code: Option<String>,
    file: Option<&Path>,
) -> Result<u8> {
    let stdin = Path::new("-");
    let piped = file.is_none() && code.is_none() && !std::io::stdin().is_terminal();
    let code = match (code, file) {
        (Some(code), _) => code,
        (None, Some(path)) if path != stdin => read(path)?,
        (None, None) if !piped => return interactive(config, printer),
        (None, _) => session::all_of_stdin()?,
    };
    let open = session::resume(config)?;
    run(open.session, printer, &code)
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
    Error::usage(format!("there is no command and no file '{name}'"))
        .did_you_mean(name, known)
        .hint("see: epic --help")
}

/// Runs code as one transaction and prints its last value; it may say with what code the process ends.
pub(super) fn run(session: Session, printer: &Printer, code: &str) -> Result<u8> {
    // The interpreter takes as long to make as the database to answer.
    session.get_ready();
    connect(&session, printer)?;
    let mut interpreter = Interpreter::new(Some(session));
    interpreter.on_secret(shell::ask_password);
    interpreter.on_print(shell::print);
    interpreter.at_terminal(std::io::stdin().is_terminal());
    let hints = printer.clone();
    interpreter.on_hint(move |hint| hints.hint(hint));
    let since = Instant::now();
    interpreter.evaluate(code, |outcome| printer.show(outcome, since))?;
    Ok(interpreter.exit_code().unwrap_or(0))
}

/// The shell; it asks for a login when there is no session.
fn interactive(config: &Config, printer: &Printer) -> Result<u8> {
    let open = match session::resume(config) {
        Ok(open) => open,
        Err(error) if error.kind == Kind::SignIn && config.token.is_none() => {
            shell::say(format!("{}.", error.message));
            let place = Place::open(config)?;
            let session = session::ask_and_sign_in(config, &place, None)?;
            shell::say(session::welcome(&session)?);
            Open { session, place }
        }
        Err(error) => return Err(error),
    };
    prompt(config, printer, open)
}

/// The shell, for somebody signed in.
pub(super) fn prompt(config: &Config, printer: &Printer, open: Open) -> Result<u8> {
    let Open { session, place } = open;
    let printer = Printer {
        interactive: true,
        ..printer.clone()
    };
    session.get_ready();
    let interpreter = Interpreter::new(Some(session));
    let doors = shell::Doors {
        login: &|email| session::ask_and_sign_in(config, &place, email),
        passwd: &|session| passwd::ask_and_change(config, &place, session),
        revive: &|| place.revive(config),
    };
    shell::run(interpreter, printer, config, &doors)
}

/// `epic sql`
pub(super) fn sql(config: &Config, printer: &Printer, statement: &str) -> Result<()> {
    let open = session::resume(config)?;
    connect(&open.session, printer)?;
    let since = Instant::now();
    // Shown inside the transaction: what can't be shown is not kept.
    let answer = open.session.transaction(|| {
        let answer = open.session.sql_exec(statement, &[])?;
        match (answer.words(), &answer) {
            (Some(words), _) => printer.show(Outcome::Message(words), since)?,
            (None, Answer::Rows(rows)) => printer.rows(rows, since)?,
            (None, _) => {}
        }
        Ok(answer)
    })?;
    if let Some(hint) = open.session.why_no_row(statement, &answer) {
        printer.hint(&hint);
    }
    Ok(())
}

/// Connects before the time is measured: who asks for it wants that of the statement alone.
fn connect(session: &Session, printer: &Printer) -> Result<()> {
    if printer.timing {
        session.catalog()?;
    }
    Ok(())
}
