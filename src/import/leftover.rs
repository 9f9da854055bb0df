//! The lines that could not be taken, written to a file of their own with the reason, to be mended.

use super::cell::Cell;
use crate::error::{Error, Result};
use crate::folder::{PendingFile, Target};

/// The columns that such a file has besides those of the first one, at its end. They are no fields when it is read.
pub(super) const ADDED: [&str; 2] = ["line", "reason"];

/// A file that grows under a temporary name.
pub struct Leftover {
    writer: csv::Writer<PendingFile>,
    name: String,
    width: usize,
}

impl Leftover {
    /// Begins such a file, with the headings of the first.
    ///
    /// # Errors
    /// It can't be written.
    pub fn begin(target: Target, headings: &[String], delimiter: u8) -> Result<Self> {
        let file = PendingFile::begin(target)?;
        let is_ours = headings.ends_with(&ADDED.map(str::to_owned));
        let width = headings.len() - if is_ours { ADDED.len() } else { 0 };
        let mut leftover = Self {
            name: file.name().display().to_string(),
            writer: csv::WriterBuilder::new()
                .delimiter(delimiter)
                .from_writer(file),
            width,
        };
        let headings = headings.iter().take(width).map(String::as_str);
        leftover.write(headings.chain(ADDED))?;
        Ok(leftover)
    }

    /// Adds a line.
    ///
    /// # Errors
    /// It can't be written.
    pub fn add(&mut self, cells: &[Cell], line: u64, reason: &str) -> Result<()> {
        let cells =
            (0..self.width).map(|place| cells.get(place).map(Cell::text).unwrap_or_default());
        let cells: Vec<_> = cells.collect();
        let line = line.to_string();
        self.write(
            cells
                .iter()
                .map(AsRef::as_ref)
                .chain([line.as_str(), reason]),
        )
    }

    fn write<'a>(&mut self, record: impl Iterator<Item = &'a str>) -> Result<()> {
        self.writer
            .write_record(record)
            .map_err(|error| unwritten(&self.name, &error))
    }

    /// The whole file, which has only no name yet.
    ///
    /// # Errors
    /// It can't be written.
    pub fn complete(self) -> Result<PendingFile> {
        let file = self.writer.into_inner();
        let mut file = file.map_err(|error| unwritten(&self.name, error.error()))?;
        file.complete()?;
        Ok(file)
    }
}

fn unwritten(name: &str, error: &dyn std::error::Error) -> Error {
    Error::failed(format!("{name} can't be written: {error}"))
}
