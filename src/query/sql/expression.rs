//! Expressions as SQL text.

use super::aggregate::{over, related, total};
use super::call::{arguments, call};
use super::joins::row;
use super::pen::Pen;
use crate::query::ast::expr::{Binary, Expr};
use crate::query::ast::select::{Direction, ROW};
use crate::value::{Type, Value};

/// ` where a and b`
pub(super) fn where_all(pen: &mut Pen, filters: &[Expr]) {
    if !filters.is_empty() {
        pen.put(" where ").join(" and ", filters, condition);
    }
}

/// ` order by …`; rows of a table are sorted by id last, so that the order is deterministic.
pub(super) fn order(pen: &mut Pen, by_id: bool, keys: &[(Expr, Direction)]) {
    if keys.is_empty() && !by_id {
        return;
    }
    pen.put(" order by ")
        .join(", ", keys, |pen, (key, direction)| {
            expression(pen, key);
            if *direction == Direction::Down {
                pen.put(" desc");
            }
            // Rhai and people alike see "nothing" before everything else.
            if key.is_nullable() {
                pen.put(if *direction == Direction::Down {
                    " nulls last"
                } else {
                    " nulls first"
                });
            }
        });
    if by_id {
        pen.put(if keys.is_empty() { "" } else { ", " })
            .put(ROW)
            .put(".id");
    }
}

/// An expression.
pub(super) fn expression(pen: &mut Pen, expr: &Expr) {
    match expr {
        Expr::Value(Value::Null) => {
            pen.put("null");
        }
        Expr::Value(value) => {
            pen.bind(value);
        }
        Expr::Field {
            depth,
            steps,
            name,
            cast,
            ..
        } => {
            pen.name(&row(*depth, steps))
                .put(".")
                .name(name)
                .put(if *cast { "::text" } else { "" });
        }
        Expr::And(parts) => {
            pen.join(" and ", parts, condition);
        }
        Expr::Or(parts) => drop(pen.join(" or ", parts, |pen, part| match part {
            Expr::And(_) => bracketed(pen, part),
            _ => expression(pen, part),
        })),
        Expr::Not(inner) => negation(pen, inner),
        Expr::IsNull(inner) => {
            operand(pen, inner);
            pen.put(" is null");
        }
        Expr::In(of, list) => {
            operand(pen, of);
            pen.put(" = any(").bind(list).put(")");
        }
        Expr::Binary(operator, left, right) => binary(pen, *operator, left, right),
        Expr::Coalesce(parts) => arguments(pen, "coalesce", parts),
        Expr::If(test, yes, no) => {
            pen.put("case when ");
            expression(pen, test);
            pen.put(" then ");
            expression(pen, yes);
            pen.put(" else ");
            expression(pen, no);
            pen.put(" end");
        }
        Expr::Call(function, args) => call(pen, *function, args),
        Expr::Exists(many) => {
            pen.put("exists (select");
            related(pen, many, None);
            pen.put(")");
        }
        Expr::Total(aggregate, many, of) => total(pen, *aggregate, many, of.as_deref()),
        Expr::Aggregate(aggregate, of, only) => {
            over(pen, *aggregate, of.as_deref(), only.as_deref());
        }
    }
}

/// An expression where a truth value is wanted; an operator of `and` keeps its brackets.
pub(super) fn condition(pen: &mut Pen, expr: &Expr) {
    if matches!(expr, Expr::Or(_)) {
        pen.put("(");
        expression(pen, expr);
        pen.put(")");
    } else {
        expression(pen, expr);
    }
}

fn bracketed(pen: &mut Pen, expr: &Expr) {
    pen.put("(");
    expression(pen, expr);
    pen.put(")");
}

/// An expression as a part of a larger one: in brackets unless it is a unit by itself.
pub(super) fn operand(pen: &mut Pen, expr: &Expr) {
    match expr {
        Expr::Value(_)
        | Expr::Field { .. }
        | Expr::Coalesce(_)
        | Expr::Exists(_)
        | Expr::Total(..)
        | Expr::Aggregate(..)
        | Expr::If(..) => expression(pen, expr),
        Expr::Call(function, _) if function.is_unit() => expression(pen, expr),
        _ => bracketed(pen, expr),
    }
}

/// Null does not hold, so its negation does.
fn negation(pen: &mut Pen, inner: &Expr) {
    match inner {
        Expr::IsNull(of) => {
            operand(pen, of);
            pen.put(" is not null");
        }
        _ if inner.is_nullable() => {
            bracketed(pen, inner);
            pen.put(" is not true");
        }
        _ => {
            pen.put("not ");
            operand(pen, inner);
        }
    }
}

fn binary(pen: &mut Pen, operator: Binary, left: &Expr, right: &Expr) {
    let (one, both) = (
        left.is_nullable() || right.is_nullable(),
        left.is_nullable() && right.is_nullable(),
    );
    let sign = match operator {
        Binary::Eq if both => " is not distinct from ",
        Binary::Eq => " = ",
        Binary::Ne if one => " is distinct from ",
        Binary::Ne => " <> ",
        Binary::Lt => " < ",
        Binary::Le => " <= ",
        Binary::Gt => " > ",
        Binary::Ge => " >= ",
        Binary::Add => " + ",
        Binary::Sub => " - ",
        Binary::Mul => " * ",
        Binary::Div => " / ",
        Binary::Rem => " % ",
    };
    operand(pen, left);
    if is_whole(left) && is_whole(right) && !operator.is_comparison() {
        // Columns of 32 bits are computed in 64, as scripts do.
        pen.put("::bigint");
    }
    pen.put(sign);
    if matches!(operator, Binary::Div | Binary::Rem) && right.may_be_zero() {
        // One row must not stop the whole query; and `and` does not promise to look left first.
        pen.put("nullif(");
        expression(pen, right);
        pen.put(", 0)");
    } else {
        operand(pen, right);
    }
    let ordered = matches!(operator, Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge);
    if ordered && left.kind() == Some(Type::Text) {
        // Texts are compared as scripts compare them, whatever the database's language.
        pen.put(" collate \"C\"");
    }
}

/// A whole number that is not a parameter (those have 64 bits already).
fn is_whole(expr: &Expr) -> bool {
    expr.kind() == Some(Type::Int) && !matches!(expr, Expr::Value(_))
}
