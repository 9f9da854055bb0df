//! The command line: arguments → one call → exit code.

mod arguments;
mod complete;
mod completions;
mod db;
mod demo;
mod doctor;
mod evaluate;
mod library;
mod man;
mod news;
mod others;
mod passwd;
mod run;
mod runs;
mod scripts;
mod session;
mod sessions;
mod sql;
mod undo;

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::export::FileFormat;
use crate::folder;
use crate::render::{self, Format};
use crate::shell::{self, Consent, Console, Destination, Last, Printer};
use crate::store::{self, interrupt};
use crate::telemetry;
use arguments::{Arguments, Command};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, ValueEnum};
use run::{Chosen, Stopped};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs the command with these arguments (the program's name first).
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let mut arguments = match Arguments::try_parse_from(&args) {
        Ok(arguments) => arguments,
        Err(error) => {
            return not_run(&advised(error));
        }
    };
    // Until the settings are read, which say it too.
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut color = !arguments.options.no_color && !unwanted;
    let is_quiet = complete::is_asked(arguments.command.as_ref());
    let chosen = match run::choose(&args, &mut arguments) {
        Ok(chosen) => Ok(chosen),
        Err(Stopped::Said(error)) => return not_run(&error),
        Err(Stopped::Failed(error)) => Err(*error),
    };
    let code = match chosen.and_then(|chosen| run(arguments, chosen, &mut color)) {
        Ok(code) => ExitCode::from(code),
        Err(_) if is_quiet => ExitCode::SUCCESS,
        Err(error) if error.kind == Kind::Unread => exit_code(&error),
        Err(error) => {
            shell::report(&error, color);
            exit_code(&error)
        }
    };
    telemetry::flush();
    code
}

/// Help and version are no errors, unless they can't be written.
fn not_run(error: &clap::Error) -> ExitCode {
    let written = error.print().and_then(|()| std::io::stdout().flush());
    match written {
        Err(failure) if error.exit_code() == 0 && failure.kind() != io::ErrorKind::BrokenPipe => {
            shell::report(&shell::unwritten(&failure), false);
            ExitCode::FAILURE
        }
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// What is done when a signal ends the process from outside.
fn at_last() {
    shell::restore_terminal();
    folder::remove_unfinished();
    telemetry::flush();
}

/// Clap says how to pass an unknown option as a value. Nothing here takes one.
fn advised(mut error: clap::Error) -> clap::Error {
    let (Some(ContextValue::String(option)), ErrorKind::UnknownArgument) =
        (error.get(ContextKind::InvalidArg).cloned(), error.kind())
    else {
        return error;
    };
    let said = match error.get(ContextKind::Suggested) {
        Some(ContextValue::StyledStrs(said)) => said.iter().map(ToString::to_string).collect(),
        _ => String::new(),
    };
    let format = option.trim_start_matches('-').to_lowercase();
    let is_format = Format::value_variants()
        .iter()
        .filter_map(ValueEnum::to_possible_value)
        .any(|known| known.get_name() == format);
    let tip = if is_format {
        format!("write --format {format}")
    } else if said.contains("as a value") || said.is_empty() && !option.starts_with('-') {
        "a script takes no arguments: what it needs is written in it".to_owned()
    } else {
        return error;
    };
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![tip.into()]),
    );
    error
}

/// That of the error, or of the signal that was its cause.
fn exit_code(error: &Error) -> ExitCode {
    let signal = interrupt::ending().and_then(|signal| u8::try_from(128 + signal).ok());
    ExitCode::from(signal.unwrap_or(error.kind.exit_code()))
}

/// How the file for the result is written, if there is to be one.
fn of_file(said: Option<Format>, out: Option<&Path>) -> Result<Option<FileFormat>> {
    let Some(out) = out else { return Ok(None) };
    let format = match said {
        Some(format) => FileFormat::said(format, out),
        None => FileFormat::of(out).map_err(|error| error.hint("or say it: --format csv"))?,
    };
    Ok(Some(format))
}

/// Lets the database say what it has to say besides its answers, and at a terminal where long statements are.
fn listen(is_quiet: bool) {
    store::on_notice(notice);
    if shell::is_seen() && !is_quiet {
        store::on_progress(shell::follow_statement);
    }
}

