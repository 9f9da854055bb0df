//! Parts that stand for each other: the branches of `if`, the sides of `??`.

use super::operand::Operand;
use super::unsupported::at;
use crate::catalog::Entity;
use crate::error::{Error, article};
use crate::query::Expr as Sql;
use crate::script::raise::Raised;
use crate::value::{Type, Value};
use rhai::Position;
use std::rc::Rc;

/// Operands that stand for each other must be of one type: values, spans of time, or rows.
pub(super) fn unify(
    parts: Vec<(Operand, Position)>,
    position: Position,
    what: &str,
    whole: impl FnOnce(Vec<Sql>) -> Sql,
) -> Raised<Operand> {
    let spans = parts
        .iter()
        .filter(|(operand, _)| operand.is_span())
        .count();
    let nothing = parts
        .iter()
        .filter(|(operand, _)| operand.is_nothing())
        .count();
    if spans > 0 && spans + nothing < parts.len() {
        return Err(at(
            position,
            Error::failed(format!("{what} differ in type: only one is a span of time")),
        ));
    }
    let rows: Vec<_> = parts
        .iter()
        .filter_map(|(operand, _)| operand.row())
        .collect();
    if !rows.is_empty() && rows.len() + nothing == parts.len() {
        let rows: Vec<(Sql, Rc<Entity>)> = rows.into_iter().collect::<Raised<_>>()?;
        let entity = Rc::clone(&rows[0].1);
        if let Some((_, other)) = rows.iter().find(|(_, other)| other.name != entity.name) {
            let (one, other) = (article(entity.singular()), article(other.singular()));
            let what = format!("{what} differ: {one} and {other}");
            return Err(at(position, Error::failed(what)));
        }
        let id = |(operand, _): &(Operand, Position)| match operand.row() {
            Some(row) => row.map(|(id, _)| id),
            None => Ok(Sql::Value(Value::Null)),
        };
        let ids = parts.iter().map(id).collect::<Raised<_>>()?;
        return Ok(Operand::Chosen(whole(ids), entity));
    }
    let parts: Vec<Sql> = parts
        .into_iter()
        .map(|(operand, position)| operand.value_or_seconds(position))
        .collect::<Raised<_>>()?;
    for part in parts.iter().skip(1) {
        same_kind(&parts[0], part, position, what)?;
    }
    let whole = whole(parts);
    Ok(if spans > 0 {
        Operand::Span(whole)
    } else {
        Operand::Sql(whole)
    })
}

/// Two results that stand for each other must be of one type.
fn same_kind(left: &Sql, right: &Sql, position: Position, what: &str) -> Raised<()> {
    let number = |kind: Type| kind.is_number();
    match (left.kind(), right.kind()) {
        (Some(left), Some(right)) if left != right && !(number(left) && number(right)) => Err(at(
            position,
            Error::failed(format!("{what} differ in type: {left} and {right}")),
        )),
        _ => Ok(()),
    }
}
