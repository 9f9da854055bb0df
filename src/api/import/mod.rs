//! Rows from a file: created, or changed where they are there already, in one transaction.
//!
//! `import/` reads the file and makes values of its cells. Here they meet the database: who may give what, rows that
//! are named by a key, rows that are there already, and what the rules refuse, line by line.

mod bad_lines;
mod batch;
mod errors_file;
mod keys;
mod plan;
mod write;

use super::collection::Collection;
use super::save::computed_rows;
use super::session::Session;
use crate::catalog::{Action, Field};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::import::{Line, Mark, Order, Reading, Said, Source};
use crate::store::interrupt;
use bad_lines::{BadLine, BadLines};
use batch::{Batch, Row};
use errors_file::ErrorsFile;
use plan::Plan;
use std::path::Path;

/// How often Ctrl-C is looked for, in lines.
const GLANCE: u64 = 512;

/// What to do with lines whose row is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// They are bad lines.
    #[default]
    Error,
    /// They are left out.
    Skip,
    /// They change the row; an empty cell changes nothing.
    Update,
}

impl Duplicates {
    /// Its words.
    pub const WORDS: [&str; 3] = ["error", "skip", "update"];

    /// One of them by its word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "error" => Self::Error,
            "skip" => Self::Skip,
            "update" => Self::Update,
            _ => return None,
        })
    }
}

/// How a file is to be imported.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Which column is which field; for those that are not named here it is told from their headings.
    pub columns: Said,
    /// How the file is read.
    pub reading: Reading,
    /// The order in which dates are written.
    pub dates: Option<Order>,
    /// What stands before decimals.
    pub decimal: Option<Mark>,
    /// What becomes of lines whose row is there already.
    pub duplicates: Duplicates,
    /// Where to write the lines that can't be imported.
    pub errors: Option<String>,
    /// Whether the other lines are imported then.
    pub partly: bool,
}

/// What became of the lines of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows that were created.
    pub created: u64,
    /// Rows that were changed.
    pub updated: u64,
    /// Rows that were there, as the file has them.
    pub unchanged: u64,
    /// Lines that were left out, since their row was there.
    pub skipped: u64,
    /// Lines that could not be imported.
    pub bad: u64,
}

impl Collection {
    /// Creates rows from a file below a folder: csv, tsv or xlsx. What was guessed about its columns is shown to
    /// `host`, who has to agree.
    ///
    /// All lines are imported, or none; unless the good ones are asked for ([`Import::partly`]).
    ///
    /// # Errors
    /// The file can't be read; a column is no field; a line is refused, and then each of them is named, up to a
    /// thousand.
    pub fn import_file(
        &self,
        folder: &Path,
        name: &str,
        import: &Import,
        host: &dyn Host,
    ) -> Result<Imported> {
        computed_rows(self.entity(), Action::Insert)?;
        if !self.select().is_all() {
            let all = &self.entity().name;
            return Err(Error::failed("a file is imported into a whole collection")
                .hint(format!("{all}.import_file(\"{name}\")")));
        }
        if import.partly && import.errors.is_none() {
            return Err(
                Error::failed("partly: true needs a file for the lines that are left")
                    .hint("name one: errors: \"left.csv\""),
            );
        }
        let mut source = Source::open(folder, name, &import.reading)?;
        let mut plan = Plan::of(self, &source, import, host)?;
        let errors = ErrorsFile::prepare(folder, import, &source, host)?;
        plan.look(&mut source)?;
        let open = self.session().begin()?;
        let mut work = Work {
            collection: self,
            plan: &plan,
            import,
            batch: Batch::default(),
            keys: keys::Keys::default(),
            done: Imported::default(),
            bad: BadLines::new(errors),
        };
        let mut lines = 0;
        source.each_line(&mut |line| {
            lines += 1;
            glance(lines)?;
            work.take(line)
        })?;
        work.flush()?;
        let (mut done, bad) = (work.done, work.bad);
        done.bad = bad.len();
        bad.finish(lines, import.partly)?;
        open.commit()?;
        Ok(done)
    }
}

/// Looks whether somebody pressed Ctrl-C, now and then.
fn glance(lines: u64) -> Result<()> {
    if lines.is_multiple_of(GLANCE) && interrupt::requested() {
        return Err(Error::interrupted());
    }
    Ok(())
}

/// An import that is under way.
struct Work<'a> {
    collection: &'a Collection,
    plan: &'a Plan,
    import: &'a Import,
    batch: Batch,
    keys: keys::Keys,
    done: Imported,
    bad: BadLines,
}

impl Work<'_> {
    fn session(&self) -> &Session {
        self.collection.session()
    }

    /// Makes a row of a line, and writes the rows when there are enough of them.
    fn take(&mut self, line: Line) -> Result<()> {
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
    fn flush(&mut self) -> Result<()> {
        let rows = self.batch.take();
        let rows = self.look_up(rows)?;
        let (fresh, known) = self.known(rows)?;
        self.create(fresh)?;
        self.change(&known)
    }

    /// The line of a row is bad.
    fn refuse(&mut self, row: &Row, bad: BadLine) -> Result<()> {
        self.bad.add(&row.cells, bad)
    }

    /// The fields that the file gives, but for the id.
    fn fields(&self) -> impl Iterator<Item = (usize, &Field)> {
        let fields = self.plan.fields().enumerate();
        fields.filter(|(_, field)| field.name != "id")
    }
}
