//! Rows from a file: created, or changed where they are there already, in one transaction.
//!
//! `import/` reads the file and makes values of its cells. Here they meet the database: who may give what, rows that
//! are named by a key, rows that are there already, and what the rules refuse, line by line.

mod bad_lines;
mod batch;
mod errors_file;
mod keys;
mod options;
mod plan;
mod seen;
mod work;
mod write;

pub use options::{Duplicates, Import, Imported};

use super::collection::Collection;
use super::save::computed_rows;
use crate::catalog::Action;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::import::Source;
use crate::rows::Size;
use bad_lines::BadLines;
use errors_file::ErrorsFile;
use plan::{Plan, glance};
use std::cell::RefCell;
use std::path::Path;
use work::Work;

impl Collection {
    /// Creates rows from a file below a folder: csv, tsv or xlsx. What was guessed about its columns is shown to
    /// `host`, who has to agree, and so is how far it is.
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
        self.session().may_write()?;
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
        let mut work = Work::new(self, &plan, import, BadLines::new(errors));
        let mut source = RefCell::new(source);
        let progress = host.progress(name, &|| size(&mut source.borrow_mut()))?;
        let mut lines = 0;
        source.get_mut().each_line(&mut |line| {
            lines += 1;
            glance(lines)?;
            work.take(line)?;
            progress.advance(1);
            Ok(())
        })?;
        work.flush()?;
        drop(progress);
        let (mut done, bad) = (work.done, work.bad);
        done.bad = bad.len();
        bad.finish(lines, import.partly, self.session())?;
        open.commit()?;
        Ok(done)
    }
}

/// How many lines there are to import. A file says so only when it is read.
fn size(source: &mut Source) -> Result<Size> {
    let mut lines = 0;
    source.each_line(&mut |_| {
        lines += 1;
        glance(lines)
    })?;
    Ok(Size::Counted(lines))
}
