//! Queries whose columns are computed: projections and groups.

use super::expr::Expr;
use super::select::Select;
use super::sql::expression;
use super::write::Pen;
use crate::catalog::{Entity, Field};
use crate::value::Type;
use std::rc::Rc;

/// A query that other steps can go on from, as if it were a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    from: Select,
    columns: Columns,
    distinct: bool,
    breadth: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Columns {
    /// The entity's own fields: the same rows.
    Own,
    /// Computed for each row.
    Computed(Vec<(String, Expr)>),
    /// Computed for each group; the first so many are the keys.
    Grouped(Vec<(String, Expr)>, usize),
}

impl Derived {
    /// The same rows, as they are after `take` and `skip`.
    pub(super) fn rows(from: Select) -> Self {
        Self {
            breadth: from.breadth(),
            from,
            columns: Columns::Own,
            distinct: false,
        }
    }

    /// Named columns, computed for each row.
    #[must_use]
    pub fn new(from: Select, columns: Vec<(String, Expr)>) -> Self {
        Self {
            breadth: broadest(&columns, from.breadth()),
            from,
            columns: Columns::Computed(columns),
            distinct: false,
        }
    }

    /// One row for each group of rows with the same keys, with figures over the group.
    #[must_use]
    pub fn grouped(from: Select, keys: Vec<(String, Expr)>, figures: Vec<(String, Expr)>) -> Self {
        let count = keys.len();
        let columns: Vec<_> = keys.into_iter().chain(figures).collect();
        Self {
            breadth: broadest(&columns, from.breadth()),
            // Rows that were taken are grouped as they were taken.
            from: from.uncut(),
            columns: Columns::Grouped(columns, count),
            distinct: false,
        }
    }

    /// Rows that are equal in every column, once.
    #[must_use]
    pub fn distinct(from: Select) -> Self {
        Self {
            breadth: from.breadth(),
            from,
            columns: Columns::Own,
            distinct: true,
        }
    }

    /// How often its broadest column reads a field of a table when all names are written out, as the server
    /// writes them: columns that are built of each other double by each step.
    #[must_use]
    pub fn breadth(&self) -> usize {
        self.breadth
    }

    /// What kind of rows it gives.
    #[must_use]
    pub fn entity(&self) -> Rc<Entity> {
        match &self.columns {
            Columns::Own => Rc::clone(&self.from.entity),
            Columns::Computed(columns) | Columns::Grouped(columns, _) => {
                let fields = columns
                    .iter()
                    .map(|(name, expr)| field(name, expr))
                    .collect();
                Rc::new(Entity::of_columns(&self.from.entity.name, fields))
            }
        }
    }

    pub(super) fn is_sorted(&self) -> bool {
        !matches!(self.columns, Columns::Grouped(..)) && self.from.is_sorted()
    }

    pub(super) fn is_rows_of_table(&self) -> bool {
        matches!(self.columns, Columns::Own) && self.from.is_of_table()
    }

    /// Equal rows once: where the first of them was, if somebody sorted them.
    fn write_distinct(&self, pen: &mut Pen, in_order: bool) {
        let columns = |pen: &mut Pen| {
            pen.join(", ", &self.from.entity.fields, |pen, field| {
                pen.put("t.").name(&field.name);
            });
        };
        if !in_order || !self.from.is_sorted() {
            pen.put("select distinct ");
            columns(pen);
            pen.put(" from (");
            self.from.write_rows(pen, false);
            pen.put(") t");
            return;
        }
        let mut place = "#".to_owned();
        while self.from.entity.field(&place).is_some() {
            place.push('#');
        }
        pen.put("select ");
        columns(pen);
        pen.put(" from (select row_number() over () as ")
            .quoted(&place)
            .put(", t.* from (");
        self.from.write_rows(pen, true);
        pen.put(") t) t group by ");
        columns(pen);
        pen.put(" order by min(t.").quoted(&place).put(")");
    }

    /// The query; in order, if that matters to what is done with it.
    pub(super) fn write(&self, pen: &mut Pen, in_order: bool) {
        match &self.columns {
            Columns::Own if self.distinct => self.write_distinct(pen, in_order),
            Columns::Own => self.from.write_rows(pen, in_order),
            Columns::Computed(columns) => {
                list(pen, columns);
                self.from.write_body(pen, in_order, Some(&all(columns)));
            }
            Columns::Grouped(columns, keys) => {
                list(pen, columns);
                self.from.write_body(pen, false, Some(&all(columns)));
                if *keys > 0 {
                    let places = (1..=*keys).map(|place| place.to_string());
                    pen.put(" group by ").join(", ", places, |pen, place| {
                        pen.put(&place);
                    });
                }
            }
        }
    }
}

/// How often the broadest of these columns reads a field, where each is read so often itself.
fn broadest(columns: &[(String, Expr)], each: usize) -> usize {
    let readings = columns.iter().map(|(_, expr)| expr.readings()).max();
    readings.unwrap_or(0).max(1).saturating_mul(each)
}

/// `select a as x, b as y`
fn list(pen: &mut Pen, columns: &[(String, Expr)]) {
    pen.put("select ").join(", ", columns, |pen, (name, expr)| {
        expression(pen, expr);
        pen.put(" as ").quoted(name);
    });
}

/// All columns as one expression, for what looks at everything that is used.
fn all(columns: &[(String, Expr)]) -> Expr {
    Expr::Coalesce(columns.iter().map(|(_, expr)| expr.clone()).collect())
}

fn field(name: &str, expr: &Expr) -> Field {
    Field::computed(name, expr.kind().unwrap_or(Type::Text), expr.is_nullable())
}
