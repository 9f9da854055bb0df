//! Operators: `!` and arithmetic; comparisons are in `compare.rs`, `in` is in `membership.rs`.

use super::methods::text::as_text;
use super::operand::{Operand, fitted};
use super::unsupported::{at, one, untranslatable};
use crate::error::Error;
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::raise::Raised;
use crate::script::types::DAY;
use crate::value::{Type, Value};
use rhai::{EvalAltResult, Position};

/// Reads an operator between operands.
pub(super) fn operator(
    name: &str,
    args: Vec<Operand>,
    position: Position,
    first: Position,
) -> Raised<Operand> {
    let mut args = args.into_iter();
    let (Some(left), right) = (args.next(), args.next()) else {
        return Err(untranslatable(position, format!("'{name}'")));
    };
    match (name, right) {
        ("!", None) => Ok(Operand::Sql(Sql::Not(Box::new(left.condition(first)?)))),
        ("-", None) => {
            let value = left.value(first)?;
            numeric(&value, first)?;
            Ok(Operand::Sql(Sql::Call(Function::Negate, vec![value])))
        }
        ("+", None) => Ok(left),
        ("contains", Some(right)) => super::membership::contains(left, right, position),
        ("==" | "!=" | "<" | "<=" | ">" | ">=", Some(right)) => {
            super::compare::compare(name, left, right, position)
        }
        ("+" | "-" | "*" | "/" | "%", Some(right)) => arithmetic(name, left, right, position),
        (".." | "..=", _) => Err(at(
            position,
            Error::failed("a range that depends on the row can't become SQL")
                .hint("compare with both ends: x >= low && x < high"),
        )),
        _ => Err(no_operator(name, position)),
    }
}

/// Operators that Rhai has and closures about rows have not.
fn no_operator(name: &str, position: Position) -> Box<EvalAltResult> {
    let hint = match name {
        "&" => "for two conditions write &&",
        "|" => "for two conditions write ||",
        "^" => "for two conditions write !=",
        "**" => "write x * x",
        _ => return untranslatable(position, format!("the operator '{name}'")),
    };
    let what = format!("the operator '{name}' can't become SQL");
    at(position, Error::failed(what).hint(hint))
}

/// Arithmetic on numbers, texts, dates and spans.
fn arithmetic(name: &str, left: Operand, right: Operand, position: Position) -> Raised<Operand> {
    let time = |operand: &Operand| matches!(operand.kind(), Some(Type::Date | Type::Timestamp));
    let spans = (left.is_span(), right.is_span());
    if !spans.0 && spans.1 && time(&left) && matches!(name, "+" | "-") {
        return later(left, right, name == "-", position);
    }
    if spans.0 && !spans.1 && time(&right) && name == "+" {
        return later(right, left, false, position);
    }
    if name == "-" && !spans.0 && time(&left) && left.kind() == right.kind() {
        let between = Sql::Call(
            Function::Seconds,
            vec![left.value(position)?, right.value(position)?],
        );
        return Ok(Operand::Span(between));
    }
    match spans {
        (false, false) => {}
        (true, true) if matches!(name, "+" | "-") => {
            let operator = if name == "+" {
                Binary::Add
            } else {
                Binary::Sub
            };
            let (left, right) = (
                left.value_or_seconds(position)?,
                right.value_or_seconds(position)?,
            );
            return Ok(Operand::Span(Sql::Binary(
                operator,
                Box::new(left),
                Box::new(right),
            )));
        }
        _ => {
            return Err(at(
                position,
                Error::failed(format!("'{name}' does not work with this span of time"))
                    .hint("write .days after the difference of two dates to get a number"),
            ));
        }
    }
    if (time(&left) && right.kind().is_some_and(Type::is_number))
        || (time(&right) && left.kind().is_some_and(Type::is_number))
    {
        let what = format!("'{name}' does not work between a time and a number");
        return Err(at(
            position,
            Error::failed(what).hint("write 30.days, 4.hours"),
        ));
    }
    if name == "+" && (left.kind() == Some(Type::Text) || right.kind() == Some(Type::Text)) {
        return Ok(Operand::Sql(joined(
            as_text(left, position)?,
            as_text(right, position)?,
        )));
    }
    let (left, right) = (left.value(position)?, right.value(position)?);
    numeric(&left, position)?;
    numeric(&right, position)?;
    let (left_kind, right_kind) = (left.kind(), right.kind());
    let (left, right) = (fitted(left, right_kind), fitted(right, left_kind));
    let operator = match name {
        "+" => Binary::Add,
        "-" => Binary::Sub,
        "*" => Binary::Mul,
        "/" => Binary::Div,
        _ => Binary::Rem,
    };
    Ok(Operand::Sql(Sql::Binary(
        operator,
        Box::new(left),
        Box::new(right),
    )))
}

/// Two texts as one; `a + b + c` is one joining.
fn joined(left: Sql, right: Sql) -> Sql {
    let mut parts = match left {
        Sql::Call(Function::Concat, parts) => parts,
        other => vec![other],
    };
    parts.push(right);
    Sql::Call(Function::Concat, parts)
}

/// A date or moment, moved by a span.
fn later(moment: Operand, by: Operand, back: bool, position: Position) -> Raised<Operand> {
    let (moment, by) = (moment.value(position)?, by.value_or_seconds(position)?);
    let by = match (moment.kind(), by) {
        (Some(Type::Date), Sql::Value(Value::Int(seconds))) if seconds % DAY == 0 => {
            if i32::try_from(seconds / DAY).is_err() {
                return Err(at(
                    position,
                    Error::failed("the date is out of the calendar"),
                ));
            }
            Sql::Value(Value::Int(seconds / DAY))
        }
        (Some(Type::Date), by) => {
            let what = "dates move by whole days";
            return Err(match by {
                Sql::Value(_) => at(position, Error::failed(what).hint("write 30.days")),
                _ => untranslatable(position, "a date moved by a span that depends on the row"),
            });
        }
        (_, by) => by,
    };
    let by = match by {
        Sql::Value(Value::Int(by)) if back => Sql::Value(Value::Int(by.saturating_neg())),
        by if back => Sql::Call(Function::Negate, vec![by]),
        by => by,
    };
    Ok(Operand::Sql(Sql::Call(Function::Later, vec![moment, by])))
}

fn numeric(value: &Sql, position: Position) -> Raised<()> {
    match value.kind() {
        Some(kind) if kind.is_number() => Ok(()),
        kind => Err(at(
            position,
            Error::failed(format!("a number is needed here, this is {}", one(kind))),
        )),
    }
}
