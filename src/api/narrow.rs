//! Steps of a collection: each gives another one, and nothing is read.

use super::collection::Collection;
use crate::error::{Error, Result};
use crate::query::{Derived, Direction, Expr, Select};
use crate::value::Value;

/// PostgreSQL truncates longer identifiers, so that two could collide.
const LONGEST_NAME: usize = 63;
/// How often a column may read a field of a table when all names in it are written out.
const BROADEST: usize = 1_000;

impl Collection {
    /// Only rows that satisfy a condition.
    #[must_use]
    pub fn filter(&self, condition: Expr) -> Self {
        self.with(self.select().clone().filter(condition))
    }

    /// At most the next `count` rows.
    #[must_use]
    pub fn take(&self, count: u64) -> Self {
        self.with(self.select().clone().take(count))
    }

    /// Without the next `count` rows.
    #[must_use]
    pub fn skip(&self, count: u64) -> Self {
        self.with(self.select().clone().skip(count))
    }

    /// Only the row with an id.
    #[must_use]
    pub(super) fn with_id(&self, id: Value) -> Self {
        match self.select().row().id() {
            Some(field) => self.filter(field.eq(id)),
            None => self.clone(),
        }
    }

    /// Sorted by a key; keys that were given before decide first.
    #[must_use]
    pub fn sort(&self, key: Expr, direction: Direction) -> Self {
        self.with(self.select().clone().sort(key, direction))
    }

    /// Rows of named columns, computed from these.
    ///
    /// # Errors
    /// A name can't be a column's, or two columns have the same; or they are built of each other in too many steps.
    pub fn columns_of(&self, columns: Vec<(String, Expr)>) -> Result<Self> {
        well_named(columns.iter().map(|(name, _)| name))?;
        self.checked_breadth(Derived::new(self.select().clone(), columns))
    }

    /// One row for each group of rows with the same keys.
    ///
    /// # Errors
    /// As [`Collection::columns_of`].
    pub fn group(
        &self,
        keys: Vec<(String, Expr)>,
        aggregates: Vec<(String, Expr)>,
    ) -> Result<Self> {
        well_named(keys.iter().chain(&aggregates).map(|(name, _)| name))?;
        self.checked_breadth(Derived::grouped(self.select().clone(), keys, aggregates))
    }

    /// Rows that are equal in every column, once.
    #[must_use]
    pub fn distinct(&self) -> Self {
        self.from(Derived::distinct(self.select().clone()))
    }

    /// Refuses what the server would take all its memory to write out, and not even notice Ctrl-C meanwhile.
    fn checked_breadth(&self, derived: Derived) -> Result<Self> {
        if derived.breadth() > BROADEST {
            let error = Error::failed("these columns are built of each other in too many steps");
            return Err(error.hint("take the rows first, and compute with them: .all()"));
        }
        Ok(self.from(derived))
    }

    fn from(&self, derived: Derived) -> Self {
        self.with(Select::derived(&derived.entity(), derived))
    }
}

/// Whether columns can have these names.
fn well_named<'a>(names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut known: Vec<&str> = Vec::new();
    for name in names {
        if known.contains(&name.as_str()) {
            return Err(Error::failed(format!("two columns are called '{name}'"))
                .hint("give one of them another name"));
        }
        if name.is_empty() || name.len() > LONGEST_NAME || name.contains('\0') {
            return Err(Error::failed(format!("{name:?} is no name for a column"))
                .hint(format!("give it a name of 1 to {LONGEST_NAME} letters")));
        }
        known.push(name);
    }
    Ok(())
}
