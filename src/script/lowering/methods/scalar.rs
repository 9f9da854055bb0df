//! What follows the dot of a value: parts of dates, methods of texts and numbers.

use super::text::{index_of, part_of};
use crate::error::{Error, nearest};
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::lowering::operand::{Operand, constant, with_text};
use crate::script::lowering::unsupported::{at, one, untranslatable};
use crate::script::raise::Raised;
use crate::script::types::pattern;
use crate::value::{Type, Value};
use rhai::Position;

/// A part of a value. Some methods may be written without brackets, as in scripts.
pub(in crate::script::lowering) fn property(
    expr: Sql,
    name: &str,
    position: Position,
) -> Raised<Operand> {
    let kind = expr.kind();
    let function = match (kind, name) {
        (Some(Type::Date | Type::Timestamp), "year") => Function::Year,
        (Some(Type::Date | Type::Timestamp), "month") => Function::Month,
        (Some(Type::Date | Type::Timestamp), "day") => Function::Day,
        (Some(Type::Timestamp), "hour") => Function::Hour,
        (Some(Type::Timestamp), "minute") => Function::Minute,
        (Some(Type::Timestamp), "date") => Function::Date,
        (Some(Type::Text), "len" | "is_empty")
        | (Some(Type::Int), "is_even" | "is_odd" | "is_zero")
        | (Some(Type::Decimal), "round" | "floor" | "ceiling" | "int" | "is_zero") => {
            return method(Operand::Sql(expr), name, &[], position, position);
        }
        (Some(Type::Int), "days" | "hours" | "minutes" | "weeks") => {
            return Err(untranslatable(position, "a span that depends on the row"));
        }
        _ => {
            let what = format!("{} has no '{name}'", one(kind));
            let error = match members(kind).iter().find(|known| **known == name) {
                Some(_) => Error::failed(what).hint(format!("write {name}()")),
                None => Error::failed(what).did_you_mean(name, members(kind).iter().copied()),
            };
            return Err(at(position, error));
        }
    };
    Ok(Operand::Sql(Sql::Call(function, vec![expr])))
}

/// A method of a text or a number.
pub(in crate::script::lowering) fn method(
    base: Operand,
    name: &str,
    args: &[Operand],
    position: Position,
    first: Position,
) -> Raised<Operand> {
    let base = base.value(position)?;
    let call = |function| Ok(Operand::Sql(Sql::Call(function, vec![base.clone()])));
    match (base.kind(), name, args) {
        (Some(Type::Text), _, _) => of_text(base, name, args, position, first),
        (Some(Type::Int | Type::Decimal), "abs", []) => call(Function::Abs),
        (Some(Type::Int | Type::Decimal), "is_zero", []) => Ok(asked(base.eq(Value::Int(0)))),
        (Some(Type::Int), "is_even", []) => Ok(rest_of_two(base, Binary::Eq)),
        (Some(Type::Int), "is_odd", []) => Ok(rest_of_two(base, Binary::Ne)),
        (Some(Type::Int), "to_int", []) => Ok(Operand::Sql(base)),
        (Some(Type::Int), "to_decimal", []) => call(Function::Decimal),
        (Some(Type::Decimal | Type::Float), "to_int", []) => call(Function::Int),
        (Some(Type::Decimal), "floor", []) => call(Function::Floor),
        (Some(Type::Decimal), "ceiling", []) => call(Function::Ceiling),
        (Some(Type::Decimal), "int", []) => call(Function::Whole),
        (Some(Type::Decimal), "round", []) => call(Function::Round),
        (Some(Type::Decimal), "round", [Operand::Constant(digits)]) => {
            let digits = constant(digits, first)?;
            if !matches!(digits, Value::Int(0..=28)) {
                let what = format!("a number has 0 to 28 decimals, not {digits}");
                return Err(at(first, Error::failed(what)));
            }
            Ok(Operand::Sql(Sql::Call(
                Function::Round,
                vec![base, Sql::Value(digits)],
            )))
        }
        (_, "to_string", []) => as_text(base, position),
        _ => Err(no_method(base.kind(), name, position)),
    }
}

