//! Charts of rows, on the terminal and in files.

use super::options::{one_of, text, unknown, wrong};
use crate::api::Collection;
use crate::error::{Error, Result};
use crate::folder::PendingFile;
use crate::render::chart::{Chart, Kind, MOST_ROWS, OPTIONS, Options, Theme, too_many_rows};
use crate::rows::{Column, Rows};
use crate::script::context::Context;
use crate::script::file::{ChartFile, keep_after_commit, place, write_chart};
use crate::script::outcome::table;
use crate::script::raise::{Raised, article, raise, type_name};
use crate::script::types::Message;
use crate::script::values::shown;
use crate::value::Type;
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Engine, Map, Module, NativeCallContext};
use std::path::Path;

/// The option of pictures.
const THEME: &str = "theme";

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(chart)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Chart>("chart");
}

/// See
#[export_module]
mod chart {
    /// A chart of rows: a collection or a list. The first column that is no number has the names, all numbers are drawn;
    /// days make a line.
    ///
    /// ```rhai
    /// events.group(|e| e.location, #{ n: count() }).sort(|g| -g.n).take(5).chart()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn chart(rows: Dynamic) -> Raised<Chart> {
        of(&rows, Map::new()).map_err(raise)
    }

    /// A chart of rows, with options.
    ///
    /// - `x: "location"` the column of the names or days
    /// - `y: "due"` (or `["due", "worth"]`) the columns of numbers
    /// - `kind: "bar"` (or `"line"`, `"spark"`)
    ///
    /// ```rhai
    /// contracts.group(|k| k.client.commercial.full_name, #{ n: count(), due: sum(|k| k.amount_due) }).chart(#{ y: "due" })
    /// ```
    #[rhai_fn(name = "chart", return_raw)]
    pub fn chart_with(rows: Dynamic, options: Map) -> Raised<Chart> {
        of(&rows, options).map_err(raise)
    }

    /// A chart of rows in a file: a picture (`.svg`, `.png`) or a spreadsheet (`.xlsx`).
    ///
    /// The spreadsheet has the rows, and draws them itself. The file is one of the working folder, and in its place after
    /// the commit. One that is there already is asked about, or needs `--yes`.
    ///
    /// ```rhai
    /// events.group(|e| e.location).chart("locations.svg")
    /// ```
    #[rhai_fn(name = "chart", return_raw)]
    pub fn chart_to(ctx: NativeCallContext, rows: Dynamic, file: &str) -> Raised<Message> {
        drawn(&ctx, &rows, Map::new(), file).map_err(raise)
    }

    /// A chart of rows in a file, with options: those of a chart, and of pictures the theme.
    ///
    /// - `theme: "dark"` (or `"light"`)
    ///
    /// ```rhai
    /// events.group(|e| e.location).chart(#{ kind: "line", theme: "dark" }, "locations.png")
    /// ```
    #[rhai_fn(name = "chart", return_raw)]
    pub fn chart_with_to(
        ctx: NativeCallContext,
        rows: Dynamic,
        options: Map,
        file: &str,
    ) -> Raised<Message> {
        drawn(&ctx, &rows, options, file).map_err(raise)
    }

    // What a chart looks like in a text.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn text(chart: Chart) -> String {
        chart.to_string()
    }
}

fn of(value: &Dynamic, said: Map) -> Result<Chart> {
    let options = options(said)?;
    Chart::of(rows(value)?, &options)
}

/// Draws a chart in a file that waits for the commit.
fn drawn(ctx: &NativeCallContext, value: &Dynamic, said: Map, file: &str) -> Result<Message> {
    let kind = ChartFile::of(Path::new(file))?;
    let (said, theme) = theme(said, kind)?;
    let context = Context::of(ctx.tag())?;
    let target = place(file)?;
    let chart = of(value, said)?;
    let mut pending = PendingFile::begin_if(target, &*context.host())?;
    write_chart(&mut pending, kind, theme, &chart)?;
    keep_after_commit(&context, pending, format!("write {file}"))?;
    let rows = chart.rows().rows.len();
    let what = chart.kind().name();
    Ok(Message(format!(
        "{file}: {what} chart of {rows} {}",
        if rows == 1 { "row" } else { "rows" }
    )))
}

