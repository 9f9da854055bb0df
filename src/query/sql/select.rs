//! The statements that read the rows of a query.

use super::expression::{expression, order, where_all};
use super::joins::{joins, uses_joins};
use super::pen::Pen;
use crate::catalog::{Entity, Field};
use crate::query::Statement;
use crate::query::ast::derived::Derived;
use crate::query::ast::expr::{Aggregate, Expr};
use crate::query::ast::select::{ROW, Select, Source};
use crate::value::Value;

/// The name of what a key refers to.
#[derive(Debug, Clone, Copy)]
pub struct NameOf<'a> {
    /// What the relation is called.
    pub relation: &'a str,
    /// The field that holds the key.
    pub key: &'a Field,
    /// What it refers to.
    pub target: &'a Entity,
    /// The field of that which holds its name.
    pub field: &'a Field,
}

impl Select {
    /// The statement that reads the rows: all fields that people see, in their order.
    #[must_use]
    pub fn rows(&self) -> Statement {
        let mut pen = Pen::default();
        self.write_rows(&mut pen, true);
        pen.finish()
    }

    /// The same, and after these fields the names of what keys refer to. They are looked up row by row: meant for a few
    /// rows, for which that is planned and read sooner than a join.
    #[must_use]
    pub fn rows_with_names(&self, names: &[NameOf<'_>]) -> Statement {
        let mut pen = Pen::default();
        pen.put("select ");
        self.write_fields(&mut pen);
        for name in names {
            pen.put(", (select n.").name(&name.field.name);
            if name.field.is_cast() {
                pen.put("::text");
            }
            pen.put(" from ").name(&name.target.name);
            pen.put(" n where n.id = ")
                .put(ROW)
                .put(".")
                .name(&name.key.name);
            pen.put(")");
        }
        self.write_body(&mut pen, true, None);
        pen.finish()
    }

    /// The statement that reads the rows without any field, in any order: what is expected of it is how many there are.
    #[must_use]
    pub fn bare_rows(&self) -> Statement {
        let mut pen = Pen::default();
        pen.put("select");
        self.write_body(&mut pen, false, None);
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

    /// The statement that computes an aggregate over the rows.
    #[must_use]
    pub fn aggregate(&self, aggregate: Aggregate, of: &Expr) -> Statement {
        let mut pen = Pen::default();
        let computed = Expr::Aggregate(aggregate, Some(Box::new(of.clone())), None);
        pen.put("select ");
        if self.is_cut() {
            // The aggregate is over the rows that were taken.
            let taken = Derived::new(self.clone(), vec![("value".to_owned(), of.clone())]);
            let whole = Self::derived(&taken.entity(), taken);
            let column = whole
                .entity
                .fields
                .first()
                .map(|field| whole.row().field(field));
            expression(
                &mut pen,
                &Expr::Aggregate(aggregate, column.map(Box::new), None),
            );
            whole.write_body(&mut pen, false, None);
        } else {
            expression(&mut pen, &computed);
            self.write_body(&mut pen, false, Some(of));
        }
        pen.finish()
    }

    /// `select t.id, …` with everything that follows.
    pub(super) fn write_rows(&self, pen: &mut Pen, in_order: bool) {
        pen.put("select ");
        self.write_fields(pen);
        self.write_body(pen, in_order, None);
    }

    /// `t.id, …`
    fn write_fields(&self, pen: &mut Pen) {
        let derived = matches!(self.source, Source::Derived(_));
        pen.join(", ", &self.entity.fields, |pen, field| {
            pen.put(ROW).put(".").name(&field.name);
            if field.is_cast() && !derived {
                pen.put("::text as ").name(&field.name);
            }
        });
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
