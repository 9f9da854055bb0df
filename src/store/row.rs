//! A row as it came from the server; its values are decoded when they are read.

use crate::error::{Error, Result};
use crate::rows::Column;
use crate::value::Value;

/// One row of a result.
#[derive(Debug)]
pub struct Row(pub(super) postgres::Row);

impl Row {
    /// How many values it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has no values at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a column, from 0.
    ///
    /// # Errors
    /// There is no such column, or its type has no form here (cast it to text).
    pub fn get(&self, index: usize) -> Result<Value> {
        let value = self.0.try_get(index);
        value.map_err(|error| self.unreadable(index, &error))
    }

    /// The first value of the first of some rows; none when there is no row.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn first_value(rows: &[Self]) -> Result<Option<Value>> {
        rows.first().map(|row| row.get(0)).transpose()
    }

    /// All its values, in order.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn values(&self) -> Result<Vec<Value>> {
        let mut values = Vec::with_capacity(self.len());
        self.read_into(&mut values)?;
        Ok(values)
    }

    /// The same, in a list that had the values of another row: many rows in turn need no lists of their own.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn read_into(&self, values: &mut Vec<Value>) -> Result<()> {
        values.clear();
        for index in 0..self.len() {
            match self.0.try_get(index) {
                Ok(value) => values.push(value),
                Err(error) => return Err(self.unreadable(index, &error)),
            }
        }
        Ok(())
    }

    #[cold]
    fn unreadable(&self, index: usize, error: &postgres::Error) -> Error {
        let why =
            std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        let columns = self.0.columns();
        let column = columns.get(index).map_or("?", postgres::Column::name);
        Error::failed(format!("{column} can't be read: {why}"))
            .hint(format!("in plain SQL, cast it to text: {column}::text"))
    }

    /// The columns of the result it belongs to.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        super::codec::columns(self.0.columns())
    }
}