/// The theme of a picture, and the other options.
fn theme(mut said: Map, kind: ChartFile) -> Result<(Map, Theme)> {
    let Some(value) = said.remove(THEME) else {
        return Ok((said, Theme::default()));
    };
    let theme = one_of(THEME, &value, &Theme::WORDS, Theme::named)?;
    match kind {
        ChartFile::Picture(_) => Ok((said, theme)),
        ChartFile::Spreadsheet => Err(only_of_pictures()),
    }
}

fn only_of_pictures() -> Error {
    Error::failed(format!("{THEME} is an option of pictures, .svg and .png"))
        .hint("the colors of all else are those of whoever shows it")
}

/// What is drawn: the rows of a collection, or a list of rows or numbers.
fn rows(value: &Dynamic) -> Result<Rows> {
    if let Some(collection) = value.clone().try_cast::<Collection>() {
        return read(&collection);
    }
    let Some(items) = value.clone().try_cast::<Array>() else {
        let what = article(type_name(value.type_name()));
        return Err(Error::failed(format!("chart draws rows, not {what}"))
            .hint("rows are a collection, or a list of maps: [#{ name: \"a\", n: 1 }]"));
    };
    if items.len() > MOST_ROWS {
        return Err(too_many_rows());
    }
    match table(&items)? {
        Some(rows) => Ok(rows),
        None => numbers(&items),
    }
}

fn read(collection: &Collection) -> Result<Rows> {
    let mut rows = Vec::new();
    for record in collection.stream()? {
        if rows.len() == MOST_ROWS {
            return Err(too_many_rows());
        }
        rows.push(record?.values()?);
    }
    let columns = collection.columns();
    Ok(Rows { columns, rows })
}

/// A list of numbers, one in a row.
fn numbers(items: &Array) -> Result<Rows> {
    let values = items.iter().map(shown).collect::<Result<Vec<_>>>()?;
    let number = |kind: &Type| kind.is_number();
    if let Some(other) = values
        .iter()
        .find(|value| !value.is_null() && !value.kind().as_ref().is_some_and(number))
    {
        let what = other.kind().map_or_else(String::new, Type::one);
        return Err(Error::failed(format!(
            "chart draws rows or numbers, and {what} is in the list"
        ))
        .hint("rows are a collection, or a list of maps: [#{ name: \"a\", n: 1 }]"));
    }
    let kind = values.iter().find_map(crate::value::Value::kind);
    let name = "value".to_owned();
    Ok(Rows {
        columns: Vec::from_iter(kind.map(|kind| Column {
            name,
            kind: Some(kind),
        })),
        rows: values.into_iter().map(|value| vec![value]).collect(),
    })
}

fn options(said: Map) -> Result<Options> {
    let mut options = Options::default();
    for (name, value) in said {
        match name.as_str() {
            "x" => options.x = Some(text("x", &value)?),
            "y" => options.y = names(&value)?,
            "kind" => {
                options.kind = Some(one_of("kind", &value, &Kind::WORDS, Kind::named)?);
            }
            THEME => return Err(only_of_pictures()),
            other => return Err(unknown("chart", other, &OPTIONS)),
        }
    }
    Ok(options)
}

/// One column, or several.
fn names(value: &Dynamic) -> Result<Vec<String>> {
    let wrong = || wrong("y", value, "the name of a column or a list of names");
    match value.as_array_ref() {
        Ok(list) if list.is_empty() => Err(wrong()),
        Ok(list) => list.iter().map(|name| text("y", name)).collect(),
        Err(_) => value
            .clone()
            .into_string()
            .map(|name| vec![name])
            .map_err(|_| wrong()),
    }
}
