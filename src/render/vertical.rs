//! One field per line, for rows that are too wide for a table: psql's `\x`.
//!
//! Nothing is cut: a long value is left to the terminal to wrap, and the lines of a text stay lines.

use super::cell;
use super::fit::cut;
use super::look::Look;
use super::visible::shown;
use super::{Layout, RowSink, visible};
use crate::rows::Column;
use crate::value::Value;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// A name is shown up to this width (PostgreSQL's own names are no longer).
const NAME: usize = 63;

/// How far the rule between records reaches beyond the names.
const RULE: usize = 24;

/// Writes each row as it comes.
pub(super) struct Vertical<'a> {
    out: &'a mut dyn Write,
    layout: Layout,
    /// The names, padded to the same width.
    names: Vec<String>,
    width: usize,
    record: usize,
}

impl<'a> Vertical<'a> {
    /// Records with these fields.
    pub(super) fn new(columns: &[Column], layout: Layout, out: &'a mut dyn Write) -> Self {
        let short = |column: &Column| cut(&visible(&column.name), NAME).into_owned();
        let mut names: Vec<String> = columns.iter().map(short).collect();
        let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
        for name in &mut names {
            *name += &" ".repeat(width - name.width());
        }
        Self {
            out,
            layout,
            names,
            width,
            record: 0,
        }
    }

    /// The line above a record, with its number.
    fn rule(&self) -> String {
        let number = format!("─ {} ", self.record);
        let reach = (self.width + RULE).min(self.layout.width.unwrap_or(usize::MAX));
        let line = "─".repeat(reach.saturating_sub(number.width()));
        let bold = self.layout.color;
        let (on, off) = if bold {
            ("\x1b[1m", "\x1b[0m")
        } else {
            ("", "")
        };
        format!("{on}{number}{line}{off}")
    }
}

impl RowSink for Vertical<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        self.record += 1;
        writeln!(self.out, "{}", self.layout.signs(&self.rule()))?;
        for (name, value) in self.names.iter().zip(row) {
            let text = cell::text(value);
            for (i, line) in shown(&text, "\n").split('\n').enumerate() {
                let name = if i == 0 { name } else { "" };
                let width = self.width - name.width();
                let mut drawn = format!("{name}{:width$} │ ", "");
                Look::of(value).push(&mut drawn, line, self.layout.color);
                let drawn = self.layout.signs(drawn.trim_end_matches(' '));
                writeln!(self.out, "{drawn}")?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, texts, written};

    #[test]
    fn each_field_has_its_line() {
        insta::assert_snapshot!(written(Format::Vertical, &clients(), Some(30)), @r"
        ─ 1 ──────────────────────────
        id                │ 12
        full_name         │ Kevin Casey
        due               │ 48210.50
        signed            │ true
        last_contact_date │ 2026-09-30
        ─ 2 ──────────────────────────
        id                │ 1250
        full_name         │ 李小龍
        due               │ null
        signed            │ false
        last_contact_date │ null
        ");
    }

    #[test]
    fn lines_stay_lines_and_nothing_else_acts() {
        let nasty = texts(&["VIP\r\n\tseat 1\n", "\x1b[2J\u{202e}", "│", &"é".repeat(50)]);
        insta::assert_snapshot!(written(Format::Vertical, &nasty, Some(30)), @r"
        ─ 1 ─────────────────────
        t │ VIP
          │  seat 1
          │
        ─ 2 ─────────────────────
        t │ ␛[2J�
        ─ 3 ─────────────────────
        t │ │
        ─ 4 ─────────────────────
        t │ éééééééééééééééééééééééééééééééééééééééééééééééééé
        ");
    }
}
