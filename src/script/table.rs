//! Rows with their columns, wherever they are: what a table on the screen and a sheet of a file are made of.

use crate::api::Collection;
use crate::error::{Error, Result};
use crate::rows::{Column, Rows};
use crate::store::interrupt;
use crate::value::Value;
use std::borrow::Cow;

/// A table.
pub enum Table<'a> {
    /// It is here already.
    Rows(Cow<'a, Rows>),
    /// Its rows are still in the database.
    Collection(Collection),
}

impl Table<'_> {
    /// Its columns, from left to right.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        match self {
            Self::Rows(rows) => rows.columns.clone(),
            Self::Collection(collection) => collection.columns(),
        }
    }

    /// Hands its rows on as they come; how many they were.
    ///
    /// # Errors
    /// They can't be read, Ctrl-C; what `take` returns, which ends it.
    pub fn each(&self, take: &mut dyn FnMut(&[Value]) -> Result<()>) -> Result<u64> {
        let mut count = 0;
        let mut counted = |row: &[Value]| {
            if interrupt::requested() {
                return Err(Error::interrupted());
            }
            count += 1;
            take(row)
        };
        match self {
            Self::Rows(rows) => rows.rows.iter().try_for_each(|row| counted(row))?,
            Self::Collection(collection) => collection.each(&mut counted)?,
        }
        Ok(count)
    }
}
