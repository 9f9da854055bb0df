//! Aggregates over many rows, and sub-queries over related rows.

use super::expression::{condition, expression};
use super::joins::{joins, own_row};
use super::pen::Pen;
use crate::query::ast::expr::{Aggregate, Expr, Many};
use crate::value::{Type, Value};
use std::borrow::Cow;

/// An aggregate, perhaps only over the rows that satisfy something.
pub(super) fn over(pen: &mut Pen, aggregate: Aggregate, of: Option<&Expr>, only: Option<&Expr>) {
    let kind = of.and_then(Expr::kind);
    let whole = kind == Some(Type::Int);
    let (before, after) = match aggregate {
        // The sum of nothing is 0; whole numbers stay whole.
        Aggregate::Sum if whole => ("coalesce(", ", 0)::bigint"),
        Aggregate::Sum => ("coalesce(", ", 0)"),
        Aggregate::Avg if kind == Some(Type::Float) => ("", ""),
        // PostgreSQL returns more digits than `Decimal` can hold.
        Aggregate::Avg => ("trim_scale(round(", ", 10))"),
        _ => ("", ""),
    };
    pen.put(before).put(aggregate.sql()).put("(");
    match of {
        Some(of) => expression(pen, of),
        None => {
            pen.put("*");
        }
    }
    pen.put(")");
    if let Some(only) = only {
        pen.put(" filter (where ");
        expression(pen, only);
        pen.put(")");
    }
    pen.put(after);
}

/// An aggregate over related rows.
pub(super) fn total(pen: &mut Pen, aggregate: Aggregate, many: &Many, of: Option<&Expr>) {
    let of = of.map(|of| about_own_row(of, many));
    pen.put("(select ");
    over(pen, aggregate, of.as_deref(), None);
    related(pen, many, of.as_deref());
    pen.put(")");
}

/// An aggregate whose values come from outer rows alone would be taken for one of the outer query: so they
/// ask for a key of the related row, which is always there.
fn about_own_row<'a>(of: &'a Expr, many: &Many) -> Cow<'a, Expr> {
    if of.is_about(many.depth) {
        return Cow::Borrowed(of);
    }
    let key = Expr::Field {
        depth: many.depth,
        steps: Vec::new(),
        name: many.key.clone(),
        kind: Type::Int,
        cast: false,
        nullable: false,
    };
    Cow::Owned(Expr::If(
        Box::new(Expr::IsNull(Box::new(key))),
        Box::new(Expr::Value(Value::Null)),
        Box::new(of.clone()),
    ))
}

/// The body of a sub-query over related rows.
pub(super) fn related(pen: &mut Pen, many: &Many, of: Option<&Expr>) {
    pen.put(" from ")
        .name(&many.entity.name)
        .put(" ")
        .put(&own_row(many.depth));
    joins(pen, many.depth, many.filters.iter().chain(of));
    pen.put(" where ")
        .put(&own_row(many.depth))
        .put(".")
        .name(&many.key)
        .put(" = ");
    match many.parent.id() {
        Some(id) => expression(pen, &id),
        None => {
            pen.put("null");
        }
    }
    for filter in &many.filters {
        pen.put(" and ");
        condition(pen, filter);
    }
}
