//! A table of any format in a file.

use super::calendar::Calendar;
use super::format::{FileFormat, Kind};
use super::spreadsheet::Spreadsheet;
use crate::error::{Error, Result};
use crate::folder::PendingFile;
use crate::render::chart::Chart;
use crate::render::{self, Format, Formulas, Layout, RowSink};
use crate::rows::Column;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};
use std::path::Path;

/// What spreadsheets allow in the names of sheets.
const MOST_OF_A_NAME: usize = 31;
const NOT_IN_NAMES: &[char] = &['[', ']', ':', '*', '?', '/', '\\', '\''];

/// How a file is written, where its format leaves a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// What the rows are called: the title of a page, the name of a sheet.
    pub title: String,
    /// What becomes of texts that look like formulas, in csv and tsv.
    pub formulas: Formulas,
}

impl Options {
    /// Those of a file whose title is its name.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let title = name.split('.').find(|part| !part.is_empty());
        Self {
            title: title.unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    /// As much of the title as can be the name of a sheet.
    fn sheet(&self) -> String {
        let signs = self
            .title
            .chars()
            .filter(|sign| !NOT_IN_NAMES.contains(sign));
        signs.take(MOST_OF_A_NAME).collect()
    }
}

/// Begins to write a table. What its format can't hold is an error of the writer, with the [`Error`] in it.
///
/// # Errors
/// When the writer fails; when such columns do not go with the format.
pub fn sink<'a>(
    kind: Kind,
    columns: &[Column],
    options: &Options,
    out: &'a mut dyn Write,
) -> io::Result<Box<dyn RowSink + 'a>> {
    match kind {
        Kind::Text(Format::Csv) => render::delimited(columns, b',', options.formulas, out),
        Kind::Text(Format::Tsv) => render::delimited(columns, b'\t', options.formulas, out),
        Kind::Text(Format::Html) => render::page(&options.title, columns, out),
        Kind::Text(format) => render::sink(format, columns, Layout::default(), out),
        Kind::Spreadsheet => {
            let mut book = Spreadsheet::new(out);
            book.sheet(&options.sheet(), columns)?;
            Ok(Box::new(book))
        }
        Kind::Calendar => Ok(Box::new(Calendar::new(columns, out)?)),
    }
}

/// Writes a chart as a spreadsheet: its rows, and beside them what the spreadsheet draws of them.
///
/// # Errors
/// When the writer fails; when the format can't hold the rows.
pub fn chart_book(chart: &Chart, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Spreadsheet::new(out);
    let rows = chart.rows();
    book.sheet(&options.sheet(), &rows.columns)?;
    for row in &rows.rows {
        book.row(row)?;
    }
    book.chart(chart)?;
    book.finish()
}

/// Writes a file of a format, to the disk: afterwards only its name is missing.
///
/// # Errors
/// What `work` returns; the disk is full, or fails.
pub fn write(
    file: &mut PendingFile,
    format: FileFormat,
    work: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    if format.gzip {
        let mut packed = GzEncoder::new(&mut *file, Compression::default());
        work(&mut packed)?;
        let packed = packed.finish().map(drop);
        packed.map_err(|error| unwritten(file.name(), error))?;
    } else {
        work(file)?;
    }
    file.complete()
}

/// What is wrong with the table, or with the disk.
#[must_use]
pub fn unwritten(name: &Path, error: io::Error) -> Error {
    let why = error.to_string();
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(_) => Error::failed(format!("{} can't be written: {why}", name.display())),
    }
}
