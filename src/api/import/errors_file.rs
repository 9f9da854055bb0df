//! The file for the lines that can't be imported.

use super::options::Import;
use crate::error::Result;
use crate::host::{Host, Question};
use crate::import::{Cell, Leftover, Source};
use std::path::{Path, PathBuf};

/// A file that is written once there is anything to be written.
pub(super) struct ErrorsFile {
    folder: PathBuf,
    name: String,
    headings: Vec<String>,
    delimiter: u8,
    begun: Option<Leftover>,
}

impl ErrorsFile {
    /// Asks whether a file that is there may be replaced.
    pub(super) fn prepare(
        folder: &Path,
        import: &Import,
        source: &Source,
        host: &dyn Host,
    ) -> Result<Option<Self>> {
        let Some(name) = &import.errors else {
            return Ok(None);
        };
        if Leftover::is_there(folder, name)? {
            host.confirm(&Question {
                what: format!("this replaces {name}, which is there already, if a line is bad"),
                examples: Vec::new(),
                instead: Some("give another name: errors: \"…\"".to_owned()),
            })?;
        }
        Ok(Some(Self {
            folder: folder.to_owned(),
            name: name.clone(),
            headings: source.headers(),
            delimiter: source.delimiter(),
            begun: None,
        }))
    }

    pub(super) fn add(&mut self, cells: &[Cell], line: u64, reason: &str) -> Result<()> {
        let mut begun = match self.begun.take() {
            Some(begun) => begun,
            None => Leftover::begin(&self.folder, &self.name, &self.headings, self.delimiter)?,
        };
        begun.add(cells, line, reason)?;
        self.begun = Some(begun);
        Ok(())
    }

    /// Gives the file its name, which is returned.
    pub(super) fn finish(self) -> Result<String> {
        self.begun.map_or(Ok(()), Leftover::finish)?;
        Ok(self.name)
    }
}
