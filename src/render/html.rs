//! An HTML table, to put into a page: numbers have the class `number`, cells without a value the class `null`. Or a
//! page of its own, which needs nothing from anywhere: a click on a heading sorts by it.

use super::visible::shown;
use super::{RowSink, is_number};
use crate::rows::Column;
use crate::value::Value;
use std::io::{self, Write};

/// Writes each row as it comes.
pub(super) struct Html<'a> {
    out: &'a mut dyn Write,
    /// For each column, whether it holds numbers.
    numbers: Vec<bool>,
    /// What comes after the table.
    end: &'static str,
}

/// What comes before the table of a page. `{title}` stands for its title.
const PAGE_BEGIN: &str = include_str!("page_begin.html");
/// What comes after it.
const PAGE_END: &str = include_str!("page_end.html");

impl<'a> Html<'a> {
    /// A table with these columns.
    pub(super) fn new(columns: &[Column], out: &'a mut dyn Write) -> io::Result<Self> {
        let numbers = columns.iter().map(is_number).collect();
        let end = "\n";
        let mut table = Self { out, numbers, end };
        writeln!(table.out, "<table>\n<thead>")?;
        table.line("th", columns.iter().map(|column| Some(column.name.clone())))?;
        writeln!(table.out, "</thead>\n<tbody>")?;
        Ok(table)
    }

    /// A page with such a table.
    pub(super) fn page(
        title: &str,
        columns: &[Column],
        out: &'a mut dyn Write,
    ) -> io::Result<Self> {
        out.write_all(PAGE_BEGIN.replace("{title}", &escape(title)).as_bytes())?;
        let table = Self::new(columns, out)?;
        Ok(Self {
            end: PAGE_END,
            ..table
        })
    }

    /// Writes a row whose cells are `th` or `td`; none is null.
    fn line(&mut self, tag: &str, cells: impl Iterator<Item = Option<String>>) -> io::Result<()> {
        write!(self.out, "<tr>")?;
        for (number, cell) in self.numbers.iter().zip(cells) {
            let class = match (number, &cell) {
                (true, None) => " class=\"number null\"",
                (false, None) => " class=\"null\"",
                (true, Some(_)) => " class=\"number\"",
                (false, Some(_)) => "",
            };
            write!(
                self.out,
                "<{tag}{class}>{}</{tag}>",
                escape(&cell.unwrap_or_default())
            )?;
        }
        writeln!(self.out, "</tr>")
    }
}

impl RowSink for Html<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        let cell = |value: &Value| (!value.is_null()).then(|| value.to_string());
        self.line("td", row.iter().map(cell))
    }

    fn finish(&mut self) -> io::Result<()> {
        write!(self.out, "</tbody>\n</table>{}", self.end)?;
        self.out.flush()
    }
}

/// The text with what HTML would act on escaped.
fn escape(text: &str) -> String {
    let text = shown(text, "\n");
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push_str("<br>"),
            _ => safe.push(char),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, written};
    use super::*;

    #[test]
    fn a_head_a_body_and_a_class_for_numbers() {
        insta::assert_snapshot!(written(Format::Html, &clients(), Some(20)), @r#"
        <table>
        <thead>
        <tr><th class="number">id</th><th>full_name</th><th class="number">due</th><th>signed</th><th>last_contact_date</th></tr>
        </thead>
        <tbody>
        <tr><td class="number">12</td><td>Kevin Casey</td><td class="number">48210.50</td><td>true</td><td>2026-09-30</td></tr>
        <tr><td class="number">1250</td><td>李小龍</td><td class="number null"></td><td>false</td><td class="null"></td></tr>
        </tbody>
        </table>
        "#);
    }

    #[test]
    fn text_stays_text() {
        for (text, html) in [
            (
                "<script>alert('1')</script>",
                "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;",
            ),
            ("Smith & \"Co\"", "Smith &amp; &quot;Co&quot;"),
            ("two\nlines\0", "two<br>lines␀"),
        ] {
            assert_eq!(escape(text), html);
        }
    }
}
