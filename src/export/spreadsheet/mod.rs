//! Excel workbooks: numbers are numbers, dates are dates, and a text is never a formula.
//!
//! What a cell can't hold exactly is a text: numbers of more than 15 digits, days before March 1900 (before which
//! spreadsheets do not agree), documents. Moments are in the local zone, as the table shows them, since cells know
//! no zones. Neither null nor the empty text leaves anything in its cell. Rows wait in a file of the system's
//! temporary folder, not in memory.

mod cell;
mod chart;

use crate::error::Error;
use crate::render::RowSink;
use crate::render::chart::Chart;
use crate::rows::Column;
use crate::value::Value;
use cell::Looks;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Seek, Write};

/// How many rows a sheet has, its header included.
const MOST_ROWS: u32 = 1_048_576;
/// How many columns.
const MOST_COLUMNS: usize = 16_384;
/// How wide a column gets, in digits.
const WIDEST: usize = 60;
/// What stands beside the text of a cell, and the arrow of a header.
const MARGIN: usize = 3;

/// A workbook that is being written.
pub struct Spreadsheet<'a> {
    book: Workbook,
    out: &'a mut dyn Write,
    looks: Looks,
    /// The sheet that is being written; none before the first.
    open: Option<Open>,
}

/// How far a sheet is.
struct Open {
    index: usize,
    columns: Vec<String>,
    widths: Vec<usize>,
    /// The next row; the header's is 0.
    row: u32,
}

impl<'a> Spreadsheet<'a> {
    /// A workbook without sheets, which goes there when it is finished.
    #[must_use]
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self {
            book: Workbook::new(),
            out,
            looks: Looks::default(),
            open: None,
        }
    }

    /// Begins a sheet; the rows that follow are its own.
    ///
    /// # Errors
    /// It can't have that name, or so many columns; the temporary folder can't be written to.
    pub fn sheet(&mut self, name: &str, columns: &[Column]) -> io::Result<()> {
        self.close()?;
        if columns.len() > MOST_COLUMNS {
            let what = format!("a spreadsheet has 16,384 columns, not {}", columns.len());
            return Err(io::Error::other(Error::failed(what).hint("select fewer")));
        }
        let index = self.book.worksheets().len();
        let sheet = self.book.add_worksheet_with_constant_memory();
        let sheet = sheet.map_err(failed)?;
        if !name.is_empty() {
            sheet.set_name(name).map_err(|_| misnamed(name))?;
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        let header = Format::new().set_bold();
        for (at, column) in (0..).zip(columns) {
            let name = column.name.as_str();
            sheet
                .write_string_with_format(0, at, name, &header)
                .map_err(|error| refused(&error, name))?;
        }
        let columns: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        self.open = Some(Open {
            index,
            widths: columns.iter().map(|name| cell::width(name)).collect(),
            columns,
            row: 1,
        });
        Ok(())
    }

    /// Draws a chart beside its rows, which are those of the open sheet.
    ///
    /// # Errors
    /// There is no sheet.
    pub fn chart(&mut self, chart: &Chart) -> io::Result<()> {
        let Some(open) = &self.open else {
            return Err(io::Error::other("a chart without a sheet"));
        };
        let sheet = self.book.worksheet_from_index(open.index).map_err(failed)?;
        chart::insert(sheet, chart, open.row - 1).map_err(failed)
    }

    /// Ends the sheet: its columns are as wide as what is in them, and can be filtered.
    fn close(&mut self) -> io::Result<()> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let sheet = self.book.worksheet_from_index(open.index).map_err(failed)?;
        for (at, width) in (0..).zip(&open.widths) {
            let width = u16::try_from((width + MARGIN).min(WIDEST)).unwrap_or(u16::MAX);
            sheet.set_column_width(at, width).map_err(failed)?;
        }
        let last = u16::try_from(open.columns.len()).ok();
        if let Some(last) = last.and_then(|count| count.checked_sub(1)) {
            sheet.autofilter(0, 0, open.row - 1, last).map_err(failed)?;
        }
        Ok(())
    }

    /// Writes the whole file.
    fn save(&mut self) -> io::Result<()> {
        let mut whole = tempfile::tempfile()?;
        self.book.save_to_writer(&mut whole).map_err(failed)?;
        whole.rewind()?;
        io::copy(&mut whole, &mut self.out)?;
        self.out.flush()
    }
}

impl RowSink for Spreadsheet<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        let Some(open) = &mut self.open else {
            return Err(io::Error::other("a row without a sheet"));
        };
        if open.row == MOST_ROWS {
            let error = Error::failed("a sheet of a spreadsheet ends after 1,048,576 rows");
            return Err(io::Error::other(error.hint("save more rows as .csv")));
        }
        let sheet: &mut Worksheet = self.book.worksheet_from_index(open.index).map_err(failed)?;
        let cells = open.columns.iter().zip(&mut open.widths).zip(row);
        for (at, ((name, width), value)) in (0..).zip(cells) {
            let written = self.looks.write(sheet, (open.row, at), value);
            *width = written.map_err(|error| refused(&error, name))?.max(*width);
        }
        open.row += 1;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close()?;
        self.save()
    }
}

/// Why a cell can't be.
fn refused(error: &XlsxError, column: &str) -> io::Error {
    let what = match error {
        XlsxError::MaxStringLengthExceeded => format!(
            "a text of {column} is longer than the 32,767 signs that a cell of a spreadsheet holds"
        ),
        other => format!("a cell of {column} can't be written: {other}"),
    };
    io::Error::other(Error::failed(what).hint("save it as .csv, or without that column"))
}

fn misnamed(name: &str) -> io::Error {
    let what = format!("'{name}' can't be the name of a sheet");
    let rule = "1 to 31 signs, none of [ ] : * ? / \\, no apostrophe at an end, and no name twice";
    io::Error::other(Error::failed(what).hint(rule))
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
