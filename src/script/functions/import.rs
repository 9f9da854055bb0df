//! Rows from files.

use super::options::{one_of, text, unknown, wrong};
use crate::api::{Collection, Duplicates, Import, Imported};
use crate::error::{Error, Result};
use crate::import::{Mark, Order, Said};
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Map, Module, NativeCallContext};

pub(super) const OPTIONS: [&str; 8] = [
    "columns",
    "dates",
    "decimal",
    "delimiter",
    "duplicates",
    "errors",
    "partly",
    "sheet",
];

/// The words that some of them take.
pub(super) const DATES: [&str; 3] = ["dmy", "mdy", "ymd"];
pub(super) const DECIMAL: [&str; 2] = [",", "."];
pub(super) const DELIMITER: [&str; 4] = [",", ";", "|", "\\t"];

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(change)]
}

/// Change
#[export_module]
mod change {
    /// Creates rows from a file of the working folder: csv, tsv or xlsx. All of them, or none.
    ///
    /// The first line names the columns. Those that have not the name of a field are guessed; the guesses are shown
    /// and asked for at a terminal, and need `--yes` elsewhere.
    ///
    /// ```rhai
    /// clients.import_file("docs/examples/new-clients.csv")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn import_file(ctx: NativeCallContext, collection: Collection, path: &str) -> Raised<Map> {
        import_file_with(ctx, collection, path, Map::new())
    }

    /// Creates rows from a file, with options.
    ///
    /// - `columns: #{ "Société": "company_name", "Notes": () }` which column is which field; `()` leaves it out
    /// - `duplicates: "skip"` or `"update"` what becomes of lines whose row is there, known by its id or e-mail
    /// - `dates: "dmy"` (or `"mdy"`, `"ymd"`), `decimal: ","` (or `"."`) where it can't be told from the column
    /// - `errors: "left.csv"` writes the lines that can't be imported there, with the reason; `partly: true` imports
    ///   the others
    /// - `sheet: "2026"`, `delimiter: ";"`
    ///
    /// ```rhai
    /// clients.import_file("docs/examples/new-clients.csv", #{ columns: #{ "Société": "company_name" }, duplicates: "skip" })
    /// ```
    #[rhai_fn(name = "import_file", return_raw)]
    pub fn import_file_with(
        ctx: NativeCallContext,
        collection: Collection,
        path: &str,
        options: Map,
    ) -> Raised<Map> {
        let imported = || {
            let import = import(options)?;
            let folder = std::env::current_dir()?;
            let host = Context::of(ctx.tag())?.host();
            collection.import_file(&folder, path, &import, &*host)
        };
        imported().map(|done| told(&done)).map_err(raise)
    }
}

/// What became of the lines, as a map.
fn told(done: &Imported) -> Map {
    let count = |count: u64| Dynamic::from(i64::try_from(count).unwrap_or(i64::MAX));
    let mut told = Map::from([
        ("created".into(), count(done.created)),
        ("updated".into(), count(done.updated)),
        ("skipped".into(), count(done.skipped)),
    ]);
    for (name, number) in [("unchanged", done.unchanged), ("bad", done.bad)] {
        if number > 0 {
            told.insert(name.into(), count(number));
        }
    }
    told
}

fn import(options: Map) -> Result<Import> {
    let mut import = Import::default();
    for (name, value) in options {
        match name.as_str() {
            "columns" => import.columns = columns(value)?,
            "dates" => {
                import.dates = Some(one_of("dates", &value, &DATES, Order::named)?);
            }
            "decimal" => import.decimal = Some(one_of("decimal", &value, &DECIMAL, mark)?),
            "delimiter" => {
                import.reading.delimiter =
                    Some(one_of("delimiter", &value, &DELIMITER, delimiter)?);
            }
            "duplicates" => {
                import.duplicates =
                    one_of("duplicates", &value, &Duplicates::WORDS, Duplicates::named)?;
            }
            "errors" => import.errors = Some(text("errors", &value)?),
            "partly" => {
                import.partly = value
                    .as_bool()
                    .map_err(|_| wrong("partly", &value, "true or false"))?;
            }
            "sheet" => import.reading.sheet = Some(text("sheet", &value)?),
            other => return Err(unknown("import_file", other, &OPTIONS)),
        }
    }
    Ok(import)
}

/// Which column is which field.
fn columns(value: Dynamic) -> Result<Said> {
    let kind = value.type_name();
    let Some(map) = value.try_cast::<Map>() else {
        return Err(Error::failed(format!(
            "columns takes a map, not {}",
            crate::script::raise::article(kind)
        ))
        .hint("columns: #{ \"Société\": \"company_name\" }"));
    };
    let column = |(heading, name): (rhai::Identifier, Dynamic)| {
        let name = if name.is_unit() {
            None
        } else {
            Some(text(&heading, &name)?)
        };
        Ok((heading.to_string(), name))
    };
    map.into_iter().map(column).collect()
}

fn mark(sign: &str) -> Option<Mark> {
    match sign {
        "," => Some(Mark::Comma),
        "." => Some(Mark::Point),
        _ => None,
    }
}

/// Any one ASCII sign that is no part of cells.
fn delimiter(sign: &str) -> Option<u8> {
    match sign.as_bytes() {
        [byte]
            if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\"\r\n\0".contains(byte) =>
        {
            Some(*byte)
        }
        _ => None,
    }
}
