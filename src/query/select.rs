//! A query over one entity: immutable, built step by step.

use super::Statement;
use super::expr::{Aggregate, Expr};
use super::path::RowPath;
use super::sql::{expression, from, order, where_all};
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

/// Rows of an entity: which, in what order, how many.
///
/// Each step returns a new query. `take` and `skip` count from what the query gave before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// What kind of rows.
    pub entity: Rc<Entity>,
    filters: Vec<Expr>,
    order: Vec<(Expr, Direction)>,
    skip: u64,
    take: Option<u64>,
}

impl Select {
    /// All rows of an entity, by id.
    #[must_use]
    pub fn all(entity: &Rc<Entity>) -> Self {
        Self {
            entity: Rc::clone(entity),
            filters: Vec::new(),
            order: Vec::new(),
            skip: 0,
            take: None,
        }
    }

    /// The row that expressions speak about.
    #[must_use]
    pub fn row(&self) -> RowPath {
        RowPath::of(&self.entity, 0)
    }

    /// Only rows that satisfy the expression.
    #[must_use]
    pub fn filter(mut self, condition: Expr) -> Self {
        self.filters.push(condition);
        self
    }

    /// Sorted; a later key decides between rows that are equal by the earlier ones.
    #[must_use]
    pub fn sort(mut self, key: Expr, direction: Direction) -> Self {
        self.order.push((key, direction));
        self
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

    /// The statement that reads the rows: all fields that people see, in their order.
    #[must_use]
    pub fn rows(&self) -> Statement {
        let mut pen = Pen::default();
        pen.put("select ");
        let fields = self.entity.fields.iter();
        pen.join(", ", fields, |pen, field| {
            pen.put(ROW).put(".").name(&field.name);
            if field.is_cast() {
                pen.put("::text as ").name(&field.name);
            }
        });
        self.body(&mut pen, true);
        pen.finish()
    }

    /// The statement that counts the rows.
    #[must_use]
    pub fn count(&self) -> Statement {
        let mut pen = Pen::default();
        if self.is_cut() {
            pen.put("select count(*) from (select");
            self.body(&mut pen, true);
            pen.put(") as cut");
        } else {
            pen.put("select count(*)");
            self.body(&mut pen, false);
        }
        pen.finish()
    }

    /// The statement that says whether there is any row.
    #[must_use]
    pub fn exists(&self) -> Statement {
        let mut pen = Pen::default();
        pen.put("select exists (select");
        self.body(&mut pen, self.is_cut());
        pen.put(")");
        pen.finish()
    }

    /// The statement that computes one figure over the rows.
    #[must_use]
    pub fn figure(&self, aggregate: Aggregate, of: &Expr) -> Statement {
        let mut pen = Pen::default();
        let zero = if aggregate == Aggregate::Sum {
            ("coalesce(", ", 0)")
        } else {
            ("", "")
        };
        pen.put("select ").put(zero.0).put(aggregate.sql()).put("(");
        if self.is_cut() {
            pen.put("figure)").put(zero.1).put(" from (select ");
            expression(&mut pen, of);
            pen.put(" as figure");
        } else {
            expression(&mut pen, of);
            pen.put(")").put(zero.1);
        }
        self.body_with(&mut pen, self.is_cut(), Some(of));
        if self.is_cut() {
            pen.put(") as cut");
        }
        pen.finish()
    }

    fn body(&self, pen: &mut Pen, in_order: bool) {
        self.body_with(pen, in_order, None);
    }

    /// Everything from `from` on.
    fn body_with(&self, pen: &mut Pen, in_order: bool, also: Option<&Expr>) {
        let keys = self.order.iter().map(|(key, _)| key).filter(|_| in_order);
        from(
            pen,
            &self.entity,
            0,
            self.filters.iter().chain(keys).chain(also),
        );
        where_all(pen, &self.filters);
        if in_order {
            order(pen, &self.entity, &self.order);
        }
        if let Some(take) = self.take {
            pen.put(" limit ").bind(&whole(take));
        }
        if self.skip > 0 {
            pen.put(" offset ").bind(&whole(self.skip));
        }
    }
}

fn whole(count: u64) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}
