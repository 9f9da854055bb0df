//! Where results are written: standard output, a pager, a file. What is written there, nobody here knows.

use super::locale::speaks_utf8;
use super::pager::{BELOW, Page, Pager, Spool};
use super::standard_streams::{terminal_size, unwritten};
use crate::error::{Error, Result};
use crate::export::{self, FileFormat, Kind, Options};
use crate::folder::{PendingFile, Target};
use crate::host::Host;
use crate::render::chart::{Chart, Theme};
use crate::render::{Format, Layout};
use crate::script::{self, ChartFile, Table};
use crate::store::interrupt;
use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Where results are written.
#[derive(Debug, Clone)]
pub enum Destination {
    /// Standard output, as they come.
    Stdout,
    /// The screen; what is longer than it is shown by a pager.
    Pager(Pager),
    /// A file, which is in its place after the commit.
    File(OutFile),
}

/// A file for results, before it is begun and after.
#[derive(Debug, Clone)]
pub struct OutFile {
    name: PathBuf,
    format: FileFormat,
    file: Rc<RefCell<Option<PendingFile>>>,
}

/// What is left to do when what was written is committed.
#[derive(Debug)]
pub(super) enum Left {
    Nothing,
    Page(Page),
    File(OutFile),
}

impl Destination {
    /// A file.
    #[must_use]
    pub fn file(name: &Path, format: FileFormat) -> Self {
        Self::File(OutFile {
            name: name.to_owned(),
            format,
            file: Rc::default(),
        })
    }

    /// Whether it is a file.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// The screen, with a pager if there is one.
    pub(super) fn of_terminal() -> Self {
        Pager::of_terminal().map_or(Self::Stdout, Self::Pager)
    }

    /// Begins the file, if it is one: before the work that it is the result of, which may take long.
    ///
    /// # Errors
    /// It can't be made; it is there already, and is not to be replaced.
    pub fn begin(&self, host: &dyn Host) -> Result<()> {
        let Self::File(out) = self else { return Ok(()) };
        let target = Target::at(&out.name)?;
        out.file.replace(Some(PendingFile::begin_if(target, host)?));
        Ok(())
    }

    /// The effect of it, if it is a file that could be begun.
    ///
    /// # Errors
    /// It could not.
    pub fn would_write(&self) -> Result<Option<String>> {
        let Self::File(out) = self else {
            return Ok(None);
        };
        Target::at(&out.name)?;
        Ok(Some(format!("write {}", out.name())))
    }

    /// How what is written there may look.
    pub(super) fn layout(&self, color: bool) -> Layout {
        if let Self::File(_) = self {
            return Layout::default();
        }
        let out = io::stdout();
        let size = terminal_size(&out);
        Layout {
            width: size.map(|(columns, _)| columns),
            color: color && out.is_terminal(),
            ascii: !speaks_utf8(),
            lines: size.map(|(_, lines)| lines.saturating_sub(BELOW)),
        }
    }

    /// Writes there. Ctrl-C stops it; a reader of standard output that has gone away is no error.
    pub(super) fn write(
        &self,
        work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Left> {
        match self {
            Self::Stdout => {
                let mut out = BufWriter::new(Stoppable(io::stdout().lock()));
                match work(&mut out).and_then(|()| out.flush()) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Left::Nothing),
                    done => stopped_or(done, &unwritten).map(|()| Left::Nothing),
                }
            }
            Self::Pager(pager) => {
                let mut spool = Spool::default();
                let mut out = BufWriter::new(Stoppable(&mut spool));
                let done = work(&mut out).and_then(|()| out.flush());
                drop(out);
                stopped_or(done, &unwritten)?;
                Ok(spool.shown(pager)?.map_or(Left::Nothing, Left::Page))
            }
            Self::File(out) => out.write(work).map(|()| Left::File(out.clone())),
        }
    }
}

impl OutFile {
    fn write(&self, work: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        self.begun(|file| {
            export::write(file, self.format, |out| {
                work(out).map_err(|error| export::unwritten(&self.name, error))
            })
        })
    }

    /// Writes a table of a text format to it, or tables as its own format says.
    pub(super) fn tables(&self, text: Format, tables: &[(String, Table<'_>)]) -> Result<u64> {
        let format = match self.format.kind {
            Kind::Text(_) => FileFormat {
                kind: Kind::Text(text),
                ..self.format
            },
            Kind::Spreadsheet | Kind::Calendar => self.format,
        };
        let options = Options::of(&self.name);
        self.begun(|file| script::write_tables(file, format, &options, tables))
    }

    /// Writes a chart to it, if it is a spreadsheet: the program that opens it draws it.
    pub(super) fn chart(&self, chart: &Chart) -> Result<()> {
        let kind = ChartFile::Spreadsheet;
        self.begun(|file| script::write_chart(file, kind, Theme::default(), chart))
    }

    fn begun<T>(&self, work: impl FnOnce(&mut PendingFile) -> Result<T>) -> Result<T> {
        match self.file.borrow_mut().as_mut() {
            Some(file) => work(file),
            None => Err(Error::fault("the file was not begun")),
        }
    }

    /// Whether it can hold several tables.
    pub(super) fn is_spreadsheet(&self) -> bool {
        self.format.kind == Kind::Spreadsheet
    }

    /// As it was written.
    pub(super) fn name(&self) -> String {
        self.name.display().to_string()
    }

    /// Puts it in its place.
    pub(super) fn keep(&self) -> Result<()> {
        let begun = self.file.take();
        begun.map_or(Ok(()), PendingFile::keep)
    }
}

fn stopped_or(done: io::Result<()>, explain: &dyn Fn(&io::Error) -> Error) -> Result<()> {
    match done {
        Err(_) if interrupt::requested() => Err(Error::interrupted()),
        Err(error) => Err(explain(&error)),
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
