//! A query over one entity: immutable, built step by step; its SQL is in `sql/select.rs`.

use super::derived::Derived;
use super::expr::Expr;
use super::path::RowPath;
use crate::catalog::Entity;
use std::rc::Rc;

/// The name of a query's own row in its SQL.
pub(in crate::query) const ROW: &str = "t";

/// In which direction rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Up,
    /// The greatest first.
    Down,
}

/// Where the rows come from.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query) enum Source {
    /// The entity's own table.
    Table,
    /// Another query.
    Derived(Box<Derived>),
}

/// Rows of an entity: which, in what order, how many.
///
/// Each step returns a new query and speaks about what the query gave before it: a filter after `take`
/// filters the rows that were taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// What kind of rows.
    pub entity: Rc<Entity>,
    pub(in crate::query) source: Source,
    pub(in crate::query) filters: Vec<Expr>,
    pub(in crate::query) order: Vec<(Expr, Direction)>,
    pub(in crate::query) skip: u64,
    pub(in crate::query) take: Option<u64>,
}

impl Select {
    /// All rows of an entity, by id.
    #[must_use]
    pub fn all(entity: &Rc<Entity>) -> Self {
        Self::from_source(entity, Source::Table)
    }

    /// The rows of a query whose columns are computed; see [`Derived`].
    #[must_use]
    pub fn derived(entity: &Rc<Entity>, from: Derived) -> Self {
        Self::from_source(entity, Source::Derived(Box::new(from)))
    }

    fn from_source(entity: &Rc<Entity>, source: Source) -> Self {
        let (filters, order) = (Vec::new(), Vec::new());
        Self {
            entity: Rc::clone(entity),
            source,
            filters,
            order,
            skip: 0,
            take: None,
        }
    }

    /// Whether it is all rows of a table: nothing says which.
    #[must_use]
    pub fn is_all(&self) -> bool {
        let is_whole = self.skip == 0 && self.take.is_none();
        is_whole && self.filters.is_empty() && matches!(self.source, Source::Table)
    }

    /// How often a field of it may stand for one of a table: see [`Derived::breadth`].
    #[must_use]
    pub fn breadth(&self) -> usize {
        match &self.source {
            Source::Table => 1,
            Source::Derived(derived) => derived.breadth(),
        }
    }

    /// The row that expressions speak about.
    #[must_use]
    pub fn row(&self) -> RowPath {
        RowPath::of(&self.entity, 0)
    }

    /// Only rows that satisfy the expression.
    #[must_use]
    pub fn filter(self, condition: Expr) -> Self {
        let mut filtered = self.uncut();
        filtered.filters.push(condition);
        filtered
    }

    /// Sorted; a later key decides between rows that are equal by the earlier ones.
    #[must_use]
    pub fn sort(self, key: Expr, direction: Direction) -> Self {
        if matches!(key, Expr::Value(_)) {
            // The same for all rows. PostgreSQL would take a number for the ordinal of a column.
            return self;
        }
        let mut sorted = self.uncut();
        sorted.order.push((key, direction));
        sorted
    }

    /// At most the next `count` rows.
    #[must_use]
    pub fn take(mut self, count: u64) -> Self {
        self.take = Some(self.take.map_or(count, |before| before.min(count)));
        self
    }

    /// Without the next `count` rows.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Self {
        self.skip = self.skip.saturating_add(count);
        self.take = self.take.map(|before| before.saturating_sub(count));
        self
    }

    /// How many rows there are at most, if that was said.
    #[must_use]
    pub fn at_most(&self) -> Option<u64> {
        self.take
    }

    /// Whether `take` or `skip` cut the rows.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.skip > 0 || self.take.is_some()
    }

    /// Whether the rows are those of the entity's own table, so that they can be changed.
    #[must_use]
    pub fn is_of_table(&self) -> bool {
        match &self.source {
            Source::Table => true,
            Source::Derived(derived) => derived.is_rows_of_table(),
        }
    }

    /// Whether somebody asked for an order.
    pub(in crate::query) fn is_sorted(&self) -> bool {
        let before = match &self.source {
            Source::Table => false,
            Source::Derived(derived) => derived.is_sorted(),
        };
        before || !self.order.is_empty()
    }

    /// The same rows as a query that further steps can narrow.
    pub(in crate::query) fn uncut(self) -> Self {
        if self.is_cut() {
            Self::derived(&Rc::clone(&self.entity), Derived::rows(self))
        } else {
            self
        }
    }
}
