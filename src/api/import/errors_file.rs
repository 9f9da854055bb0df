//! The file for the lines that can't be imported.

use super::options::Import;
use crate::api::session::Session;
use crate::error::{Error, Result};
use crate::folder::Target;
use crate::host::{Host, Question};
use crate::import::{Cell, Leftover, Source};
use std::path::Path;

/// A file that is written once there is anything to be written.
pub(super) struct ErrorsFile {
    name: String,
    target: Target,
    headings: Vec<String>,
    delimiter: u8,
    begun: Option<Leftover>,
    /// Whether nothing is kept, however it ends.
    is_trial: bool,
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
        let target = Target::below(folder, name)?;
        if target.question().is_some() {
            host.confirm(&Question {
                what: format!("this replaces {name}, which is there already, if a line is bad"),
                examples: Vec::new(),
                instead: Some("give another name: errors: \"…\"".to_owned()),
            })?;
        }
        Ok(Some(Self {
            name: name.clone(),
            target,
            headings: source.headers(),
            delimiter: source.delimiter(),
            begun: None,
            is_trial: host.is_trial(),
        }))
    }

    pub(super) fn add(&mut self, cells: &[Cell], line: u64, reason: &str) -> Result<()> {
        let mut begun = match self.begun.take() {
            Some(begun) => begun,
            None => Leftover::begin(self.target.clone(), &self.headings, self.delimiter)?,
        };
        begun.add(cells, line, reason)?;
        self.begun = Some(begun);
        Ok(())
    }

    /// The other lines are imported: the file gets its name when they are kept.
    pub(super) fn finish_after_commit(self, lines: u64, session: &Session) -> Result<()> {
        let Some(begun) = self.begun else {
            return Ok(());
        };
        let lines = match lines {
            1 => "1 line".to_owned(),
            lines => format!("{lines} lines"),
        };
        let file = begun.complete()?;
        session.after_commit(format!("write {} ({lines})", self.name), || file.keep())
    }

    /// No line is imported, because of this error: the file gets its name at once, as it is all that comes of it. A dry
    /// run only says so.
    pub(super) fn finish_at_once(self, error: Error) -> Result<Error> {
        let name = self.name;
        let file = self.begun.map(Leftover::complete).transpose()?;
        if self.is_trial {
            return Ok(error.hint(format!(
                "these lines would be in {name}, with their reasons"
            )));
        }
        file.map_or(Ok(()), crate::folder::PendingFile::keep)?;
        Ok(error.hint(format!("these lines are in {name}, with their reasons")))
    }
}
