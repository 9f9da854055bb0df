//! An import that is under way: lines become rows, which are written when there are enough of them.

use super::bad_lines::{BadLine, BadLines};
use super::batch::{Batch, Row};
use super::options::{Duplicates, Import, Imported};
use super::plan::Plan;
use super::seen::Keys;
use crate::api::collection::Collection;
use crate::api::session::Session;
use crate::catalog::Field;
use crate::error::Result;
use crate::import::Line;

/// An import that is under way.
pub(super) struct Work<'a> {
    pub(super) collection: &'a Collection,
    pub(super) plan: &'a Plan,
    pub(super) import: &'a Import,
    batch: Batch,
    pub(super) keys: Keys,
    pub(super) done: Imported,
    pub(super) bad: BadLines,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        collection: &'a Collection,
        plan: &'a Plan,
        import: &'a Import,
        bad: BadLines,
    ) -> Self {
        Self {
            collection,
            plan,
            import,
            batch: Batch::default(),
            keys: Keys::default(),
            done: Imported::default(),
            bad,
        }
    }

    pub(super) fn session(&self) -> &Session {
        self.collection.session()
    }

    /// Makes a row of a line, and writes the rows when there are enough of them.
    pub(super) fn take(&mut self, line: Line) -> Result<()> {
        match self.plan.row(line) {
            Ok(row) => self.admit(row)?,
            Err((line, bad)) => self.bad.add_all(&line.cells, bad)?,
        }
        if self.batch.is_full() {
            self.flush()?;
        }
        Ok(())
    }

    /// Takes a row in, unless an earlier line has its key.
    fn admit(&mut self, row: Row) -> Result<()> {
        let Some(key) = self.plan.key_of(&row) else {
            self.batch.add(row);
            return Ok(());
        };
        match (self.keys.first_line(&key, row.line), self.import.duplicates) {
            (None, _) => self.batch.add(row),
            (Some(_), Duplicates::Skip) => self.done.skipped += 1,
            (Some(_), Duplicates::Update) => {
                // One statement changes a row once.
                self.flush()?;
                self.batch.add(row);
            }
            (Some(first), Duplicates::Error) => {
                let mut bad = self.plan.already_there(&row);
                bad.reason = format!("line {first} has the same {}", self.plan.key_name());
                self.bad.add(&row.cells, bad)?;
            }
        }
        Ok(())
    }

    /// Writes the rows that were taken in.
    pub(super) fn flush(&mut self) -> Result<()> {
        let rows = self.batch.take();
        let rows = self.look_up(rows)?;
        let (fresh, known) = self.known(rows)?;
        self.create(fresh)?;
        self.change(&known)
    }

    /// The line of a row is bad.
    pub(super) fn refuse(&mut self, row: &Row, bad: BadLine) -> Result<()> {
        self.bad.add(&row.cells, bad)
    }

    /// The fields that the file gives, but for the id.
    pub(super) fn fields(&self) -> impl Iterator<Item = (usize, &Field)> {
        let fields = self.plan.fields().enumerate();
        fields.filter(|(_, field)| field.name != "id")
    }
}
