//! Rows to files.

use super::options::{one_of, unknown};
use crate::api::{Collection, Record};
use crate::error::{Error, Result};
use crate::export::{FileFormat, Kind, Options};
use crate::folder::PendingFile;
use crate::render::{Format, Formulas, count_line};
use crate::rows::Rows;
use crate::script::context::Context;
use crate::script::file::{keep_after_commit, place, write_tables};
use crate::script::outcome::{self, Outcome};
use crate::script::raise::{Raised, raise};
use crate::script::table::Table;
use crate::script::types::Message;
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Map, Module, NativeCallContext};
use std::borrow::Cow;
use std::path::Path;

pub(super) const OPTIONS: [&str; 1] = ["formulas"];
/// The words that it takes.
pub(super) const FORMULAS: [&str; 2] = ["keep", "escape"];

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(see)]
}

/// See
#[export_module]
mod see {
    /// Writes the rows to a file of the working folder, whose name says the format.
    ///
    /// `.csv`, `.tsv`, `.json`, `.ndjson`, `.md`, `.html`, `.txt`, and with `.gz` after it compressed; `.xlsx` with
    /// numbers and dates as such; `.ics` for events. A list, a map, a record and what `sql` gives can be saved too; a
    /// map of queries becomes a spreadsheet with a sheet for each.
    ///
    /// The file is there when the entry is kept. One that is there already is replaced if that is meant: it is asked
    /// at a terminal, and needs `--yes` elsewhere.
    ///
    /// ```rhai
    /// contracts.unpaid().take(20).save_as("unpaid.xlsx")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn save_as(ctx: NativeCallContext, collection: Collection, path: &str) -> Raised<Message> {
        save(&ctx, &Dynamic::from(collection), path, Map::new())
    }

    /// Writes the rows to a file, with options.
    ///
    /// - `formulas: "escape"` in csv and tsv, an apostrophe before texts that a spreadsheet takes for formulas: those
    ///   that begin with `=`, `+`, `-` or `@`. Without it they stay as they are.
    ///
    /// ```rhai
    /// clients.take(20).save_as("clients.csv", #{ formulas: "escape" })
    /// ```
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_as_with(
        ctx: NativeCallContext,
        collection: Collection,
        path: &str,
        options: Map,
    ) -> Raised<Message> {
        save(&ctx, &Dynamic::from(collection), path, options)
    }

    // A record is a row.
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_record(ctx: NativeCallContext, record: Record, path: &str) -> Raised<Message> {
        save(&ctx, &Dynamic::from(record), path, Map::new())
    }

    // The same.
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_record_with(
        ctx: NativeCallContext,
        record: Record,
        path: &str,
        options: Map,
    ) -> Raised<Message> {
        save(&ctx, &Dynamic::from(record), path, options)
    }

    // A list of rows, such as those of plain SQL, or of values.
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_list(ctx: NativeCallContext, list: Array, path: &str) -> Raised<Message> {
        save(&ctx, &Dynamic::from(list), path, Map::new())
    }

    // The same.
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_list_with(
        ctx: NativeCallContext,
        list: Array,
        path: &str,
        options: Map,
    ) -> Raised<Message> {
        save(&ctx, &Dynamic::from(list), path, options)
    }

    // A map is a row, and one of queries several tables.
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_map(ctx: NativeCallContext, map: Map, path: &str) -> Raised<Message> {
        save(&ctx, &Dynamic::from(map), path, Map::new())
    }

    // The same.
    #[rhai_fn(name = "save_as", return_raw)]
    pub fn save_map_with(
        ctx: NativeCallContext,
        map: Map,
        path: &str,
        options: Map,
    ) -> Raised<Message> {
        save(&ctx, &Dynamic::from(map), path, options)
    }
}

fn save(ctx: &NativeCallContext, value: &Dynamic, path: &str, options: Map) -> Raised<Message> {
    Context::of(ctx.tag())
        .and_then(|context| saved(&context, value, path, options))
        .map_err(raise)
}

/// Writes the file; it gets its name after the commit.
fn saved(context: &Context, value: &Dynamic, path: &str, options: Map) -> Result<Message> {
    let format = FileFormat::of(Path::new(path))?;
    let options = chosen(format, path, options)?;
    let tables = tables(value, format)?;
    let mut file = PendingFile::begin_if(place(path)?, &*context.host())?;
    let rows = write_tables(&mut file, format, &options, &tables)?;
    let rows = count_line(rows, None, None);
    keep_after_commit(context, file, format!("write {path} ({rows})"))?;
    Ok(Message(format!("{rows} written to {path}")))
}

/// The tables that a value is.
fn tables(value: &Dynamic, format: FileFormat) -> Result<Vec<(String, Table<'static>)>> {
    let table = match outcome::of(value)? {
        Outcome::Tables(tables, row) => {
            let is_row = matches!(format.kind, Kind::Text(Format::Json | Format::Ndjson));
            if !is_row {
                return Ok(tables);
            }
            Table::Rows(Cow::Owned(row))
        }
        Outcome::Collection(collection) => Table::Collection(collection),
        Outcome::Row(rows) | Outcome::Rows(rows) => Table::Rows(Cow::Owned(rows)),
        Outcome::Value(value) => Table::Rows(Cow::Owned(Rows::of(&value))),
        _ => return Err(Error::failed("there are no rows to write")),
    };
    Ok(vec![(String::new(), table)])
}

fn chosen(format: FileFormat, path: &str, given: Map) -> Result<Options> {
    let mut options = Options::of(Path::new(path));
    for (name, value) in given {
        if name != OPTIONS[0] {
            return Err(unknown("save_as", &name, &OPTIONS));
        }
        if !matches!(format.kind, Kind::Text(Format::Csv | Format::Tsv)) {
            let what = format!("{name} is an option of .csv and .tsv: elsewhere a text is a text");
            return Err(Error::failed(what).hint("leave it away"));
        }
        options.formulas = one_of(&name, &value, &FORMULAS, |word| match word {
            "keep" => Some(Formulas::Kept),
            "escape" => Some(Formulas::Escaped),
            _ => None,
        })?;
    }
    Ok(options)
}
