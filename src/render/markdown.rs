//! A GitHub-flavoured Markdown table: whatever a cell holds, it stays the text of that cell.

use super::visible::shown;
use super::{RowSink, cell, is_number};
use crate::rows::Column;
use crate::value::Value;
use std::io::{self, Write};

/// Writes each row as it comes.
pub(super) struct Markdown<'a> {
    out: &'a mut dyn Write,
    columns: usize,
}

impl<'a> Markdown<'a> {
    /// A table with these columns.
    pub(super) fn new(columns: &[Column], out: &'a mut dyn Write) -> io::Result<Self> {
        let mut table = Self {
            out,
            columns: columns.len(),
        };
        table.line(columns.iter().map(|column| escape(&column.name)))?;
        table.line(columns.iter().map(|column| {
            let rule = if is_number(column) { "---:" } else { "---" };
            rule.to_owned()
        }))?;
        Ok(table)
    }

    /// Writes a line; none when there are no columns.
    fn line(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        if self.columns == 0 {
            return Ok(());
        }
        for cell in cells {
            write!(
                self.out,
                "| {cell}{}",
                if cell.is_empty() { "" } else { " " }
            )?;
        }
        writeln!(self.out, "|")
    }
}

impl RowSink for Markdown<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        let value = |i| row.get(i).unwrap_or(&Value::Null);
        self.line((0..self.columns).map(|i| escape(&cell::text(value(i)))))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The text with what Markdown would act on escaped.
fn escape(text: &str) -> String {
    let text = shown(text, "\n");
    let mut cell = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match char {
            '\n' => cell.push_str("<br>"),
            '<' => cell.push_str("&lt;"),
            '&' if after == '#' || after.is_ascii_alphanumeric() => cell.push_str("&amp;"),
            '_' if before.is_alphanumeric() && after.is_alphanumeric() => cell.push('_'),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => cell.extend(['\\', char]),
            _ => cell.push(char),
        }
        before = char;
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, written};
    use super::*;

    #[test]
    fn numbers_are_at_the_right() {
        insta::assert_snapshot!(written(Format::Markdown, &clients(), Some(20)), @r"
        | id | full_name | due | signed | last_contact_date |
        | ---: | --- | ---: | --- | --- |
        | 12 | Kevin Casey | 48210.50 | true | 2026-09-30 |
        | 1250 | 李小龍 | null | false | null |
        ");
    }

    #[test]
    fn text_stays_text() {
        for (text, cell) in [
            ("a|b", r"a\|b"),
            (r"a\|b", r"a\\\|b"),
            ("two\r\nlines", "two<br>lines"),
            ("<script>", "&lt;script>"),
            ("Smith & Co &lt; A&B", "Smith & Co &amp;lt; A&amp;B"),
            ("full_name _it_ *b* `c`", r"full_name \_it\_ \*b\* \`c\`"),
            ("[x](javascript:1)", r"\[x\](javascript:1)"),
            ("\x1b[2J", r"␛\[2J"),
        ] {
            assert_eq!(escape(text), cell);
        }
    }
}
