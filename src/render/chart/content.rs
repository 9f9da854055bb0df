//! What is drawn, whatever it is drawn on.

use super::options::Kind;
use super::scale::Scale;
use super::series::Series;
use crate::error::{Error, Result};
use crate::render::{cell, visible};
use crate::rows::{Column, Rows};
use crate::value::{Type, Value};
use rust_decimal::prelude::ToPrimitive;

/// How many rows have a bar; of more it is said how many there are.
pub(super) const BARS: usize = 50;
/// How many rows can be drawn at all.
pub const MOST_ROWS: usize = 100_000;

/// What is drawn: the columns of a result that were chosen, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub(super) kind: Kind,
    /// The column of names or days, if there is one; then those of numbers.
    pub(super) rows: Rows,
    pub(super) has_x: bool,
}

impl Chart {
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

    /// The column of names or days, if there is one: it is the first one.
    #[must_use]
    pub fn names(&self) -> Option<&Column> {
        self.rows.columns.first().filter(|_| self.has_x)
    }

    /// The columns of numbers that are drawn on one scale, by their places: those of each type.
    #[must_use]
    pub fn panels(&self) -> Vec<Vec<usize>> {
        let mut panels: Vec<(Option<Type>, Vec<usize>)> = Vec::new();
        let first = usize::from(self.has_x);
        for (place, column) in self.rows.columns.iter().enumerate().skip(first) {
            match panels.iter_mut().find(|(kind, _)| *kind == column.kind) {
                Some((_, places)) => places.push(place),
                None => panels.push((column.kind, vec![place])),
            }
        }
        panels.into_iter().map(|(_, places)| places).collect()
    }

    /// Whether a file of it would show something.
    ///
    /// # Errors
    /// There are no rows.
    pub fn has_rows(&self) -> Result<()> {
        match self.nothing() {
            Some(nothing) => Err(Error::failed(nothing).hint("no file is written")),
            None => Ok(()),
        }
    }

    /// Why it would be empty, if it would.
    pub(super) fn nothing(&self) -> Option<&'static str> {
        let is_empty = self.rows.rows.is_empty();
        is_empty.then_some("nothing to draw: there are no rows")
    }

    /// What is said of the rows that are not drawn, if there are any.
    pub(super) fn note(&self) -> Option<String> {
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
    pub(super) fn series(&self) -> Vec<Series<'_>> {
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
    pub(super) fn label(&self, row: usize) -> String {
        match self.rows.rows.get(row).and_then(|row| row.first()) {
            Some(value) if self.has_x => visible(&cell(value)).into_owned(),
            _ => (row + 1).to_string(),
        }
    }

    /// What is drawn, in words: `count by location`.
    pub(super) fn title(&self, series: &Series<'_>) -> String {
        let name = visible(series.name);
        match self.rows.columns.first() {
            Some(x) if self.has_x => format!("{name} by {}", visible(&x.name)),
            _ => name.into_owned(),
        }
    }

    /// Where the rows stand on a line, from 0 to 1: days by their distance, all else one after the other. A row without
    /// a day stands nowhere.
    pub(super) fn places(&self) -> Vec<Option<f64>> {
        let days = self.has_x && is_time(self.rows.columns[0].kind);
        let at = |(index, row): (usize, &Vec<Value>)| match row.first() {
            Some(value) if days => seconds(value),
            _ => index.to_f64(),
        };
        let at: Vec<Option<f64>> = self.rows.rows.iter().enumerate().map(at).collect();
        let scale = Scale::exactly(at.iter().flatten().copied());
        let place = |at: f64| scale.part(at).unwrap_or(0.5);
        at.into_iter().map(|at| at.map(place)).collect()
    }
}

/// What is said of more rows than can be drawn.
#[must_use]
pub fn too_many_rows() -> Error {
    Error::failed(format!("a chart has at most {MOST_ROWS} rows"))
        .hint("group them first: .group(|k| k.client, #{ n: count() }).chart()")
}

/// Whether the values of a column are days or moments.
#[must_use]
pub fn is_time(kind: Option<Type>) -> bool {
    matches!(
        kind,
        Some(Type::Date | Type::Timestamp | Type::LocalTimestamp)
    )
}

/// A day or a moment on one scale, in seconds.
pub(super) fn seconds(value: &Value) -> Option<f64> {
    let seconds = match value {
        Value::Date(day) => day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        Value::Timestamp(moment) => moment.timestamp(),
        Value::LocalTimestamp(clock) => clock.and_utc().timestamp(),
        _ => return None,
    };
    seconds.to_f64()
}
