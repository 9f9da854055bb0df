//! What is written of a result, to its destination; what is said besides is in `notes.rs`.

mod first_rows;

use super::destination::{Destination, Left, OutFile};
use super::last::Last;
use super::locale::signs;
use super::progress;
use super::report::say;
use super::standard_streams::unwritten;
use crate::api::Collection;
use crate::error::{Error, Result};
use crate::render::chart::Chart;
use crate::render::{self, Format, Layout};
use crate::rows::Rows;
use crate::script::{Outcome, Table};
use crate::value::Value;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

/// How results are written.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // they are the user's own yes-or-no options
pub struct Printer {
    /// The format.
    pub format: Format,
    /// Where.
    pub destination: Destination,
    /// Show a table from top to bottom whenever a line has no room for all its columns.
    pub vertical_if_wide: bool,
    /// Colours.
    pub color: bool,
    /// Say how long it took.
    pub timing: bool,
    /// Results only.
    pub quiet: bool,
    /// How many rows of a collection are shown at a prompt.
    pub shown: u64,
    /// At a prompt: only the first rows, values after `=`, the count always with its time.
    pub interactive: bool,
    /// What was shown last, at a prompt.
    pub last: Last,
}

/// A result that was written. What is left of it is done by [`Shown::finish`], after the commit.
#[derive(Debug)]
#[must_use]
pub struct Shown {
    left: Left,
    notes: Vec<String>,
}

impl Shown {
    pub(super) fn note(mut self, note: Option<String>) -> Self {
        self.notes.extend(note);
        self
    }

    /// Shows what is longer than the screen, puts a file in its place, says how many rows there are.
    ///
    /// # Errors
    /// The file can't be put in its place, the text not be shown.
    pub fn finish(self) -> Result<()> {
        match self.left {
            Left::Nothing => {}
            Left::Page(page) => page.show()?,
            Left::File(file) => file.keep()?,
        }
        self.notes.iter().for_each(say);
        Ok(())
    }
}

impl From<Left> for Shown {
    fn from(left: Left) -> Self {
        let notes = Vec::new();
        Self { left, notes }
    }
}

impl Printer {
    /// Writes what an entry gave.
    ///
    /// # Errors
    /// The rows can't be read, or not be written (a reader of standard output that has gone away, as in
    /// `epic … | head`, is no error); there is nothing to write to a file.
    pub fn show(&self, outcome: Outcome, since: Instant) -> Result<Shown> {
        let shown = self.draw_outcome(&outcome, since);
        if self.interactive {
            self.last.keep(outcome);
        }
        shown
    }

    fn draw_outcome(&self, outcome: &Outcome, since: Instant) -> Result<Shown> {
        match outcome {
            Outcome::Nothing => self.nothing().map(|shown| shown.note(self.time(since))),
            Outcome::Value(value) => self.value(value, since),
            Outcome::Text(text) if self.is_data() => self.value(&Value::Text(text.clone()), since),
            Outcome::Text(text) => Ok(self.prose(text)?.note(self.time(since))),
            Outcome::Message(message) => Ok(self.message(message)?.note(self.time(since))),
            Outcome::Hinted(message, hint) => {
                let shown = self.message(message)?.note(self.hint_note(hint));
                Ok(shown.note(self.time(since)))
            }
            Outcome::Row(row) => self.row(row, since),
            Outcome::Tables(tables, row) => match self.file() {
                Some(file) if file.is_spreadsheet() => {
                    let count = file.tables(self.format, tables)?;
                    Ok(written(file).note(self.count(count, since.elapsed())))
                }
                _ => self.row(row, since),
            },
            Outcome::Rows(rows) => self.all_rows(rows, since),
            Outcome::Chart(chart) => self.chart(chart, since),
            Outcome::Collection(collection) if self.interactive => self.head(collection, since),
            Outcome::Collection(collection) => self.stream(collection, since),
        }
    }

    /// One row: for people from top to bottom.
    fn row(&self, row: &Rows, since: Instant) -> Result<Shown> {
        let format = match self.format {
            // A map without keys has no lines to show.
            Format::Table if row.columns.is_empty() => {
                return self.value(&Value::Text("#{}".into()), since);
            }
            Format::Table => Format::Vertical,
            format => format,
        };
        Ok(self.draw(format, row)?.note(self.one(since)))
    }

    /// What was shown last, if it was a result.
    pub(super) fn last(&self) -> Option<Outcome> {
        self.last.outcome()
    }

    /// Writes a text of several lines that is no data, such as help.
    ///
    /// # Errors
    /// It can't be written.
    pub fn text(&self, text: &str) -> Result<()> {
        self.prose(text)?.finish()
    }

    /// Writes a finished result that no transaction waits for.
    ///
    /// # Errors
    /// It can't be written.
    pub fn rows(&self, rows: &Rows, since: Instant) -> Result<()> {
        self.all_rows(rows, since)?.finish()
    }

    fn prose(&self, text: &str) -> Result<Shown> {
        let layout = self.layout();
        let width = layout.width.unwrap_or(usize::MAX);
        self.write(|out| {
            text.split('\n').try_for_each(|line| {
                let line = render::wrap_prose(&render::visible(line), width);
                writeln!(out, "{}", signs(&line))
            })
        })
    }

    /// Writes what was done: a result for people, and none for programs.
    fn message(&self, message: &str) -> Result<Shown> {
        if self.file().is_none() && !self.is_data() {
            return self.prose(message);
        }
        let shown = self.nothing()?;
        Ok(shown.note((!self.quiet).then(|| render::visible(message).into_owned())))
    }

