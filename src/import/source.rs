//! A file that rows are read from, of whatever kind. It can be read from its beginning again.

use super::cell::{Cell, Line};
use super::delimited::Delimited;
use super::limits::{MOST_BYTES, MOST_LINES, megabytes, too_many};
use super::spreadsheet::Spreadsheet;
use crate::error::{Error, Result};
use crate::folder;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

/// How archives begin, and so do spreadsheets.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// How spreadsheets before 2007 begin, and those with a password.
const OLD: &[u8] = b"\xd0\xcf\x11\xe0";
/// What text files are called.
const TEXTS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// How to read a file, where it can't tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What stands between the cells of a text.
    pub delimiter: Option<u8>,
    /// The sheet of a spreadsheet.
    pub sheet: Option<String>,
}

/// A file, opened.
pub struct Source {
    name: String,
    /// Its first line with anything in it.
    header: Line,
    kind: Kind,
}

enum Kind {
    Text(Delimited),
    Sheet(Box<Spreadsheet>),
}

impl Source {
    /// Opens a file below a folder, and reads its header.
    ///
    /// # Errors
    /// There is none, it is elsewhere, or it is no table; there is nothing in it.
    pub fn open(folder: &Path, name: &str, reading: &Reading) -> Result<Self> {
        let path = folder::existing(folder, name)?;
        let mut file = File::open(&path).map_err(|error| folder::unreadable(name, &error))?;
        if file.metadata()?.len() > MOST_BYTES {
            let what = format!("{name} is larger than {}", megabytes(MOST_BYTES));
            return Err(Error::failed(what).hint("split it into several files"));
        }
        let mut head = [0; 4];
        let size = file.read(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let extension = extension.to_lowercase();
        let kind = match &head[..size] {
            ARCHIVE => {
                let sheet = reading.sheet.as_deref();
                Kind::Sheet(Box::new(Spreadsheet::open(file, name, sheet)?))
            }
            OLD => {
                let what = format!("{name} is of an old kind of spreadsheet, or has a password");
                return Err(
                    Error::failed(what).hint("save it as .xlsx without a password, or as .csv")
                );
            }
            _ if TEXTS.contains(&extension.as_str()) => {
                let tab = (extension == "tsv" || extension == "tab").then_some(b'\t');
                Kind::Text(Delimited::open(file, name, reading.delimiter.or(tab))?)
            }
            _ if extension == "xlsx" => {
                return Err(Error::failed(format!("{name} is no spreadsheet"))
                    .hint("if it is text, call it .csv"));
            }
            _ => {
                return Err(
                    Error::failed(format!("{name} is no table that can be read"))
                        .hint("tables are .csv, .tsv and .xlsx"),
                );
            }
        };
        let header = Line {
            number: 0,
            cells: Vec::new(),
        };
        let mut source = Self {
            name: name.to_owned(),
            header,
            kind,
        };
        source.header = source.first()?;
        Ok(source)
    }

    fn first(&mut self) -> Result<Line> {
        let mut first = None;
        self.each(&mut |line| {
            first = Some(line);
            Ok(ControlFlow::Break(()))
        })?;
        first.ok_or_else(|| Error::failed(format!("{} is empty", self.name)))
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The headings of its columns.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let cells = self.header.cells.iter();
        cells.map(|cell| cell.text().into_owned()).collect()
    }

    /// What stands between cells, in a file that is written beside it.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        match &self.kind {
            Kind::Text(text) => text.delimiter,
            Kind::Sheet(_) => b',',
        }
    }

    /// Which sheet is read, and which are not, when there are several.
    #[must_use]
    pub fn sheets(&self) -> Option<(&str, &[String])> {
        match &self.kind {
            Kind::Sheet(sheet) if !sheet.others.is_empty() => Some((sheet.sheet(), &sheet.others)),
            _ => None,
        }
    }

    /// Hands out the lines below the header, from the first; empty ones are left out.
    ///
    /// # Errors
    /// What `visit` returns; the file can't be read, or has more than can be taken.
    pub fn each_line(&mut self, visit: &mut dyn FnMut(Line) -> Result<()>) -> Result<()> {
        let header = self.header.number;
        let is_text = matches!(self.kind, Kind::Text(_));
        let width = self.header.cells.len();
        let name = self.name.clone();
        let mut count = 0;
        self.each(&mut |mut line| {
            if line.number == header {
                return Ok(ControlFlow::Continue(()));
            }
            count += 1;
            if count > MOST_LINES {
                return Err(too_many(&name));
            }
            if !is_text && line.cells.len() < width {
                line.cells.resize(width, Cell::Empty);
            }
            while line.cells.len() > width && line.cells.last().is_some_and(Cell::is_empty) {
                line.cells.pop();
            }
            visit(line)?;
            Ok(ControlFlow::Continue(()))
        })
    }

    fn each(&mut self, visit: &mut dyn FnMut(Line) -> Result<ControlFlow<()>>) -> Result<()> {
        let mut filled = |line: Line| {
            if line.cells.iter().all(Cell::is_empty) {
                Ok(ControlFlow::Continue(()))
            } else {
                visit(line)
            }
        };
        match &mut self.kind {
            Kind::Text(text) => text.each_line(&mut filled),
            Kind::Sheet(sheet) => sheet.each_line(&mut filled),
        }
    }
}
