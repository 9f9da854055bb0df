//! Which columns of a result are drawn.

use super::content::{Chart, MOST_ROWS, is_time, seconds, too_many_rows};
use super::options::{Kind, Options};
use crate::error::{Error, Result};
use crate::render::{is_number, visible};
use crate::rows::{Column, Rows};
use crate::value::Value;
use std::cmp::Ordering;

/// How many columns of numbers can be drawn.
const MOST: usize = 12;

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
        chosen(rows, options)
    }
}

/// The chart of a result: its columns are the chosen ones, from the names to the numbers.
fn chosen(mut rows: Rows, options: &Options) -> Result<Chart> {
    if rows.rows.is_empty() {
        rows.columns.clear(); // an empty list has no columns, and an empty result nothing to choose
        return Ok(Chart {
            kind: options.kind.unwrap_or(Kind::Bar),
            rows,
            has_x: false,
        });
    }
    let columns = &rows.columns;
    let named = options.x.as_deref();
    let x = named.map(|name| find(columns, name)).transpose()?;
    let y = match options.y.as_slice() {
        [] => guessed_y(columns, x.or_else(|| guessed_x(columns, &[])))?,
        said => named_y(columns, said)?,
    };
    let x = x.or_else(|| guessed_x(columns, &y));
    if y.len() > MOST {
        let what = format!(
            "a chart has at most {MOST} columns of numbers, not {}",
            y.len()
        );
        return Err(Error::failed(what).hint("name those to draw: y: [\"due\", \"worth\"]"));
    }
    let days = x.is_some_and(|x| is_time(columns[x].kind));
    let guess = if days && rows.rows.len() > 1 {
        Kind::Line
    } else {
        Kind::Bar
    };
    let kind = options.kind.unwrap_or(guess);
    let kept: Vec<usize> = x.into_iter().chain(y).collect();
    let mut rows = only(&rows, &kept);
    if days && kind != Kind::Bar {
        rows.rows.sort_by(|a, b| in_time(&a[0], &b[0]));
    }
    let has_x = x.is_some();
    Ok(Chart { kind, rows, has_x })
}

/// The first column that is no number and not drawn; else the first, if another one is left to draw.
fn guessed_x(columns: &[Column], y: &[usize]) -> Option<usize> {
    let free = |index: &usize| !y.contains(index);
    let all = 0..columns.len();
    let names = all.clone().filter(free).find(|i| !is_number(&columns[*i]));
    let several = columns.len() > 1;
    names.or_else(|| all.clone().find(free).filter(|_| several))
}

/// The columns of numbers, but for the one with the names, and keys.
fn guessed_y(columns: &[Column], x: Option<usize>) -> Result<Vec<usize>> {
    let is_key = |column: &Column| column.name == "id" || column.name.ends_with("_id");
    let likely = |index: &usize| {
        let column = &columns[*index];
        Some(*index) != x && is_number(column) && !is_key(column)
    };
    let y: Vec<usize> = (0..columns.len()).filter(likely).collect();
    if y.is_empty() {
        return Err(Error::failed("there is no column of numbers to draw")
            .hint(listed("columns", columns))
            .hint("count or add up first: .group(|k| k.client, #{ n: count() }).chart()"));
    }
    Ok(y)
}

fn named_y(columns: &[Column], names: &[String]) -> Result<Vec<usize>> {
    let numbers = |name: &String| {
        let index = find(columns, name)?;
        if is_number(&columns[index]) {
            return Ok(index);
        }
        let what = format!("the column '{}' has no numbers to draw", visible(name));
        let error = Error::failed(what);
        let known = || columns.iter().filter(|column| is_number(column));
        Err(match known().next() {
            None => error.hint(listed("columns", columns)),
            Some(_) => error.hint(listed("columns of numbers", known())),
        })
    };
    names.iter().map(numbers).collect()
}

fn find(columns: &[Column], name: &str) -> Result<usize> {
    let found = columns.iter().position(|column| column.name == name);
    found.ok_or_else(|| {
        Error::failed(format!("the rows have no column '{}'", visible(name)))
            .did_you_mean(name, columns.iter().map(|column| column.name.as_str()))
            .hint(listed("columns", columns))
    })
}

fn listed<'a>(what: &str, columns: impl IntoIterator<Item = &'a Column>) -> String {
    let names: Vec<_> = columns
        .into_iter()
        .map(|column| visible(&column.name))
        .collect();
    format!("{what}: {}", names.join(", "))
}

/// The result with these columns, in this order.
fn only(rows: &Rows, kept: &[usize]) -> Rows {
    let cell = |row: &[Value], index: usize| row.get(index).cloned().unwrap_or_default();
    Rows {
        columns: kept.iter().map(|i| rows.columns[*i].clone()).collect(),
        rows: rows
            .rows
            .iter()
            .map(|row| kept.iter().map(|i| cell(row, *i)).collect())
            .collect(),
    }
}

fn in_time(a: &Value, b: &Value) -> Ordering {
    let at = |value| seconds(value).unwrap_or(f64::INFINITY);
    at(a).total_cmp(&at(b))
}
