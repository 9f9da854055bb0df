//! Comma-separated values (RFC 4180): a line of headers, then one line per row, each ended by `\n`.
//!
//! The data stays exact. A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is
//! written as it is, although a spreadsheet may take it for a formula: a prefix would change phone
//! numbers (`+33 …`), and a file that is imported again would not give the same values. Who opens
//! a list in a spreadsheet saves it as `.xlsx`, where a text is always a text. Null and the empty text
//! look the same.

use super::RowSink;
use crate::rows::Column;
use crate::value::Value;
use std::io::{self, Write};

/// Writes each row as it comes.
pub(super) struct Csv<'a> {
    out: ::csv::Writer<&'a mut dyn Write>,
    columns: usize,
}

impl<'a> Csv<'a> {
    /// A file with these columns.
    pub(super) fn new(columns: &[Column], out: &'a mut dyn Write) -> io::Result<Self> {
        let mut csv = Self {
            out: ::csv::Writer::from_writer(out),
            columns: columns.len(),
        };
        csv.line(columns.iter().map(|column| &column.name))?;
        Ok(csv)
    }

    /// Writes a line; none when there are no columns.
    fn line(&mut self, cells: impl IntoIterator<Item = impl AsRef<[u8]>>) -> io::Result<()> {
        match self.columns {
            0 => Ok(()),
            _ => self.out.write_record(cells).map_err(cause),
        }
    }
}

impl RowSink for Csv<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        let cell = |i| row.get(i).unwrap_or(&Value::Null).exact().into_owned();
        self.line((0..self.columns).map(cell))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The error of the writer beneath; the `csv` crate's own conversion hides its kind.
fn cause(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, texts, written};

    #[test]
    fn a_line_of_headers_then_the_rows() {
        insta::assert_snapshot!(written(Format::Csv, &clients(), Some(20)), @r"
        id,full_name,due,signed,last_contact_date
        12,Kevin Casey,48210.50,true,2026-09-30
        1250,李小龍,,false,
        ");
    }

    #[test]
    fn text_is_quoted_where_it_must_be_and_never_changed() {
        for (text, line) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "=1+1"),
            ("+33 6", "+33 6"),
            ("\tx", "\tx"),
            ("", "\"\""),
        ] {
            let file = written(Format::Csv, &texts(&[text]), None);
            assert_eq!(file, format!("t\n{line}\n"));
        }
    }
}
