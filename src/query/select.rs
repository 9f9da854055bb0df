//! A query over one entity: immutable, built step by step.

use super::Statement;
use super::derived::Derived;
use super::expr::{Aggregate, Expr};
use super::joins::{joins, uses_joins};
use super::path::RowPath;
use super::sql::{expression, order, where_all};
use super::write::Pen;
use crate::catalog::Entity;
use crate::value::Value;
use std::rc::Rc;

/// The name of a query's own row in its SQL.
pub(super) const ROW: &str = "t";

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
enum Source {
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
    source: Source,
    filters: Vec<Expr>,
    order: Vec<(Expr, Direction)>,
    skip: u64,
    take: Option<u64>,
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
            // The same for all rows. PostgreSQL would take a number for the place of a column.
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
    pub(super) fn is_sorted(&self) -> bool {
        let before = match &self.source {
            Source::Table => false,
            Source::Derived(derived) => derived.is_sorted(),
        };
        before || !self.order.is_empty()
    }

    /// The same rows as a query that further steps can narrow.
    pub(super) fn uncut(self) -> Self {
        if self.is_cut() {
            Self::derived(&Rc::clone(&self.entity), Derived::rows(self))
        } else {
            self
        }
    }

    /// The statement that reads the rows: all fields that people see, in their order.
    #[must_use]
    pub fn rows(&self) -> Statement {
        let mut pen = Pen::default();
        self.write_rows(&mut pen, true);
        pen.finish()
    }

    /// The statement that counts the rows.
    #[must_use]
    pub fn count(&self) -> Statement {
        let mut pen = Pen::default();
        if self.is_cut() {
            pen.put("select count(*) from (select");
            self.write_body(&mut pen, true, None);
            pen.put(") as cut");
        } else {
            pen.put("select count(*)");
            self.write_body(&mut pen, false, None);
        }
        pen.finish()
    }

    /// The statement that says whether there is any row.
    #[must_use]
    pub fn exists(&self) -> Statement {
        let mut pen = Pen::default();
        pen.put("select exists (select");
        self.write_body(&mut pen, false, None);
        pen.put(")");
        pen.finish()
    }

    /// The statement that computes one figure over the rows.
    #[must_use]
    pub fn figure(&self, aggregate: Aggregate, of: &Expr) -> Statement {
        let mut pen = Pen::default();
        let figure = Expr::Figure(aggregate, Some(Box::new(of.clone())), None);
        pen.put("select ");
        if self.is_cut() {
            // The figure is over the rows that were taken.
            let taken = Derived::new(self.clone(), vec![("figure".to_owned(), of.clone())]);
            let whole = Self::derived(&taken.entity(), taken);
            let column = whole
                .entity
                .fields
                .first()
                .map(|field| whole.row().field(field));
            expression(
                &mut pen,
                &Expr::Figure(aggregate, column.map(Box::new), None),
            );
            whole.write_body(&mut pen, false, None);
        } else {
            expression(&mut pen, &figure);
            self.write_body(&mut pen, false, Some(of));
        }
        pen.finish()
    }

    /// `select t.id, …` with everything that follows.
    pub(super) fn write_rows(&self, pen: &mut Pen, in_order: bool) {
        pen.put("select ");
        let derived = matches!(self.source, Source::Derived(_));
        pen.join(", ", &self.entity.fields, |pen, field| {
            pen.put(ROW).put(".").name(&field.name);
            if field.is_cast() && !derived {
                pen.put("::text as ").name(&field.name);
            }
        });
        self.write_body(pen, in_order, None);
    }

    /// Everything from `from` on; `also` is an expression before it that may need joins. Rows that are
    /// cut are in order in any case.
    pub(super) fn write_body(&self, pen: &mut Pen, in_order: bool, also: Option<&Expr>) {
        let in_order = in_order || self.is_cut();
        pen.put(" from ");
        match &self.source {
            Source::Table => {
                pen.name(&self.entity.name);
            }
            Source::Derived(derived) => {
                pen.put("(");
                // Rows that are sorted here need no order before.
                derived.write(pen, in_order && self.order.is_empty());
                pen.put(")");
            }
        }
        pen.put(" ").put(ROW);
        let keys = self.order.iter().map(|(key, _)| key).filter(|_| in_order);
        joins(pen, 0, self.filters.iter().chain(keys).chain(also));
        where_all(pen, &self.filters);
        if in_order {
            // What another query gives is in that query's order already.
            let by_id = self.entity.field("id").is_some()
                && (matches!(self.source, Source::Table) || !self.order.is_empty());
            order(pen, by_id, &self.order);
        }
        if let Some(take) = self.take {
            pen.put(" limit ").bind(&whole(take));
        }
        if self.skip > 0 {
            pen.put(" offset ").bind(&whole(self.skip));
        }
    }

    /// ` where …`: which rows of the table, for statements that change them.
    pub(super) fn write_which(&self, pen: &mut Pen) {
        let plain = matches!(self.source, Source::Table) && !self.is_cut();
        if plain && !uses_joins(self.filters.iter()) {
            where_all(pen, &self.filters);
        } else {
            pen.put(" where t.id in (select t.id");
            self.write_body(pen, false, None);
            pen.put(")");
        }
    }
}

fn whole(count: u64) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}
