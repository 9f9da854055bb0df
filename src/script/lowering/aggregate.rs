//! Counting and adding up: the aggregate of a name, for the type it is asked of.

use super::unsupported::{at, one};
use crate::error::Error;
use crate::query::{Aggregate, Expr as Sql};
use crate::script::raise::Raised;
use crate::value::Type;
use rhai::Position;

/// An aggregate over values; only numbers have a sum.
pub(super) fn aggregate(name: &str, of: &Sql, position: Position) -> Raised<Aggregate> {
    let aggregate = match name {
        "sum" => Aggregate::Sum,
        "avg" => Aggregate::Avg,
        "min" => Aggregate::Min,
        "max" => Aggregate::Max,
        _ => Aggregate::Count,
    };
    let adds = matches!(aggregate, Aggregate::Sum | Aggregate::Avg);
    match of.kind() {
        kind if adds && !kind.is_some_and(Type::is_number) => Err(at(
            position,
            Error::failed(format!("'{name}' is of numbers, this is {}", one(kind))),
        )),
        Some(Type::Bool) => Err(at(
            position,
            Error::failed(format!("'{name}' of true and false makes no sense"))
                .hint("count them: .filter(|x| …).count()"),
        )),
        _ => Ok(aggregate),
    }
}
