//! Results on standard output, everything else on standard error.

use super::locale::{signs, speaks_utf8};
use super::report::say;
use crate::api::Collection;
use crate::error::{Error, Kind, Result};
use crate::render::{self, Format, Layout, count_line};
use crate::rows::{Column, Rows, Size};
use crate::script::Outcome;
use crate::store::interrupt;
use crate::value::Value;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// How many rows of a collection the shell shows.
const SHOWN: u64 = 20;

/// How results are written.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // they are the user's own yes-or-no options
pub struct Printer {
    /// The format.
    pub format: Format,
    /// Colours.
    pub color: bool,
    /// Say how long it took.
    pub timing: bool,
    /// Results only.
    pub quiet: bool,
    /// At a prompt: only the first rows, values after `=`, the count always with its time.
    pub interactive: bool,
}

impl Printer {
    /// Writes what an entry gave.
    ///
    /// # Errors
    /// The rows can't be read, or standard output can't be written (a reader that has gone away, as in
    /// `epic … | head`, is no error).
    pub fn show(&self, outcome: Outcome, since: Instant) -> Result<()> {
        match outcome {
            Outcome::Nothing => {
                self.nothing()?;
                self.time(since);
                Ok(())
            }
            Outcome::Value(value) => self.value(&value, since),
            Outcome::Text(text) if self.is_data() => self.value(&Value::Text(text), since),
            Outcome::Text(text) => {
                self.text(&text)?;
                self.time(since);
                Ok(())
            }
            Outcome::Message(message) => {
                self.message(&message)?;
                self.time(since);
                Ok(())
            }
            Outcome::Hinted(message, hint) => {
                self.message(&message)?;
                self.hint(&hint);
                self.time(since);
                Ok(())
            }
            Outcome::Row(row) if row.columns.is_empty() && self.format == Format::Table => {
                // A map without keys has no lines to show.
                self.value(&Value::Text("#{}".into()), since)
            }
            Outcome::Row(row) => {
                let format = if self.format == Format::Table {
                    Format::Vertical
                } else {
                    self.format
                };
                write(|out| render::rows(format, &row, self.layout(), out))?;
                self.time(since);
                Ok(())
            }
            Outcome::Rows(rows) => self.rows(&rows, since),
            Outcome::Collection(collection) if self.interactive => self.head(&collection, since),
            Outcome::Collection(collection) => self.stream(&collection, since),
        }
    }

    /// Writes a text of several lines that is no data, such as help.
    ///
    /// # Errors
    /// Standard output can't be written.
    pub fn text(&self, text: &str) -> Result<()> {
        let width = terminal_width(&io::stdout()).unwrap_or(usize::MAX);
        write(|out| {
            text.split('\n').try_for_each(|line| {
                let line = render::wrap(&render::visible(line), width);
                writeln!(out, "{}", signs(&line))
            })
        })
    }

    /// Writes what was done: a result for people, and none for programs.
    ///
    /// # Errors
    /// Standard output can't be written.
    fn message(&self, message: &str) -> Result<()> {
        if !self.is_data() {
            return self.text(message);
        }
        if !self.quiet {
            say(render::visible(message));
        }
        self.nothing()
    }

    /// A program that reads one JSON document gets one.
    fn nothing(&self) -> Result<()> {
        if self.format != Format::Json || self.interactive {
            return Ok(());
        }
        write(|out| writeln!(out, "[]"))
    }

    /// Whether a program reads the results.
    fn is_data(&self) -> bool {
        match self.format {
            Format::Csv | Format::Json | Format::Ndjson | Format::Markdown | Format::Html => true,
            Format::Table | Format::Vertical => false,
        }
    }

    /// Writes what to know about a result.
    pub fn hint(&self, hint: &str) {
        if !self.quiet {
            let width = terminal_width(&io::stderr()).unwrap_or(usize::MAX);
            let hint = format!(" hint: {}", render::visible(hint));
            say(render::wrap(&hint, width));
        }
    }

    /// Writes a finished result.
    ///
    /// # Errors
    /// Standard output can't be written.
    pub fn rows(&self, rows: &Rows, since: Instant) -> Result<()> {
        let elapsed = since.elapsed();
        write(|out| render::rows(self.format, rows, self.layout(), out))?;
        self.count(rows.rows.len() as u64, elapsed);
        Ok(())
    }

    fn value(&self, value: &Value, since: Instant) -> Result<()> {
        let prefix = if self.interactive && self.format == Format::Table {
            "= "
        } else {
            ""
        };
        match self.format {
            Format::Json | Format::Ndjson | Format::Csv | Format::Html => {
                let rows = Rows {
                    columns: vec![Column {
                        name: "value".into(),
                        kind: value.kind(),
                    }],
                    rows: vec![vec![value.clone()]],
                };
                write(|out| render::rows(self.format, &rows, self.layout(), out))?;
            }
            _ => write(|out| {
                for (i, line) in value.to_string().split('\n').enumerate() {
                    writeln!(
                        out,
                        "{}{}",
                        if i == 0 { prefix } else { "" },
                        render::visible(line)
                    )?;
                }
                Ok(())
            })?,
        }
        self.time(since);
        Ok(())
    }

