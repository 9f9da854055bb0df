//! Methods of texts. Indexes are counted from 0, as in scripts.

use super::scalar::asked_of;
use super::{Asked, Becomes, Method, Receiver, Refused};
use crate::error::Error;
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::lowering::membership;
use crate::script::lowering::operand::{Operand, with_text};
use crate::script::lowering::unsupported::{at, one, untranslatable};
use crate::script::raise::Raised;
use crate::script::types::pattern;
use crate::value::{Type, Value};
use rhai::{Dynamic, Position};
use std::ops::{Range, RangeInclusive};

pub(super) const METHODS: &[Method] = &[
    Method::call("contains", TEXT, 1..=1, Becomes::OfValue(contains)),
    Method::call("starts_with", TEXT, 1..=1, Becomes::OfValue(starts_with)),
    Method::call("ends_with", TEXT, 1..=1, Becomes::OfValue(ends_with)),
    Method::call("index_of", TEXT, 1..=1, Becomes::OfValue(index_of)),
    Method::call("matches", TEXT, 1..=1, Becomes::OfValue(matches)),
    Method::call("sub_string", TEXT, 1..=2, Becomes::OfValue(sub_string)),
    Method::call("to_lower", TEXT, 0..=0, Becomes::Function(Function::Lower)),
    Method::call("to_upper", TEXT, 0..=0, Becomes::Function(Function::Upper)),
    Method::call("trim", TEXT, 0..=0, Becomes::Function(Function::Trim)),
    Method::either("len", TEXT, 0..=0, Becomes::Function(Function::Length)),
    Method::either("is_empty", TEXT, 0..=0, Becomes::OfValue(is_empty)),
    Method::call("replace", TEXT, 2..=2, Becomes::Refused(CHANGES)),
    Method::call("crop", TEXT, 1..=2, Becomes::Refused(CHANGES)),
    Method::call("pad", TEXT, 2..=2, Becomes::Refused(CHANGES)),
    Method::call("truncate", TEXT, 1..=1, Becomes::Refused(CHANGES)),
    Method::call("make_upper", TEXT, 0..=0, Becomes::Refused(CHANGES)),
    Method::call("make_lower", TEXT, 0..=0, Becomes::Refused(CHANGES)),
];

const TEXT: &[Receiver] = &[Receiver::Value(Type::Text)];
const CHANGES: Refused = Refused::Says(
    "it changes a variable's text; closures about rows only look, by .sub_string(0, 3) or .to_upper()",
);

fn contains(text: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    membership::contains(Operand::Sql(text), asked.args[0].clone(), asked.position)
}

fn starts_with(text: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    with_text(
        Function::StartsWith,
        text,
        asked.args[0].clone(),
        asked.first,
    )
}

fn ends_with(text: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    with_text(Function::EndsWith, text, asked.args[0].clone(), asked.first)
}

fn matches(text: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    let Operand::Constant(known) = &asked.args[0] else {
        return Err(untranslatable(
            asked.first,
            "a pattern that depends on the row",
        ));
    };
    if let Ok(text) = known.as_immutable_string_ref() {
        pattern(&text).map_err(|mut error| {
            error.set_position(asked.first);
            error
        })?;
    }
    with_text(Function::Matches, text, asked.args[0].clone(), asked.first)
}

fn is_empty(text: Sql, _: &Asked<'_>) -> Raised<Operand> {
    Ok(asked_of(text.eq(Value::Text(String::new()))))
}

/// A part of a text that is put together.
pub(in crate::script::lowering) fn as_text(operand: Operand, position: Position) -> Raised<Sql> {
    let expr = operand.value(position)?;
    match expr.kind() {
        Some(Type::Text) | None => Ok(expr),
        kind @ Some(
            Type::Timestamp | Type::LocalTimestamp | Type::List | Type::Json | Type::Float,
        ) => Err(untranslatable(
            position,
            format!("{} inside a text", one(kind)),
        )),
        Some(_) => Ok(Sql::Call(Function::Text, vec![expr])),
    }
}

