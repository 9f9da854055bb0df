//! The rows of a collection one after the other: memory does not grow with them.

use super::collection::Collection;
use super::prefetch::{self, Batch};
use super::record::Record;
use super::session::Session;
use crate::error::Result;
use crate::store::Cursor;
use crate::value::Value;
use std::rc::Rc;

/// Rows of a collection, one after the other.
pub struct Stream(Source);

enum Source {
    /// They were read with those of other records.
    Known(std::vec::IntoIter<Record>),
    Read(Reading),
}

struct Reading {
    session: Session,
    cursor: Option<Cursor>,
    batch: Rc<Batch>,
    next: usize,
}

impl Collection {
    /// The rows one after the other, read a batch at a time; those of a record's relation are read for the
    /// other records of its batch too.
    ///
    /// # Errors
    /// As [`Collection::count`]; each item too can be an error.
    pub fn stream(&self) -> Result<Stream> {
        if let Some(records) = self.related()? {
            return Ok(Stream(Source::Known(records.into_iter())));
        }
        let statement = self.select().rows();
        let session = self.session().clone();
        let cursor = session
            .database()
            .cursor(&statement.text, &statement.params, prefetch::SIZE)
            .map_err(|error| session.refine(error))?;
        Ok(Stream(Source::Read(Reading {
            session,
            cursor: Some(cursor),
            batch: Batch::new(self.entity(), Vec::new()),
            next: 0,
        })))
    }
}

impl Collection {
    /// Hands the values of each row on as they come, faster than [`Collection::stream`] does: nothing else can be asked
    /// of the database meanwhile.
    ///
    /// # Errors
    /// As [`Collection::count`]; what `take` returns, which ends it.
    pub fn each(&self, take: &mut dyn FnMut(&[Value]) -> Result<()>) -> Result<()> {
        if let Some(records) = self.related()? {
            return records
                .iter()
                .try_for_each(|record| take(&record.values()?));
        }
        let statement = self.select().rows();
        let session = self.session();
        let mut values = Vec::new();
        session
            .database()
            .each(&statement.text, &statement.params, &mut |row| {
                row.read_into(&mut values)?;
                take(&values)
            })
            .map_err(|error| session.refine(error))
    }
}

impl Iterator for Stream {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Known(records) => records.next().map(Ok),
            Source::Read(reading) => reading.next(),
        }
    }
}

impl Reading {
    fn next(&mut self) -> Option<Result<Record>> {
        if self.next == self.batch.len() {
            match self.cursor.as_mut()?.next_batch() {
                Ok(rows) => {
                    self.batch = Batch::new(&self.batch.entity, rows);
                    self.next = 0;
                }
                Err(error) => {
                    self.cursor = None;
                    return Some(Err(self.session.refine(error)));
                }
            }
        }
        if self.next == self.batch.len() {
            self.cursor = None;
            return None;
        }
        self.next += 1;
        Some(Ok(Record::new(&self.session, &self.batch, self.next - 1)))
    }
}
