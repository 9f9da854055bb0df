//! Closures become SQL: a closure's syntax tree is read, not run.
//!
//! What speaks about the row becomes an expression of [`crate::query`]; what does not is evaluated by
//! Rhai itself, once, and becomes a parameter. What can't become SQL is an error with its position.

mod aggregate;
mod analysis;
mod compare;
mod constant;
mod definition;
mod expression;
mod index;
mod inline;
mod member;
mod membership;
mod methods;
mod operand;
mod operator;
mod position;
#[cfg(test)]
pub(super) mod samples;
mod statements;
mod unify;
mod unsupported;

pub use methods::{Method, Receiver, closure_methods};

use super::raise::Raised;
use crate::api::Collection;
use crate::query::{Aggregate, Expr, RowPath};
use expression::Lowering;
use operand::Operand;
use rhai::{FnPtr, Map, NativeCallContext};

/// A closure as a condition on the rows of a collection.
pub(super) fn condition(ctx: &NativeCallContext, of: &Collection, closure: &FnPtr) -> Raised<Expr> {
    let (operand, position) = Lowering::new(ctx, of)?.closure(closure, of.select().row())?;
    operand.condition(position)
}

/// A closure as what an aggregate is of: its values over the rows of a collection.
pub(super) fn aggregate(
    ctx: &NativeCallContext,
    of: &Collection,
    name: &str,
    closure: &FnPtr,
) -> Raised<(Aggregate, Expr)> {
    let (operand, position) = Lowering::new(ctx, of)?.closure(closure, of.select().row())?;
    let value = operand.value(position)?;
    Ok((aggregate::aggregate(name, &value, position)?, value))
}

/// A closure as the new value of a field or a relation; and the entity, when it is a row's id.
pub(super) fn assigned(
    ctx: &NativeCallContext,
    of: &Collection,
    closure: &FnPtr,
) -> Raised<(Expr, Option<String>)> {
    let (operand, position) = Lowering::new(ctx, of)?.closure(closure, of.select().row())?;
    let row_of = operand
        .row()
        .transpose()?
        .map(|(_, entity)| entity.name.clone());
    Ok((operand.column(position)?, row_of))
}

/// A closure as the keys to sort by: one, or a list of them.
pub(super) fn keys(ctx: &NativeCallContext, of: &Collection, closure: &FnPtr) -> Raised<Vec<Expr>> {
    let (operand, position) = Lowering::new(ctx, of)?.closure(closure, of.select().row())?;
    match operand {
        Operand::List(operands) => operands
            .into_iter()
            .map(|operand| operand.sort_key(position))
            .collect(),
        operand => Ok(vec![operand.sort_key(position)?]),
    }
}

/// A closure as named columns: a map's entries, or one value under the name of its field.
pub(super) fn columns(
    ctx: &NativeCallContext,
    of: &Collection,
    closure: &FnPtr,
) -> Raised<Vec<(String, Expr)>> {
    let (operand, position) = Lowering::new(ctx, of)?.closure(closure, of.select().row())?;
    let named = |name: &str, operand: Operand| {
        let name = if matches!(operand, Operand::Row(_) | Operand::Chosen(..)) {
            format!("{name}_id")
        } else {
            name.to_owned()
        };
        Ok((name, operand.column(position)?))
    };
    match operand {
        Operand::Map(entries) => entries
            .into_iter()
            .map(|(name, operand)| named(&name, operand))
            .collect(),
        // A map that does not depend on the row.
        Operand::Constant(value) if value.is_map() => value
            .cast::<Map>()
            .into_iter()
            .map(|(name, value)| named(&name, Operand::Constant(value)))
            .collect(),
        operand => {
            let name = match &operand {
                Operand::Sql(Expr::Field { name, .. }) => name.clone(),
                Operand::Sql(Expr::Call(part, _)) => part.of_time().unwrap_or("value").to_owned(),
                Operand::Row(RowPath { steps, .. }) => {
                    steps.last().map_or("id", |step| &step.name).to_owned()
                }
                _ => "value".to_owned(),
            };
            Ok(vec![named(&name, operand)?])
        }
    }
}
