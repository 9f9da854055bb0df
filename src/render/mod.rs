//! Drawing: values in, text out.
//!
//! Every format is a [`RowSink`]: it takes one row at a time and writes to any `Write`. Only the table
//! keeps its rows, since its columns are as wide as their widest cell; the others hold nothing, so a
//! million rows can stream through them. Nothing here knows of databases, scripts or terminals: the
//! width of the terminal and whether to colour are arguments.
//!
//! What people read (table, vertical, Markdown, HTML) can't be attacked by the text in it: see
//! [`visible()`]. What programs read (CSV, JSON) is exact: see the module of each.

mod cell;
pub mod chart;
mod count;
mod csv;
mod fit;
mod format;
mod html;
mod json;
mod look;
mod markdown;
mod plain;
mod plan;
#[cfg(test)]
mod properties;
mod signs;
mod table;
mod vertical;
mod visible;
mod wrap;

pub use cell::text as cell;
pub use count::{count_line, thousands};
pub use csv::Formulas;
pub use fit::cut;
pub use format::Format;
pub use look::Look;
pub use plain::plain;
pub use plan::plan;
pub use signs::ascii;
pub use visible::visible;
pub use wrap::{wrap, wrap_prose};

use crate::rows::{Column, Named, Rows};
use crate::value::Value;
use std::borrow::Cow;
use std::io::{self, Write};

/// Where a result is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The width of the terminal in columns; none when the output is not one (then nothing is cut).
    pub width: Option<usize>,
    /// Whether to use the terminal's colours and weights.
    pub color: bool,
    /// Whether the terminal knows no signs but those of ASCII.
    pub ascii: bool,
    /// A table that has no room for all its columns is drawn from top to bottom if that takes at most so many lines.
    pub lines: Option<usize>,
}

impl Layout {
    /// A line of ours with the signs that there are.
    fn signs(self, line: &str) -> Cow<'_, str> {
        if self.ascii {
            ascii(line)
        } else {
            Cow::Borrowed(line)
        }
    }
}

/// Takes the rows of one result, from first to last.
///
/// Its errors are those of the writer, so that a caller can tell a pipe that was closed
/// ([`io::ErrorKind::BrokenPipe`], as by `head`) from a full disk.
pub trait RowSink {
    /// Takes a row: as many values as there are columns.
    ///
    /// # Errors
    /// When the writer fails.
    fn row(&mut self, row: &[Value]) -> io::Result<()>;

    /// Writes what is left, and flushes. Without it the output is not complete.
    ///
    /// # Errors
    /// When the writer fails.
    fn finish(&mut self) -> io::Result<()>;
}

/// Begins to write a result with these columns.
///
/// ```
/// use epic::{render::{sink, Format, Layout}, rows::Column, value::{Type, Value}};
/// let columns = [Column { name: "id".into(), kind: Some(Type::Int) }];
/// let mut out = Vec::new();
/// let mut csv = sink(Format::Csv, &columns, Layout::default(), &mut out)?;
/// csv.row(&[Value::Int(12)])?;
/// csv.finish()?;
/// drop(csv);
/// assert_eq!(out, b"id\n12\n");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// When the writer fails: most formats write their heading here.
pub fn sink<'a>(
    format: Format,
    columns: &[Column],
    layout: Layout,
    out: &'a mut dyn Write,
) -> io::Result<Box<dyn RowSink + 'a>> {
    Ok(match format {
        Format::Table => Box::new(table::Table::new(columns, &[], layout, out)),
        Format::Vertical => Box::new(vertical::Vertical::new(columns, layout, out)),
        Format::Csv => delimited(columns, b',', Formulas::Kept, out)?,
        Format::Tsv => delimited(columns, b'\t', Formulas::Kept, out)?,
        Format::Json => Box::new(json::Json::array(columns, out)),
        Format::Ndjson => Box::new(json::Json::lines(columns, out)),
        Format::Markdown => Box::new(markdown::Markdown::new(columns, out)?),
        Format::Html => Box::new(html::Html::new(columns, out)?),
    })
}

