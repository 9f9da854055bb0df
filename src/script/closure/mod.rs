//! Closures become SQL: a closure's syntax tree is read, not run.
//!
//! What speaks about the row becomes an expression of [`crate::query`]; what does not is evaluated by
//! Rhai itself, once, and becomes a parameter. What can't become SQL is an error with its place.

mod alternatives;
mod call;
mod chain;
mod compare;
mod definition;
mod flow;
mod index;
mod known;
mod letters;
mod method;
mod of_value;
mod operator;
mod place;
mod refusal;
mod term;
mod translate;
mod within;

pub use method::RELATED;

use super::failure::{Raised, raise};
use crate::api::Collection;
use crate::error::Error;
use crate::query::{Aggregate, Expr, RowPath};
use crate::value::Type;
use rhai::{EvalAltResult, FnPtr, Map, NativeCallContext, Position};
use term::Term;
use translate::Translator;

/// A closure as a condition on the rows of a collection.
pub(super) fn condition(ctx: &NativeCallContext, of: &Collection, closure: &FnPtr) -> Raised<Expr> {
    let (term, position) = Translator::new(ctx, of)?.closure(closure, of.select().row())?;
    term.condition(position)
}

/// A closure as what a figure is about: its values over the rows of a collection.
pub(super) fn figure(
    ctx: &NativeCallContext,
    of: &Collection,
    name: &str,
    closure: &FnPtr,
) -> Raised<(Aggregate, Expr)> {
    let (term, position) = Translator::new(ctx, of)?.closure(closure, of.select().row())?;
    let value = term.value(position)?;
    Ok((method::aggregate(name, &value, position)?, value))
}

/// A closure as the new value of a field or a relation; and the entity, when it is a row's id.
pub(super) fn assigned(
    ctx: &NativeCallContext,
    of: &Collection,
    closure: &FnPtr,
) -> Raised<(Expr, Option<String>)> {
    let (term, position) = Translator::new(ctx, of)?.closure(closure, of.select().row())?;
    let row_of = term
        .row()
        .transpose()?
        .map(|(_, entity)| entity.name.clone());
    Ok((term.column(position)?, row_of))
}

/// A closure as the keys to sort by: one, or a list of them.
pub(super) fn keys(ctx: &NativeCallContext, of: &Collection, closure: &FnPtr) -> Raised<Vec<Expr>> {
    let (term, position) = Translator::new(ctx, of)?.closure(closure, of.select().row())?;
    match term {
        Term::List(terms) => terms
            .into_iter()
            .map(|term| term.sort_key(position))
            .collect(),
        term => Ok(vec![term.sort_key(position)?]),
    }
}

/// A closure as named columns: a map's entries, or one value under the name of its field.
pub(super) fn columns(
    ctx: &NativeCallContext,
    of: &Collection,
    closure: &FnPtr,
) -> Raised<Vec<(String, Expr)>> {
    let (term, position) = Translator::new(ctx, of)?.closure(closure, of.select().row())?;
    let named = |name: &str, term: Term| {
        let name = if matches!(term, Term::Row(_) | Term::Chosen(..)) {
            format!("{name}_id")
        } else {
            name.to_owned()
        };
        Ok((name, term.column(position)?))
    };
    match term {
        Term::Map(entries) => entries
            .into_iter()
            .map(|(name, term)| named(&name, term))
            .collect(),
        // A map that does not depend on the row.
        Term::Known(value) if value.is_map() => value
            .cast::<Map>()
            .into_iter()
            .map(|(name, value)| named(&name, Term::Known(value)))
            .collect(),
        term => {
            let name = match &term {
                Term::Sql(Expr::Field { name, .. }) => name.clone(),
                Term::Sql(Expr::Call(part, _)) => part.of_time().unwrap_or("value").to_owned(),
                Term::Row(RowPath { steps, .. }) => {
                    steps.last().map_or("id", |step| &step.name).to_owned()
                }
                _ => "value".to_owned(),
            };
            Ok(vec![named(&name, term)?])
        }
    }
}

/// A type as messages name it: `an int`, `nothing`.
fn one(kind: Option<Type>) -> String {
    kind.map_or_else(|| "nothing".to_owned(), Type::one)
}

/// An error at a place in the script.
fn at(position: Position, error: Error) -> Box<EvalAltResult> {
    let mut raised = raise(error);
    raised.set_position(position);
    raised
}

/// Something that has no SQL: what it is, and the way out.
fn untranslatable(position: Position, what: impl std::fmt::Display) -> Box<EvalAltResult> {
    at(
        position,
        Error::failed(format!("{what} can't become SQL"))
            .hint("compute it before the closure, or filter here, slowly: .all().filter(|x| …)"),
    )
}
