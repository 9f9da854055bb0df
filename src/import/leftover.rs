//! The lines that could not be taken, written to a file of their own with the reason, to be mended.

use super::cell::Cell;
use crate::error::{Error, Result};
use crate::folder;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The columns that such a file has besides those of the first one, at its end. They are no fields when it is read.
pub(super) const ADDED: [&str; 2] = ["line", "reason"];

/// A file that grows under a temporary name.
pub struct Leftover {
    writer: csv::Writer<NamedTempFile>,
    path: PathBuf,
    name: String,
    width: usize,
}

impl Leftover {
    /// Whether there is a file of this name already.
    ///
    /// # Errors
    /// It would lie outside of the folder.
    pub fn is_there(folder: &Path, name: &str) -> Result<bool> {
        Ok(folder::to_write(folder, name)?.exists())
    }

    /// Begins such a file, with the headings of the first.
    ///
    /// # Errors
    /// It would lie outside of the folder; it can't be written.
    pub fn begin(folder: &Path, name: &str, headings: &[String], delimiter: u8) -> Result<Self> {
        let path = folder::to_write(folder, name)?;
        let parent = path.parent().unwrap_or(folder);
        let file = NamedTempFile::new_in(parent).map_err(|error| unwritten(name, &error))?;
        let mut leftover = Self {
            writer: csv::WriterBuilder::new()
                .delimiter(delimiter)
                .from_writer(file),
            path,
            name: name.to_owned(),
            width: 0,
        };
        let is_ours = headings.ends_with(&ADDED.map(str::to_owned));
        leftover.width = headings.len() - if is_ours { ADDED.len() } else { 0 };
        let headings = headings.iter().take(leftover.width).map(String::as_str);
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
            .map_err(|error| Error::failed(format!("{} can't be written: {error}", self.name)))
    }

    /// Gives the file its name, in place of one that is there.
    ///
    /// # Errors
    /// It can't be written.
    pub fn finish(self) -> Result<()> {
        let name = self.name;
        let file = self
            .writer
            .into_inner()
            .map_err(|error| unwritten(&name, error.error()))?;
        file.persist(&self.path)
            .map_err(|error| unwritten(&name, &error.error))?;
        Ok(())
    }
}

fn unwritten(name: &str, error: &std::io::Error) -> Error {
    Error::failed(format!("{name} can't be written: {error}"))
}
