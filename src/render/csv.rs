//! Comma-separated values (RFC 4180): a line of headers, then one line per row, each ended by `\n`.
//!
//! The data stays exact. A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is
//! written as it is, although a spreadsheet may take it for a formula: a prefix would change phone
//! numbers (`+33 …`), and a file that is imported again would not give the same values. Who opens
//! a list in a spreadsheet saves it as `.xlsx`, where a text is always a text. Null is
//! nothing and the empty text `""`, as PostgreSQL's own `copy` writes them; only in a file of one column null is `""`
//! too, since readers pass over empty lines.

use super::RowSink;
use crate::rows::Column;
use crate::value::Value;
use std::io::{self, Write};

/// Writes each row as it comes.
pub(super) struct Csv<'a> {
    out: &'a mut dyn Write,
    columns: usize,
}

impl<'a> Csv<'a> {
    /// A file with these columns.
    pub(super) fn new(columns: &[Column], out: &'a mut dyn Write) -> io::Result<Self> {
        let mut csv = Self {
            out,
            columns: columns.len(),
        };
        let names: Vec<Value> = columns
            .iter()
            .map(|column| Value::Text(column.name.clone()))
            .collect();
        csv.row(&names)?;
        Ok(csv)
    }

    fn cell(&mut self, value: &Value) -> io::Result<()> {
        if value.is_null() && self.columns > 1 {
            return Ok(());
        }
        let text = value.exact();
        if text.is_empty() || text.contains([',', '"', '\n', '\r']) {
            write!(self.out, "\"{}\"", text.replace('"', "\"\""))
        } else {
            self.out.write_all(text.as_bytes())
        }
    }
}

impl RowSink for Csv<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for i in 0..self.columns {
            if i > 0 {
                self.out.write_all(b",")?;
            }
            self.cell(row.get(i).unwrap_or(&Value::Null))?;
        }
        match self.columns {
            0 => Ok(()),
            _ => self.out.write_all(b"\n"),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, column, texts, written};
    use crate::rows::Rows;
    use crate::value::{Type, Value};

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

    #[test]
    fn null_is_nothing_and_the_empty_text_is_quoted() {
        let result = Rows {
            columns: vec![column("a", Type::Text), column("b", Type::Text)],
            rows: vec![vec![Value::Null, Value::Text(String::new())]],
        };
        assert_eq!(written(Format::Csv, &result, None), "a,b\n,\"\"\n");
    }
}
