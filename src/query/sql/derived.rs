//! Queries whose columns are computed, as SQL text.

use super::expression::expression;
use super::pen::Pen;
use crate::query::ast::derived::{Columns, Derived};
use crate::query::ast::expr::Expr;

impl Derived {
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
        let mut row_number = "#".to_owned();
        while self.from.entity.field(&row_number).is_some() {
            row_number.push('#');
        }
        pen.put("select ");
        columns(pen);
        pen.put(" from (select row_number() over () as ")
            .quoted(&row_number)
            .put(", t.* from (");
        self.from.write_rows(pen, true);
        pen.put(") t) t group by ");
        columns(pen);
        pen.put(" order by min(t.").quoted(&row_number).put(")");
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
                    let positions = (1..=*keys).map(|position| position.to_string());
                    pen.put(" group by ")
                        .join(", ", positions, |pen, position| {
                            pen.put(&position);
                        });
                }
            }
        }
    }
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
