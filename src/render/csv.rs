//! Values separated by commas (RFC 4180) or tabs: a line of headers, then one line per row, each ended by `\n`.
//!
//! The data stays exact. A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is
//! written as it is, although a spreadsheet may take it for a formula: a prefix would change phone
//! numbers (`+33 …`), and a file that is imported again would not give the same values. Who opens
//! a list in a spreadsheet saves it as `.xlsx`, where a text is always a text, or asks for
//! [`Formulas::Escaped`]. Null is
//! nothing and the empty text `""`, as PostgreSQL's own `copy` writes them; only in a file of one column null is `""`
//! too, since readers pass over empty lines.

use super::RowSink;
use crate::rows::Column;
use crate::value::Value;
use std::io::{self, Write};

/// What becomes of texts that a spreadsheet may take for formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Formulas {
    /// They stay as they are.
    #[default]
    Kept,
    /// They get an apostrophe before them, by which spreadsheets know a text.
    Escaped,
}

/// Writes each row as it comes.
pub(super) struct Csv<'a> {
    out: &'a mut dyn Write,
    columns: usize,
    delimiter: u8,
    formulas: Formulas,
    /// The line that is being made.
    line: String,
}

impl<'a> Csv<'a> {
    /// A file with these columns, separated by an ASCII sign.
    pub(super) fn new(
        columns: &[Column],
        delimiter: u8,
        formulas: Formulas,
        out: &'a mut dyn Write,
    ) -> io::Result<Self> {
        let mut csv = Self {
            out,
            columns: columns.len(),
            delimiter,
            formulas,
            line: String::new(),
        };
        let names: Vec<Value> = columns
            .iter()
            .map(|column| Value::Text(column.name.clone()))
            .collect();
        csv.row(&names)?;
        Ok(csv)
    }

    fn cell(&mut self, value: &Value) {
        if value.is_null() && self.columns > 1 {
            return;
        }
        let begin = self.line.len();
        if self.formulas == Formulas::Escaped && is_formula(value) {
            self.line.push('\'');
        }
        value.push_exact(&mut self.line);
        let special = |byte: u8| byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r');
        let text = &self.line[begin..];
        if text.is_empty() || text.bytes().any(special) {
            let quoted = format!("\"{}\"", text.replace('"', "\"\""));
            self.line.replace_range(begin.., &quoted);
        }
    }
}

/// Whether it is a text that a spreadsheet may take for a formula.
fn is_formula(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']))
}

impl RowSink for Csv<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        if self.columns == 0 {
            return Ok(());
        }
        self.line.clear();
        for i in 0..self.columns {
            if i > 0 {
                self.line.push(self.delimiter.into());
            }
            self.cell(row.get(i).unwrap_or(&Value::Null));
        }
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, column, texts, written};
    use super::*;
    use crate::rows::Rows;
    use crate::value::Type;

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
    fn a_formula_is_a_text_where_that_is_asked_for() {
        let mut result = texts(&["=1+1", "+33 6", "-", "@x", "\t=1", "a=1", ""]);
        result.rows.push(vec![Value::Int(-1)]);
        let mut out = Vec::new();
        let mut csv = Csv::new(&result.columns, b',', Formulas::Escaped, &mut out).unwrap();
        result.rows.iter().for_each(|row| csv.row(row).unwrap());
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "t\n'=1+1\n'+33 6\n'-\n'@x\n'\t=1\na=1\n\"\"\n-1\n"
        );
    }

    #[test]
    fn tabs_are_quoted_where_they_separate() {
        let file = written(Format::Tsv, &texts(&["a,b", "a\tb"]), None);
        assert_eq!(file, "t\na,b\n\"a\tb\"\n");
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