    /// The first rows of a collection, and how many there are.
    fn head(&self, collection: &Collection, since: Instant) -> Result<()> {
        let mut rows = collection.head(SHOWN + 1)?;
        let more = rows.rows.len() as u64 > SHOWN;
        rows.rows
            .truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
        let size = more.then(|| collection.size()).transpose()?;
        let rest = if more { "it.all()" } else { "" };
        self.part(&rows, size, rest, since.elapsed())
    }

    /// The first of rows that are here already, and how many there are.
    pub(super) fn first_rows(&self, mut rows: Rows, since: Instant) -> Result<()> {
        let all = rows.rows.len() as u64;
        rows.rows
            .truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
        let rest = if all > SHOWN { "it" } else { "" };
        self.part(&rows, Some(Size::Counted(all)), rest, since.elapsed())
    }

    /// The first rows of n, and how to show the rest.
    fn part(&self, rows: &Rows, size: Option<Size>, rest: &str, elapsed: Duration) -> Result<()> {
        write(|out| render::rows(self.format, rows, self.layout(), out))?;
        if self.format == Format::Table && !self.quiet {
            let line = count_line(rows.rows.len() as u64, size, Some(elapsed));
            let rest = match rest {
                "" => String::new(),
                entry => format!(" · {entry} shows the rest"),
            };
            say(format!("{line}{rest}"));
        } else {
            self.took(elapsed);
        }
        Ok(())
    }

    /// All rows of a collection, as they come.
    fn stream(&self, collection: &Collection, since: Instant) -> Result<()> {
        let mut shown = 0;
        let mut failure = None;
        write(|out| {
            let mut sink = render::sink(self.format, &collection.columns(), self.layout(), out)?;
            let mut each = || -> Result<io::Result<()>> {
                for record in collection.stream()? {
                    if let Err(error) = sink.row(&record?.values()?) {
                        return Ok(Err(error));
                    }
                    shown += 1;
                }
                Ok(sink.finish())
            };
            each().unwrap_or_else(|error| {
                failure = Some(error);
                Ok(())
            })
        })?;
        if let Some(error) = failure {
            return Err(error);
        }
        self.count(shown, since.elapsed());
        Ok(())
    }

    fn count(&self, shown: u64, elapsed: Duration) {
        let wanted = self.interactive || self.timing || io::stderr().is_terminal();
        if self.format == Format::Table && wanted && !self.quiet {
            say(count_line(shown, None, Some(elapsed)));
        } else {
            self.took(elapsed);
        }
    }

    fn time(&self, since: Instant) {
        self.took(since.elapsed());
    }

    fn took(&self, elapsed: Duration) {
        if self.timing && !self.quiet {
            say(format!("{:.1} ms", elapsed.as_secs_f64() * 1000.0));
        }
    }

    pub(super) fn layout(&self) -> Layout {
        let out = io::stdout();
        Layout {
            width: terminal_width(&out),
            color: self.color && out.is_terminal(),
            ascii: !speaks_utf8(),
        }
    }
}

/// Writes to standard output; a reader that has gone away is no error. Ctrl-C stops it.
pub(super) fn write(work: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(Stoppable(io::stdout().lock()));
    match work(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(_) if interrupt::requested() => Err(Error::interrupted()),
        Err(error) => Err(unwritten(&error)),
        Ok(()) => Ok(()),
    }
}

/// Writes nothing more once Ctrl-C was pressed.
struct Stoppable<W>(W);

impl<W: Write> Write for Stoppable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if interrupt::requested() {
            return Err(io::Error::other("stopped")); // the kind `Interrupted` would be tried again
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes what a script prints. On a terminal, data in it can do no harm; elsewhere it is left as it is.
///
/// # Errors
/// Standard output can't be written; [`Kind::Unread`] when its reader has gone away.
pub fn print(text: &str) -> Result<()> {
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
}

/// Why standard output could not be written.
pub(crate) fn unwritten(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::new(Kind::Unread, "nobody reads the output any more"),
        _ => Error::failed(format!("the output can't be written: {error}")),
    }
}

/// The width of the terminal that something is written to, in columns; nothing elsewhere.
pub(super) fn terminal_width(out: &(impl AsFd + IsTerminal)) -> Option<usize> {
    if !out.is_terminal() {
        return None;
    }
    rustix::termios::tcgetwinsize(out)
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|w| *w > 0)
}