/// Begins to write values that a sign of ASCII separates.
///
/// # Errors
/// As [`sink`].
pub fn delimited<'a>(
    columns: &[Column],
    delimiter: u8,
    formulas: Formulas,
    out: &'a mut dyn Write,
) -> io::Result<Box<dyn RowSink + 'a>> {
    let csv = csv::Csv::new(columns, delimiter, formulas, out)?;
    Ok(Box::new(csv))
}

/// Begins to write a page of HTML that needs nothing besides: a table whose headings sort it.
///
/// # Errors
/// As [`sink`].
pub fn page<'a>(
    title: &str,
    columns: &[Column],
    out: &'a mut dyn Write,
) -> io::Result<Box<dyn RowSink + 'a>> {
    Ok(Box::new(html::Html::page(title, columns, out)?))
}

/// Writes a finished result.
///
/// # Errors
/// When the writer fails.
pub fn rows(format: Format, rows: &Rows, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    fill(&mut *sink(format, &rows.columns, layout, out)?, rows)
}

/// Writes a finished result as a table, with the names of what its keys refer to where there is room for them.
///
/// # Errors
/// When the writer fails.
pub fn named_rows(
    rows: &Rows,
    names: &[Named],
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = table::Table::new(&rows.columns, names, layout, out);
    fill(&mut table, rows)
}

fn fill(sink: &mut dyn RowSink, rows: &Rows) -> io::Result<()> {
    for row in &rows.rows {
        sink.row(row)?;
    }
    sink.finish()
}

/// Whether the column's cells are aligned to the right.
fn is_number(column: &Column) -> bool {
    column.kind.is_some_and(crate::value::Type::is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Type;
    use clap::ValueEnum;

    /// A writer whose reader has gone, as when the output is piped into `head`.
    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn one_row() -> Rows {
        Rows {
            columns: vec![Column {
                name: "id".into(),
                kind: Some(Type::Int),
            }],
            rows: vec![vec![Value::Int(12)]],
        }
    }

    #[test]
    fn every_format_reports_a_closed_pipe_as_one() {
        for format in Format::value_variants() {
            let error = rows(*format, &one_row(), Layout::default(), &mut Closed).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
        }
    }

    #[test]
    fn every_format_takes_no_columns_and_rows_that_are_too_short() {
        let layout = Layout {
            width: Some(20),
            color: true,
            ascii: false,
            ..Layout::default()
        };
        let mut short = one_row();
        short.rows = vec![vec![]];
        let mut none = short.clone();
        none.columns.clear();
        for format in Format::value_variants() {
            rows(*format, &none, layout, &mut Vec::new()).unwrap();
            rows(*format, &short, layout, &mut Vec::new()).unwrap();
        }
    }
}

/// What the tests of every format share.
#[cfg(test)]
mod samples {
    use super::{Format, Layout, rows};
    use crate::rows::{Column, Rows};
    use crate::value::{Type, Value};

    /// A column.
    pub fn column(name: &str, kind: Type) -> Column {
        Column {
            name: name.into(),
            kind: Some(kind),
        }
    }

    /// A text value.
    pub fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    /// A column of text under the heading `t`.
    pub fn texts(texts: &[&str]) -> Rows {
        Rows {
            columns: vec![column("t", Type::Text)],
            rows: texts.iter().map(|t| vec![text(t)]).collect(),
        }
    }

    /// Two clients: numbers, money, a day, nothing.
    pub fn clients() -> Rows {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
        let due = rust_decimal::Decimal::new(4_821_050, 2);
        Rows {
            columns: vec![
                column("id", Type::Int),
                column("full_name", Type::Text),
                column("due", Type::Decimal),
                column("signed", Type::Bool),
                column("last_contact_date", Type::Date),
            ],
            rows: vec![
                vec![
                    Value::Int(12),
                    text("Kevin Casey"),
                    Value::Decimal(due),
                    Value::Bool(true),
                    Value::Date(day),
                ],
                vec![
                    Value::Int(1250),
                    text("李小龍"),
                    Value::Null,
                    Value::Bool(false),
                    Value::Null,
                ],
            ],
        }
    }

    /// The text of a result.
    pub fn written(format: Format, result: &Rows, width: Option<usize>) -> String {
        let mut out = Vec::new();
        let layout = Layout {
            width,
            color: false,
            ascii: false,
            ..Layout::default()
        };
        rows(format, result, layout, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}
