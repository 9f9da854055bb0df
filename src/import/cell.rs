//! Cells as a file has them, before anybody knows what field they are for.

use crate::value::{calendar, decimal};
use chrono::{NaiveDateTime, NaiveTime};
use std::borrow::Cow;

/// A cell. Text files have texts only; spreadsheets know more.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number of a spreadsheet.
    Number(f64),
    /// A truth value of a spreadsheet.
    Bool(bool),
    /// A date, a time of day or both, of a spreadsheet.
    Moment(NaiveDateTime),
    /// A formula of a spreadsheet that failed, such as `#DIV/0!`.
    Failed(String),
}

impl Cell {
    /// Whether there is nothing to see in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Its text, without the blanks around it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Failed(text) => text.trim().into(),
            Self::Number(number) => digits(*number).into(),
            Self::Bool(flag) => flag.to_string().into(),
            Self::Moment(moment) if moment.time() == NaiveTime::MIN => {
                calendar::day(moment.date()).into()
            }
            Self::Moment(moment) => calendar::clock(*moment).into(),
        }
    }
}

/// The digits of a number that a spreadsheet shows: it keeps 15 of them, and the rest is noise of its arithmetic.
fn digits(number: f64) -> String {
    match decimal(&format!("{number:.14e}")) {
        Some(exact) => exact.normalize().to_string(),
        None => number.to_string(),
    }
}

/// A line of a file, or a row of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number, as an editor or a spreadsheet shows it.
    pub number: u64,
    /// Its cells, from left to right.
    pub cells: Vec<Cell>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_shows() {
        for (number, text) in [
            (33_612_345_678.0, "33612345678"),
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (-0.0, "0"),
        ] {
            assert_eq!(Cell::Number(number).text(), text);
        }
    }
}