    /// A program that reads one JSON document gets one.
    fn nothing(&self) -> Result<Shown> {
        if let Some(file) = self.file() {
            let what = format!("there is nothing to write to {}", file.name());
            return Err(Error::failed(what)
                .hint("the last value is what is written: rows, a list, a map or a value"));
        }
        if self.format != Format::Json || self.interactive {
            return Ok(Left::Nothing.into());
        }
        self.write(|out| writeln!(out, "[]"))
    }

    /// Whether a program reads the results.
    fn is_data(&self) -> bool {
        match self.format {
            Format::Csv | Format::Tsv | Format::Json | Format::Ndjson => true,
            Format::Markdown | Format::Html => true,
            Format::Table | Format::Vertical => false,
        }
    }

    pub(super) fn file(&self) -> Option<&OutFile> {
        match &self.destination {
            Destination::File(file) => Some(file),
            Destination::Stdout | Destination::Pager(_) => None,
        }
    }

    fn all_rows(&self, rows: &Rows, since: Instant) -> Result<Shown> {
        let elapsed = since.elapsed();
        let shown = self.draw(self.format, rows)?;
        Ok(shown.note(self.count(rows.rows.len() as u64, elapsed)))
    }

    /// A chart for people, and its rows for programs; a spreadsheet has both.
    fn chart(&self, chart: &Chart, since: Instant) -> Result<Shown> {
        match self.file() {
            Some(file) if file.is_spreadsheet() => {
                file.chart(chart)?;
                let count = chart.rows().rows.len() as u64;
                return Ok(written(file).note(self.count(count, since.elapsed())));
            }
            _ if self.is_data() => return self.all_rows(chart.rows(), since),
            _ => {}
        }
        let layout = self.layout();
        let shown = self.write(|out| chart.write(layout, out))?;
        Ok(shown.note(self.one(since)))
    }

    fn value(&self, value: &Value, since: Instant) -> Result<Shown> {
        let is_first = self.interactive && self.format == Format::Table;
        let prefix = if is_first { "= " } else { "" };
        let shown = match self.format {
            _ if self.is_data() && *value == Value::List(Vec::new()) => {
                self.draw(self.format, &Rows::default())?
            }
            Format::Json | Format::Ndjson | Format::Csv | Format::Tsv | Format::Html => {
                self.draw(self.format, &Rows::of(value))?
            }
            _ => self.write(|out| {
                let color = self.layout().color;
                for (i, line) in value.to_string().split('\n').enumerate() {
                    let mut drawn = String::from(if i == 0 { prefix } else { "" });
                    render::Look::of(value).push(&mut drawn, &render::visible(line), color);
                    writeln!(out, "{drawn}")?;
                }
                Ok(())
            })?,
        };
        Ok(shown.note(self.one(since)))
    }

    /// All rows of a collection, as they come.
    fn stream(&self, collection: &Collection, since: Instant) -> Result<Shown> {
        if let Some(file) = self.file() {
            let table = Table::Collection(collection.clone());
            let count = file.tables(self.format, &[(String::new(), table)])?;
            return Ok(written(file).note(self.count(count, since.elapsed())));
        }
        let mut count = 0;
        let mut failure = None;
        let layout = self.layout();
        let shown = self.write(|out| {
            let mut sink = render::sink(self.format, &collection.columns(), layout, out)?;
            let mut each = || -> Result<io::Result<()>> {
                for record in collection.stream()? {
                    if let Err(error) = sink.row(&record?.values()?) {
                        return Ok(Err(error));
                    }
                    count += 1;
                }
                Ok(sink.finish())
            };
            each().unwrap_or_else(|error| {
                failure = Some(error);
                Ok(())
            })
        })?;
        match failure {
            Some(error) => Err(error),
            None => Ok(shown.note(self.count(count, since.elapsed()))),
        }
    }

    pub(super) fn layout(&self) -> Layout {
        let layout = self.destination.layout(self.color);
        let lines = layout.lines.filter(|_| !self.vertical_if_wide);
        Layout {
            lines: lines.or(layout.width.map(|_| usize::MAX)),
            ..layout
        }
    }

    fn draw(&self, format: Format, rows: &Rows) -> Result<Shown> {
        if let Some(file) = self.file() {
            let table = Table::Rows(Cow::Borrowed(rows));
            file.tables(format, &[(String::new(), table)])?;
            return Ok(written(file));
        }
        let layout = self.layout();
        self.write(|out| render::rows(format, rows, layout, out))
    }

    pub(super) fn write(
        &self,
        work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Shown> {
        self.destination.write(work).map(Shown::from)
    }
}

/// What is left of a file: to put it in its place.
fn written(file: &OutFile) -> Shown {
    Left::File(file.clone()).into()
}

/// Writes what a script prints. On a terminal, data in it can do no harm; elsewhere it is left as it is.
///
/// # Errors
/// Standard output can't be written; [`Kind::Unread`](crate::error::Kind::Unread) when its reader has gone away.
pub fn print(text: &str) -> Result<()> {
    progress::above_bars(|| {
        let mut out = io::stdout().lock();
        let written = if out.is_terminal() {
            text.split('\n')
                .try_for_each(|line| writeln!(out, "{}", render::visible(line)))
        } else {
            writeln!(out, "{text}")
        };
        written
            .and_then(|()| out.flush())
            .map_err(|error| unwritten(&error))
    })
}
