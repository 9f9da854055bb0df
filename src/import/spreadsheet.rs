//! Spreadsheets: the cells of one sheet, with the types that their formats give them.

use super::archive;
use super::cell::{Cell, Line};
use super::limits::{MOST_COLUMNS, too_wide};
use crate::error::{Error, Result};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The days that a spreadsheet can count, from 1900 to 9999.
const DAYS: std::ops::Range<f64> = 0.0..2_958_466.0;

/// A spreadsheet, and the sheet of it that is read.
pub(super) struct Spreadsheet {
    book: Xlsx<BufReader<File>>,
    name: String,
    sheet: String,
    /// The other sheets that can be seen.
    pub(super) others: Vec<String>,
}

impl Spreadsheet {
    /// Opens a spreadsheet at the sheet of a name, or at the first.
    pub(super) fn open(file: File, name: &str, sheet: Option<&str>) -> Result<Self> {
        archive::check(file.try_clone()?, name)?;
        let book = sound(name, || Xlsx::new(BufReader::new(file)))?;
        let seen = book.sheets_metadata().iter().filter(|sheet| {
            sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
        });
        let mut others: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
        let place = match sheet {
            None => Some(0).filter(|_| !others.is_empty()),
            Some(wanted) => others.iter().position(|name| name == wanted),
        };
        let Some(place) = place else {
            let known = others.iter().map(String::as_str);
            let wanted = sheet.unwrap_or_default();
            let error = Error::failed(match sheet {
                Some(wanted) => format!("{name} has no sheet '{wanted}'"),
                None => format!("{name} has no sheet with cells"),
            });
            let error = error.did_you_mean(wanted, known);
            return Err(match others.as_slice() {
                [] => error,
                names => error.hint(format!("its sheets: {}", names.join(", "))),
            });
        };
        let sheet = others.remove(place);
        Ok(Self {
            book,
            name: name.to_owned(),
            sheet,
            others,
        })
    }

    /// The sheet that is read.
    pub(super) fn sheet(&self) -> &str {
        &self.sheet
    }

    pub(super) fn each_line(
        &mut self,
        visit: &mut dyn FnMut(Line) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let name = &self.name;
        let mut reader = sound(name, || self.book.worksheet_cells_reader(&self.sheet))?;
        let mut line: Option<Line> = None;
        while let Some(found) = sound(name, || reader.next_cell())? {
            let (row, column) = found.get_position();
            let (number, column) = (u64::from(row) + 1, column as usize);
            if column >= MOST_COLUMNS {
                return Err(too_wide(name, number));
            }
            if let Some(done) = line.take_if(|line| line.number != number) {
                if done.number > number {
                    let what = format!(
                        "{name} is damaged: row {number} follows row {}",
                        done.number
                    );
                    return Err(Error::failed(what));
                }
                if visit(done)?.is_break() {
                    return Ok(());
                }
            }
            let cells = &mut line
                .get_or_insert_with(|| Line {
                    number,
                    cells: Vec::new(),
                })
                .cells;
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            cells[column] = cell(found.get_value());
        }
        line.map_or(Ok(()), |line| visit(line).map(drop))
    }
}

/// What the reader of spreadsheets answers. It may stumble over numbers that nobody writes, which are only a fault of
/// the file here.
fn sound<T>(
    name: &str,
    read: impl FnOnce() -> std::result::Result<T, calamine::XlsxError>,
) -> Result<T> {
    let why = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it is damaged".to_owned(),
    };
    Err(
        Error::failed(format!("{name} can't be read as a spreadsheet: {why}"))
            .hint("save it again as .xlsx, or as .csv"),
    )
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[allow(clippy::cast_precision_loss)] // as spreadsheets have it
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::Bool(*flag),
        DataRef::DateTime(moment) => self::moment(moment),
        DataRef::DateTimeIso(text) => match iso(text) {
            Some(moment) => Cell::Moment(moment),
            None => Cell::Text(text.clone()),
        },
        DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Failed(error.to_string()),
    }
}

/// A number of days, whose format says that it is a date.
fn moment(days: &ExcelDateTime) -> Cell {
    let number = days.as_f64();
    let is_date = days.is_datetime() && DAYS.contains(&number);
    match is_date.then(|| days.as_datetime()).flatten() {
        Some(moment) => Cell::Moment(moment),
        None => Cell::Number(number),
    }
}

fn iso(text: &str) -> Option<NaiveDateTime> {
    let day = || text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0);
    text.parse().ok().or_else(day)
}
