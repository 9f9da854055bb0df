//! Tables in a file: one, or in a spreadsheet several.

use super::context::Context;
use super::table::Table;
use crate::error::{Error, Result};
use crate::export::{FileFormat, Kind, Options, Spreadsheet, chart_book, sink, unwritten, write};
use crate::folder::{PendingFile, Target};
use crate::render::RowSink;
use crate::render::chart::{Chart, Picture, Theme, picture};
use std::io::Write;
use std::path::Path;

/// Writes tables to a file, to the disk: afterwards only its name is missing. How many rows they had.
///
/// # Errors
/// The rows can't be read, or not be written; they do not go with the format; there are several, and the format is
/// no spreadsheet.
pub fn write_tables(
    file: &mut PendingFile,
    format: FileFormat,
    options: &Options,
    tables: &[(String, Table<'_>)],
) -> Result<u64> {
    let name = file.name().to_owned();
    let mut count = 0;
    write(file, format, |out| {
        count = match (format.kind, tables) {
            (kind, [(title, table)]) if kind != Kind::Spreadsheet || title.is_empty() => {
                one(&name, kind, options, table, out)?
            }
            (Kind::Spreadsheet, tables) => several(&name, tables, out)?,
            (_, tables) => return Err(too_many(&name, tables)),
        };
        Ok(())
    })?;
    Ok(count)
}

/// Writes a chart to a file, to the disk: a picture, or a spreadsheet that draws it.
///
/// # Errors
/// There is nothing to draw; it can't be written.
pub fn write_chart(
    file: &mut PendingFile,
    kind: ChartFile,
    theme: Theme,
    chart: &Chart,
) -> Result<()> {
    let name = file.name().to_owned();
    let failed = |error| unwritten(&name, error);
    match kind {
        ChartFile::Picture(kind) => {
            let bytes = picture(chart, kind, theme)?;
            file.write_all(&bytes).map_err(failed)?;
        }
        ChartFile::Spreadsheet => {
            chart.has_rows()?;
            chart_book(chart, &Options::of(&name), file).map_err(failed)?;
        }
    }
    file.complete()
}

/// In what a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartFile {
    /// A picture.
    Picture(Picture),
    /// A workbook whose program draws it.
    Spreadsheet,
}

impl ChartFile {
    /// What a file holds, by how its name ends.
    pub(super) fn of(path: &Path) -> Result<Self> {
        match FileFormat::of(path) {
            Ok(format) if format.kind == Kind::Spreadsheet => Ok(Self::Spreadsheet),
            _ => Picture::of_file(path)
                .map(Self::Picture)
                .map_err(|error| error.hint("or .xlsx: a spreadsheet that draws it")),
        }
    }
}

/// Where a function may write a file: below the working folder.
///
/// # Errors
/// As [`Target::below`].
pub(super) fn place(path: &str) -> Result<Target> {
    Target::below(&std::env::current_dir()?, path)
}

/// Gives a file its name when the entry is kept. `what` is said by a dry run.
pub(super) fn keep_after_commit(context: &Context, file: PendingFile, what: String) -> Result<()> {
    match context.session() {
        Some(session) => session.after_commit(what, move || file.keep()),
        None => file.keep(),
    }
}

fn one(
    name: &Path,
    kind: Kind,
    options: &Options,
    table: &Table<'_>,
    out: &mut dyn Write,
) -> Result<u64> {
    let failed = |error| unwritten(name, error);
    let mut sink = sink(kind, &table.columns(), options, out).map_err(failed)?;
    let count = table.each(&mut |row| sink.row(row).map_err(failed))?;
    sink.finish().map_err(failed)?;
    Ok(count)
}

fn several(name: &Path, tables: &[(String, Table<'_>)], out: &mut dyn Write) -> Result<u64> {
    let failed = |error| unwritten(name, error);
    let mut book = Spreadsheet::new(out);
    let mut count = 0;
    for (title, table) in tables {
        book.sheet(title, &table.columns()).map_err(failed)?;
        count += table.each(&mut |row| book.row(row).map_err(failed))?;
    }
    book.finish().map_err(failed)?;
    Ok(count)
}

fn too_many(name: &Path, tables: &[(String, Table<'_>)]) -> Error {
    let titles: Vec<&str> = tables.iter().map(|(title, _)| title.as_str()).collect();
    let what = format!(
        "{} holds one table, not {}: {}",
        name.display(),
        titles.len(),
        titles.join(", ")
    );
    Error::failed(what)
        .hint("name the file .xlsx, which has a sheet for each, or save each by itself")
}
