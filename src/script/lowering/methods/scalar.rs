//! What follows the dot of a value: a property or a method of the tables, or why there is none.

use super::{Asked, Becomes, Form, Method, Receiver, Refused, find, names};
use crate::error::{Error, nearest};
use crate::query::{Expr as Sql, Function};
use crate::script::lowering::operand::Operand;
use crate::script::lowering::unsupported::{at, one, untranslatable};
use crate::script::raise::Raised;
use crate::value::Type;
use rhai::{EvalAltResult, Position};

pub(super) const METHODS: &[Method] = &[
    Method::call("to_string", WRITTEN, 0..=0, Becomes::OfValue(to_string)),
    Method::call(
        "min",
        ALL,
        1..=1,
        Becomes::Refused(Refused::Says("write if a < b { a } else { b }")),
    ),
    Method::call(
        "max",
        ALL,
        1..=1,
        Becomes::Refused(Refused::Says("write if a > b { a } else { b }")),
    ),
];

/// The types whose texts are the same in SQL and in scripts.
const WRITTEN: &[Receiver] = &[
    Receiver::Value(Type::Text),
    Receiver::Value(Type::Int),
    Receiver::Value(Type::Decimal),
    Receiver::Value(Type::Bool),
    Receiver::Value(Type::Date),
];
const ALL: &[Receiver] = &[
    Receiver::Value(Type::Text),
    Receiver::Value(Type::Int),
    Receiver::Value(Type::Float),
    Receiver::Value(Type::Decimal),
    Receiver::Value(Type::Bool),
    Receiver::Value(Type::Date),
    Receiver::Value(Type::Timestamp),
];

/// A part of a value. Some methods may be written without brackets, as in scripts.
pub(in crate::script::lowering) fn property(
    expr: Sql,
    name: &str,
    position: Position,
) -> Raised<Operand> {
    let kind = expr.kind();
    let found = kind.and_then(|kind| find(Receiver::Value(kind), name));
    match found {
        Some(method) if method.form != Form::Call => make(method, expr, &[], (position, position)),
        found => {
            let what = format!("{} has no '{name}'", one(kind));
            let error = match found {
                Some(method) if method.has_sql() => {
                    Error::failed(what).hint(format!("write {name}()"))
                }
                _ => Error::failed(what).did_you_mean(name, known(kind)),
            };
            Err(at(position, error))
        }
    }
}

/// A part of a span of time, whose seconds these are.
pub(in crate::script::lowering) fn of_span(
    seconds: Sql,
    name: &str,
    position: Position,
) -> Raised<Operand> {
    match find(Receiver::Span, name) {
        Some(method) => make(method, seconds, &[], (position, position)),
        None => {
            let known: Vec<_> = names(Receiver::Span).collect();
            let error = Error::failed(format!("a span of time has no '{name}'"));
            Err(at(
                position,
                error.hint(format!("it has {}", known.join(", "))),
            ))
        }
    }
}

/// A method of a value.
pub(in crate::script::lowering) fn method(
    base: Operand,
    name: &str,
    args: &[Operand],
    position: Position,
    first: Position,
) -> Raised<Operand> {
    let base = base.value(position)?;
    let Some(kind) = base.kind() else {
        return match (name, args) {
            ("to_string", []) => as_text(base, position),
            _ => Err(no_method(None, name, position)),
        };
    };
    match find(Receiver::Value(kind), name) {
        Some(method) if method.form != Form::Property && method.takes.contains(&args.len()) => {
            make(method, base, args, (position, first))
        }
        _ => Err(no_method(Some(kind), name, position)),
    }
}

fn make(
    method: &'static Method,
    of: Sql,
    args: &[Operand],
    (position, first): (Position, Position),
) -> Raised<Operand> {
    match &method.becomes {
        Becomes::Function(function) => Ok(Operand::Sql(Sql::Call(*function, vec![of]))),
        Becomes::OfValue(make) => make(
            of,
            &Asked {
                name: method.name,
                args,
                position,
                first,
            },
        ),
        Becomes::Refused(Refused::Gives(what)) => Err(untranslatable(position, what)),
        _ => Err(no_method(of.kind(), method.name, position)),
    }
}

/// A question to a value: of nothing it is nothing, as every method.
pub(super) fn asked_of(comparison: Sql) -> Operand {
    Operand::Sql(Sql::Call(Function::Asked, vec![comparison]))
}

fn to_string(value: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    as_text(value, asked.position)
}

fn as_text(value: Sql, position: Position) -> Raised<Operand> {
    let text = super::text::as_text(Operand::Sql(value), position)?;
    // Nothing is an empty text.
    Ok(Operand::Sql(if text.is_nullable() {
        Sql::Call(Function::Concat, vec![text])
    } else {
        text
    }))
}

/// What can follow the dot of a value.
fn known(kind: Option<Type>) -> impl Iterator<Item = &'static str> {
    kind.into_iter()
        .flat_map(|kind| names(Receiver::Value(kind)))
}

/// A method that has no SQL.
fn no_method(kind: Option<Type>, name: &str, position: Position) -> Box<EvalAltResult> {
    let what = format!("'{name}' of {}", one(kind));
    let refused = |hint: String| {
        let error = Error::failed(format!("{what} can't become SQL"));
        at(position, error.hint(hint))
    };
    let found = kind.and_then(|kind| find(Receiver::Value(kind), name));
    match found.map(|method| (&method.becomes, method.form)) {
        Some((Becomes::Refused(Refused::Says(instead)), _)) => refused((*instead).to_owned()),
        Some((Becomes::Refused(Refused::Gives(what)), _)) => untranslatable(position, what),
        Some((_, Form::Property)) => refused(format!("write {name} without brackets")),
        Some(_) => refused(format!("see how it is called: help(\"{name}\")")),
        None => match nearest(name, known(kind)) {
            Some(near) => refused(format!("did you mean '{near}'?")),
            None => untranslatable(position, what),
        },
    }
}
