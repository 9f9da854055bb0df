//! Charts: columns of numbers as bars, lines or sparks, in text or as a picture.
//!
//! Each column of numbers is drawn by itself, under its name: so nothing has to be told apart by colour, and money
//! stands not beside counts. Columns of the same type have the same scale.

mod bars;
mod canvas;
mod columns;
mod lines;
mod options;
mod picture;
mod scale;
mod series;
mod sparks;

pub use options::{Kind, OPTIONS, Options};
pub use picture::{Picture, picture};
use scale::Scale;
use series::Series;

use super::{Layout, cell, visible};
use crate::error::{Error, Result};
use crate::rows::Rows;
use crate::value::{Type, Value};
use std::fmt;
use std::io::{self, Write};

/// How wide a chart is where nobody says so.
const WIDTH: usize = 80;
/// How many rows have a bar; of more it is said how many there are.
const BARS: usize = 50;
/// How many rows can be drawn at all.
pub const MOST_ROWS: usize = 100_000;

/// What is drawn: the columns of a result that were chosen, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    kind: Kind,
    /// The column of names or days, if there is one; then those of numbers.
    rows: Rows,
    has_x: bool,
}

impl Chart {
    /// Chooses what is drawn of a result: what the options leave open is guessed. The first column that is no number
    /// has the names, or the days; columns of numbers are drawn, but for keys (`id`, `client_id`). Days make a line.
    ///
    /// ```
    /// use epic::render::chart::{Chart, Options};
    /// use epic::{rows::{Column, Rows}, value::{Type, Value}};
    /// let column = |name: &str, kind| Column { name: name.into(), kind: Some(kind) };
    /// let rows = Rows {
    ///     columns: vec![column("location", Type::Text), column("count", Type::Int)],
    ///     rows: vec![vec![Value::Text("Paris".into()), Value::Int(3)]],
    /// };
    /// let chart = Chart::of(rows, &Options::default())?;
    /// assert!(chart.to_string().starts_with("count by location\nParis 3 │█"));
    /// # Ok::<(), epic::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// A column is not there, or has no numbers; there is none with numbers; there are too many rows or columns.
    pub fn of(rows: Rows, options: &Options) -> Result<Self> {
        if rows.rows.len() > MOST_ROWS {
            return Err(too_many_rows());
        }
        columns::chosen(rows, options)
    }

    /// What is drawn, as rows: for formats that programs read.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// How it is drawn.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Draws it as text, within the width of the layout, or 80 columns. It needs a character's width for a bar.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
        if let Some(nothing) = self.nothing() {
            return writeln!(out, "{nothing}");
        }
        match self.kind {
            Kind::Bar => bars::write(self, layout, out)?,
            Kind::Line => lines::write(self, layout, out)?,
            Kind::Spark => sparks::write(self, layout, out)?,
        }
        match self.note() {
            Some(note) => writeln!(out, "{}", layout.signs(&note)),
            None => Ok(()),
        }
    }

    /// Why it would be empty, if it would.
    fn nothing(&self) -> Option<&'static str> {
        let is_empty = self.rows.rows.is_empty();
        is_empty.then_some("nothing to draw: there are no rows")
    }

    /// What is said of the rows that are not drawn, if there are any.
    fn note(&self) -> Option<String> {
        let (left_out, why) = match self.kind {
            Kind::Bar => (self.rows.rows.len().saturating_sub(BARS), String::new()),
            Kind::Line if self.has_x => {
                let left_out = self.places().iter().filter(|place| place.is_none()).count();
                (
                    left_out,
                    format!(" without {}", visible(&self.rows.columns[0].name)),
                )
            }
            Kind::Line | Kind::Spark => return None,
        };
        (left_out > 0).then(|| format!("… {left_out} more{why}"))
    }

    /// The columns of numbers, each with its scale: that of all columns of its type.
    fn series(&self) -> Vec<Series<'_>> {
        let first = usize::from(self.has_x);
        let all = first..self.rows.columns.len();
        let mut all: Vec<Series<'_>> = all.map(|index| Series::of(&self.rows, index)).collect();
        if self.kind == Kind::Line {
            let places = self.places();
            for series in &mut all {
                series.leave_out(&places);
            }
        }
        let scales: Vec<Scale> = all.iter().map(|series| self.scale(series, &all)).collect();
        for (series, scale) in all.iter_mut().zip(scales) {
            series.scale = scale;
        }
        all
    }

    fn scale(&self, series: &Series<'_>, all: &[Series<'_>]) -> Scale {
        let same = all.iter().filter(|other| other.kind() == series.kind());
        let values = same.flat_map(|other| other.values.iter().flatten().copied());
        match self.kind {
            Kind::Bar => Scale::from_zero(values),
            Kind::Line | Kind::Spark => Scale::around(values),
        }
    }

    /// The name of a row: the value of the first column, or its number.
    fn label(&self, row: usize) -> String {
        match self.rows.rows.get(row).and_then(|row| row.first()) {
            Some(value) if self.has_x => visible(&cell(value)).into_owned(),
            _ => (row + 1).to_string(),
        }
    }

    /// What is drawn, in words: `count by location`.
    fn title(&self, series: &Series<'_>) -> String {
        let name = visible(series.name);
        match self.rows.columns.first() {
            Some(x) if self.has_x => format!("{name} by {}", visible(&x.name)),
            _ => name.into_owned(),
        }
    }

    /// Where the rows stand on a line, from 0 to 1: days by their distance, all else one after the other. A row without
    /// a day stands nowhere.
    fn places(&self) -> Vec<Option<f64>> {
        let days = self.has_x && is_time(self.rows.columns[0].kind);
        let at = |(index, row): (usize, &Vec<Value>)| match row.first() {
            Some(value) if days => seconds(value),
            #[expect(clippy::cast_precision_loss)] // at most `MOST_ROWS`
            _ => Some(index as f64),
        };
        let at: Vec<Option<f64>> = self.rows.rows.iter().enumerate().map(at).collect();
        let scale = Scale::exactly(at.iter().flatten().copied());
        let place = |at: f64| scale.part(at).unwrap_or(0.5);
        at.into_iter().map(|at| at.map(place)).collect()
    }
}

/// As on a terminal of 80 columns, without colours.
impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        self.write(Layout::default(), &mut text)
            .map_err(|_| fmt::Error)?;
        f.write_str(String::from_utf8_lossy(&text).trim_end_matches('\n'))
    }
}

/// What is said of more rows than can be drawn.
#[must_use]
pub fn too_many_rows() -> Error {
    Error::failed(format!("a chart has at most {MOST_ROWS} rows"))
        .hint("group them first: .group(|k| k.client, #{ n: count() }).chart()")
}

/// Whether the values of a column are days or moments.
fn is_time(kind: Option<Type>) -> bool {
    matches!(
        kind,
        Some(Type::Date | Type::Timestamp | Type::LocalTimestamp)
    )
}

/// A day or a moment on one scale, in seconds.
fn seconds(value: &Value) -> Option<f64> {
    let seconds = match value {
        Value::Date(day) => day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        Value::Timestamp(moment) => moment.timestamp(),
        Value::LocalTimestamp(clock) => clock.and_utc().timestamp(),
        _ => return None,
    };
    #[expect(clippy::cast_precision_loss)] // years of chrono are far from 2^53 seconds
    Some(seconds as f64)
}

#[cfg(test)]
mod tests;