fn of_text(
    base: Sql,
    name: &str,
    args: &[Operand],
    position: Position,
    first: Position,
) -> Raised<Operand> {
    let call = |function| Ok(Operand::Sql(Sql::Call(function, vec![base.clone()])));
    match (name, args) {
        ("starts_with", [part]) => with_text(Function::StartsWith, base, part.clone(), first),
        ("ends_with", [part]) => with_text(Function::EndsWith, base, part.clone(), first),
        ("index_of", [part]) => index_of(base, part.clone(), first),
        ("matches", [part]) => {
            let Operand::Constant(known) = part else {
                return Err(untranslatable(first, "a pattern that depends on the row"));
            };
            if let Ok(text) = known.as_immutable_string_ref() {
                pattern(&text).map_err(|mut error| {
                    error.set_position(first);
                    error
                })?;
            }
            with_text(Function::Matches, base, part.clone(), first)
        }
        ("to_lower", []) => call(Function::Lower),
        ("to_upper", []) => call(Function::Upper),
        ("trim", []) => call(Function::Trim),
        ("len", []) => call(Function::Length),
        ("is_empty", []) => Ok(asked(base.eq(Value::Text(String::new())))),
        ("sub_string", [_] | [_, _]) => part_of(base, args, first),
        ("to_string", []) => as_text(base, position),
        _ => Err(no_method(Some(Type::Text), name, position)),
    }
}

/// Whether dividing by two leaves nothing, or something.
fn rest_of_two(number: Sql, sign: Binary) -> Operand {
    let (two, none) = (Sql::Value(Value::Int(2)), Sql::Value(Value::Int(0)));
    let rest = Sql::Binary(Binary::Rem, Box::new(number), Box::new(two));
    asked(Sql::Binary(sign, Box::new(rest), Box::new(none)))
}

/// A question to a value: of nothing it is nothing, as every method.
fn asked(comparison: Sql) -> Operand {
    Operand::Sql(Sql::Call(Function::Asked, vec![comparison]))
}

fn as_text(base: Sql, position: Position) -> Raised<Operand> {
    let text = super::text::as_text(Operand::Sql(base), position)?;
    // Nothing is an empty text.
    Ok(Operand::Sql(if text.is_nullable() {
        Sql::Call(Function::Concat, vec![text])
    } else {
        text
    }))
}

/// What can follow the dot of a value.
fn members(kind: Option<Type>) -> &'static [&'static str] {
    match kind {
        Some(Type::Text) => &[
            "contains",
            "starts_with",
            "ends_with",
            "index_of",
            "matches",
            "sub_string",
            "to_lower",
            "to_upper",
            "trim",
            "len",
            "is_empty",
        ],
        Some(Type::Date) => &["year", "month", "day"],
        Some(Type::Timestamp) => &["date", "year", "month", "day", "hour", "minute"],
        Some(Type::Decimal) => &[
            "round",
            "floor",
            "ceiling",
            "int",
            "abs",
            "is_zero",
            "to_int",
            "to_string",
        ],
        Some(Type::Float) => &["to_int"],
        Some(Type::Int) => &[
            "abs",
            "is_even",
            "is_odd",
            "is_zero",
            "to_decimal",
            "to_string",
        ],
        _ => &[],
    }
}

/// A method that has no SQL.
fn no_method(kind: Option<Type>, name: &str, position: Position) -> Box<rhai::EvalAltResult> {
    let what = format!("'{name}' of {}", one(kind));
    let refused = |hint: String| {
        at(
            position,
            Error::failed(format!("{what} can't become SQL")).hint(hint),
        )
    };
    match (kind, name) {
        (_, "min") => return refused("write if a < b { a } else { b }".into()),
        (_, "max") => return refused("write if a > b { a } else { b }".into()),
        (Some(Type::Date | Type::Timestamp), _) if members(kind).contains(&name) => {
            return refused(format!("write {name} without brackets"));
        }
        (
            Some(Type::Text),
            "replace" | "crop" | "pad" | "truncate" | "make_upper" | "make_lower",
        ) => {
            return refused(
                "it changes a variable's text; closures about rows only look, by .sub_string(0, 3) or .to_upper()"
                    .into(),
            );
        }
        _ => {}
    }
    if members(kind).contains(&name) {
        return refused(format!("see how it is called: help(\"{name}\")"));
    }
    match nearest(name, members(kind).iter().copied()) {
        Some(near) => refused(format!("did you mean '{near}'?")),
        None => untranslatable(position, what),
    }
}
