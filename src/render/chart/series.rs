//! A column of numbers, as it is drawn.

use super::super::{cell, visible};
use super::scale::Scale;
use crate::rows::{Column, Rows};
use crate::value::{Type, Value};
use rust_decimal::prelude::ToPrimitive;

/// A column of numbers.
pub(super) struct Series<'a> {
    pub(super) name: &'a str,
    column: &'a Column,
    /// Between which numbers it is drawn.
    pub(super) scale: Scale,
    /// What can be drawn of it.
    pub(super) values: Vec<Option<f64>>,
    /// As a table shows it.
    pub(super) texts: Vec<String>,
}

impl<'a> Series<'a> {
    pub(super) fn of(rows: &'a Rows, index: usize) -> Self {
        let column = &rows.columns[index];
        let cells = || rows.rows.iter().map(|row| &row[index]);
        Self {
            name: &column.name,
            column,
            scale: Scale::default(),
            values: cells().map(number).collect(),
            texts: cells()
                .map(|value| visible(&cell(value)).into_owned())
                .collect(),
        }
    }

    /// Leaves out the numbers that have no place.
    pub(super) fn leave_out(&mut self, places: &[Option<f64>]) {
        for (value, place) in self.values.iter_mut().zip(places) {
            *value = value.filter(|_| place.is_some());
        }
    }

    pub(super) fn kind(&self) -> Option<Type> {
        self.column.kind
    }

    /// The lowest and the highest, as a table shows them: `3 to 12`.
    pub(super) fn ends(&self) -> String {
        let numbers = self.values.iter().zip(&self.texts);
        let numbers = numbers.filter_map(|(value, text)| Some(((*value)?, text)));
        let lowest = numbers.clone().min_by(|(a, _), (b, _)| a.total_cmp(b));
        let highest = numbers.max_by(|(a, _), (b, _)| a.total_cmp(b));
        match (lowest, highest) {
            (Some((_, low)), Some((_, high))) if low != high => format!("{low} to {high}"),
            (Some((_, same)), _) => same.clone(),
            _ => String::new(),
        }
    }
}

/// A number that has a length.
fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Int(number) => number.to_f64()?,
        Value::Float(number) => *number,
        Value::Decimal(number) => number.to_f64()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}
