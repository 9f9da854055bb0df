//! `epic scripts`: what saved scripts there are, what they say, whether they are in order.

use super::arguments::Scripts;
use super::library::library;
use super::session::{self, Open};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::library::{Check, Found, Library, template};
use crate::render::Format;
use crate::rows::{Column, Rows};
use crate::script::Interpreter;
use crate::shell::{self, Printer};
use crate::value::{Type, Value};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

/// The folder that new scripts are written to.
const FOLDER: &str = "scripts";

/// `epic scripts …`; says with what code the process ends.
pub(super) fn run(config: &Config, printer: &Printer, command: Option<Scripts>) -> Result<u8> {
    let library = library(config);
    match command {
        None => printer.rows(&library.table(), Instant::now())?,
        Some(Scripts::Show { name }) => {
            shell::print(library.find(&name)?.script.text.trim_end())?;
        }
        Some(Scripts::New { name }) => new(&library, &name)?,
        Some(Scripts::Check { names }) => return check(config, library, printer, names),
        Some(Scripts::Definitions { folder }) => definitions(config, &folder)?,
    }
    Ok(0)
}

fn new(library: &Library, name: &str) -> Result<()> {
    if !Library::may_be_named(name) {
        return Err(
            Error::usage(format!("'{name}' can't be the name of a script"))
                .hint("names are letters, digits, - and _: follow-ups"),
        );
    }
    let path = Path::new(FOLDER).join(format!("{name}.rhai"));
    let known = library.find(name).ok();
    fs::create_dir_all(FOLDER)?;
    let mut file = File::create_new(&path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::failed(format!("{} is there already", path.display()))
            .hint("it is left as it is: choose another name"),
        _ => Error::failed(format!("{}: {error}", path.display())),
    })?;
    file.write_all(template(name).as_bytes())?;
    shell::say(format!(
        "{} is written; it runs as it is: epic run {name}",
        path.display()
    ));
    if let Some(Found { script, .. }) = known {
        shell::say(format!(
            "It comes before that of {}.",
            script.place.folder()
        ));
    }
    Ok(())
}

fn check(config: &Config, library: Library, printer: &Printer, names: Vec<String>) -> Result<u8> {
    let since = Instant::now();
    let names = if names.is_empty() {
        library.names()
    } else {
        names
    };
    let open = open(config)?;
    let session = open.as_ref().map(|open| open.session.clone());
    let is_signed_in = session.is_some();
    let mut interpreter = Interpreter::new(session);
    let reserved = library.reserved.clone();
    let library = Rc::new(library);
    interpreter.set_modules(Rc::<Library>::clone(&library));
    let mut checked = |name: &str| {
        let script = library.find(name)?.script;
        Check::new(&mut interpreter, &script, &reserved)
    };
    let mut faults = 0;
    let mut rows = Vec::new();
    for name in &names {
        match checked(name) {
            Ok(check) if printer.format == Format::Table => {
                printer.text(&format!("{name}: in order"))?;
                let lines = check.lines().into_iter().filter(|_| is_signed_in);
                for line in lines {
                    printer.text(&format!("  {line}"))?;
                }
            }
            Ok(check) => rows.extend(data(name, &check)),
            Err(error) => {
                faults += 1;
                shell::report(&error, printer.color);
            }
        }
    }
    if printer.format != Format::Table {
        printer.rows(&table(rows), since)?;
    }
    if !is_signed_in {
        printer.hint("sign in to see what you may do: epic login");
    }
    Ok(u8::from(faults > 0))
}

/// What a script does, for programs.
fn data(name: &str, check: &Check) -> Vec<Vec<Value>> {
    let uses = check.uses.iter().map(|used| {
        vec![
            Value::Text(name.to_owned()),
            Value::Text(used.action.to_string()),
            Value::Text(used.entity.clone()),
            Value::Bool(used.is_allowed),
            Value::Text(used.rules.join("; ")),
        ]
    });
    uses.collect()
}

fn table(rows: Vec<Vec<Value>>) -> Rows {
    let column = |name: &str, kind| Column {
        name: name.to_owned(),
        kind: Some(kind),
    };
    Rows {
        columns: vec![
            column("script", Type::Text),
            column("action", Type::Text),
            column("entity", Type::Text),
            column("allowed", Type::Bool),
            column("rules", Type::Text),
        ],
        rows,
    }
}

fn definitions(config: &Config, folder: &Path) -> Result<()> {
    let open = open(config)?;
    let session = open.as_ref().map(|open| open.session.clone());
    let files = Interpreter::new(session).definitions();
    fs::create_dir_all(folder)?;
    for (name, text) in &files {
        fs::write(folder.join(name), text)?;
    }
    let (count, folder) = (files.len(), folder.display());
    shell::say(format!("{count} files are written to {folder}"));
    if open.is_none() {
        shell::say("Sign in to have the collections among them: epic login");
    }
    Ok(())
}

/// The session, if there is one: what is in order is so for everybody.
fn open(config: &Config) -> Result<Option<Open<'_>>> {
    match session::resume(config) {
        Ok(open) => Ok(Some(open)),
        Err(error) if error.kind == Kind::SignIn => Ok(None),
        Err(error) => Err(error),
    }
}