/// Where a text begins in another, counted from 0. In an empty text nothing begins, not even an empty one.
fn index_of(text: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    let (part, position) = (asked.args[0].clone(), asked.first);
    let may_be_empty = match &part {
        Operand::Constant(part) => part
            .as_immutable_string_ref()
            .is_ok_and(|part| part.is_empty()),
        _ => true,
    };
    let found = with_text(Function::Position, text.clone(), part, position)?;
    if !may_be_empty {
        return Ok(found);
    }
    Ok(Operand::Sql(Sql::If(
        Box::new(text.eq(Value::Text(String::new()))),
        Box::new(Sql::Value(Value::Int(-1))),
        Box::new(found.value(position)?),
    )))
}

/// A part of a text: from an index on, counted from 0, or from the end when it is negative.
fn sub_string(text: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    let position = asked.first;
    let (start, count) = match asked.args {
        [Operand::Constant(range)] => from_and_count(range, position)?,
        [start] => (start.clone().value(position)?, None),
        [start, count, ..] => (
            start.clone().value(position)?,
            Some(count.clone().value(position)?),
        ),
        [] => return Err(untranslatable(position, "letters from no place")),
    };
    for number in std::iter::once(&start).chain(&count) {
        if number.kind() != Some(Type::Int) {
            let what = format!("an int is needed here, this is {}", one(number.kind()));
            return Err(at(position, Error::failed(what)));
        }
    }
    let from = text_from(text, start);
    Ok(Operand::Sql(match count {
        Some(count) => Sql::Call(Function::First, vec![from, at_least_none(count)]),
        None => from,
    }))
}

/// A text from an index on.
fn text_from(text: Sql, start: Sql) -> Sql {
    let last = |text: Sql, count: Sql| Sql::Call(Function::Last, vec![text, count]);
    let from = |text: Sql, index: Sql| Sql::Call(Function::From, vec![text, index]);
    match start {
        Sql::Value(Value::Int(0)) => text,
        Sql::Value(Value::Int(start)) if start < 0 => last(text, no_more(start.saturating_neg())),
        Sql::Value(Value::Int(start)) => from(text, no_more(start.saturating_add(1))),
        start => {
            let (zero, one) = (Sql::Value(Value::Int(0)), Sql::Value(Value::Int(1)));
            let binary =
                |sign, number| Sql::Binary(sign, Box::new(start.clone()), Box::new(number));
            let back = Sql::Call(Function::Negate, vec![start.clone()]);
            Sql::If(
                Box::new(binary(Binary::Lt, zero)),
                Box::new(last(text.clone(), back)),
                Box::new(from(text, binary(Binary::Add, one))),
            )
        }
    }
}

/// A number of letters; fewer than none are none.
fn at_least_none(count: Sql) -> Sql {
    match count {
        Sql::Value(Value::Int(count)) => no_more(count),
        count => {
            let none = Sql::Value(Value::Int(0));
            let less = Sql::Binary(Binary::Lt, Box::new(count.clone()), Box::new(none.clone()));
            Sql::If(Box::new(less), Box::new(none), Box::new(count))
        }
    }
}

/// Indexes and counts beyond any text mean the same as the last.
fn no_more(number: i64) -> Sql {
    Sql::Value(Value::Int(number.clamp(0, i64::from(i32::MAX) - 1)))
}

/// A constant index, or a range: where it begins, and how many letters.
fn from_and_count(range: &Dynamic, position: Position) -> Raised<(Sql, Option<Sql>)> {
    let int = |number| Sql::Value(Value::Int(number));
    let clamped = |start: i64, end: i64, more: i64| {
        let start = start.max(0);
        let count = (end.max(start) - start).saturating_add(more);
        Ok((int(start), Some(int(count))))
    };
    if let Some(range) = range.clone().try_cast::<Range<i64>>() {
        return clamped(range.start, range.end, 0);
    }
    if let Some(range) = range.clone().try_cast::<RangeInclusive<i64>>() {
        return clamped(*range.start(), *range.end(), 1);
    }
    Ok((Operand::Constant(range.clone()).value(position)?, None))
}