/// Says what the server says besides its answers.
fn notice(text: &str) {
    for line in text.split('\n') {
        shell::say(render::visible(line));
    }
}

/// Does what was asked for, and says with what code a script wants to end.
fn run(arguments: Arguments, chosen: Option<Chosen>, color: &mut bool) -> Result<u8> {
    let Arguments {
        options,
        command,
        code,
        file,
        fate,
    } = arguments;
    let is_fated = fate.trial.dry_run || fate.sandbox;
    if command.is_some() && (code.is_some() || file.is_some() || is_fated) {
        return Err(Error::usage(
            "a file, -e CODE, --dry-run and --sandbox do not go before a command",
        )
        .hint("see: epic --help"));
    }
    let mut config = Config::load(options.profile.as_deref())?;
    config.settings.no_color |= options.no_color;
    config.settings.timing |= options.timing;
    config.read_only |= options.read_only;
    *color = !config.settings.no_color;
    let out = options.out.filter(|name| name.as_os_str() != "-");
    let written = of_file(options.format, out.as_deref())?;
    config.settings.format = match (options.format, written) {
        (Some(format), _) => format,
        (None, Some(file)) => file.text(),
        (None, None) => config.settings.format,
    };
    news::start(&config);
    interrupt::at_last(at_last);
    interrupt::at_ctrl_c(shell::wake_writers);
    listen(options.quiet);
    interrupt::watch()?;
    let printer = Printer {
        format: config.settings.format,
        destination: out
            .as_deref()
            .zip(written)
            .map_or(Destination::Stdout, |(name, format)| {
                Destination::file(name, format)
            }),
        color: !config.settings.no_color,
        timing: config.settings.timing,
        shown: config.settings.rows,
        quiet: options.quiet,
        vertical_if_wide: false,
        interactive: false,
        last: Last::default(),
    };
    let may_ask = std::io::stdin().is_terminal();
    let console = Console {
        printer: printer.clone(),
        consent: match may_ask {
            _ if options.yes => Consent::Given,
            true => Consent::Asked,
            false => Consent::Needed,
        },
        may_ask,
    };
    if let (Some(file), Some(command)) = (&out, &command) {
        if !command.has_result() {
            let what = format!("this command has no result to write to {}", file.display());
            return Err(Error::usage(what).hint("leave --out away"));
        }
        if !command.runs_code() {
            printer.destination.begin(&console)?;
        }
    }
    let done = match command {
        None => return evaluate::any(&config, &console, code, file.as_deref(), fate),
        Some(Command::Run { trial, .. }) => {
            return run::run(&config, &console, chosen, trial);
        }
        Some(Command::Scripts { command }) => return scripts::run(&config, &printer, command),
        Some(Command::Complete { words }) => complete::run(&config, &words),
        Some(Command::Sql { source, trial }) => sql::run(&config, &console, source, trial),
        Some(Command::Login {
            email,
            password_stdin,
        }) => session::login(&config, &console, email, password_stdin),
        Some(Command::Logout) => session::logout(&config),
        Some(Command::Whoami) => session::whoami(&config, &printer),
        Some(Command::Passwd { password_stdin }) => passwd::run(&config, &console, password_stdin),
        Some(Command::Sessions { command }) => sessions::run(&config, &printer, command),
        Some(Command::Runs { command, filter }) => runs::run(&config, &printer, command, &filter),
        Some(Command::Undo { run, trial }) => undo::run(&config, &printer, &run, trial),
        Some(Command::Url) => session::url(&config),
        Some(Command::Doctor) => return doctor::run(&config, &printer),
        Some(Command::Db { command }) => return db::run(&config, &console, command),
        Some(Command::Demo {
            email,
            fresh,
            code,
            fate,
        }) => {
            return demo::run(&config, &console, email.as_deref(), fresh, code, fate);
        }
        Some(Command::Man { folder }) => man::run(folder.as_deref()),
        Some(Command::Completions { shell }) => shell::print(completions::text(shell).trim_end()),
    };
    done.map(|()| 0)
}
