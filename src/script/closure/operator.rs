//! Operators: `!`, arithmetic, `in`; comparisons are in `compare.rs`.

use super::method::with_text;
use super::term::{Term, fitted, known};
use super::translate::as_text;
use super::untranslatable;
use super::{at, one};
use crate::api::Record;
use crate::error::{Error, article};
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::failure::{Raised, type_name};
use crate::script::functions::DAY;
use crate::value::{Type, Value};
use rhai::{Dynamic, Position};
use std::ops::{Range, RangeInclusive};

/// Reads an operator between terms.
pub(super) fn operator(
    name: &str,
    args: Vec<Term>,
    place: Position,
    first: Position,
) -> Raised<Term> {
    let mut args = args.into_iter();
    let (Some(left), right) = (args.next(), args.next()) else {
        return Err(untranslatable(place, format!("'{name}'")));
    };
    match (name, right) {
        ("!", None) => Ok(Term::Sql(Sql::Not(Box::new(left.condition(first)?)))),
        ("-", None) => {
            let value = left.value(first)?;
            numeric(&value, first)?;
            Ok(Term::Sql(Sql::Call(Function::Negate, vec![value])))
        }
        ("+", None) => Ok(left),
        ("contains", Some(right)) => contains(left, right, place),
        ("==" | "!=" | "<" | "<=" | ">" | ">=", Some(right)) => {
            super::compare::compare(name, left, right, place)
        }
        ("+" | "-" | "*" | "/" | "%", Some(right)) => arithmetic(name, left, right, place),
        (".." | "..=", _) => Err(at(
            place,
            Error::failed("a range that depends on the row can't become SQL")
                .hint("compare with both ends: x >= low && x < high"),
        )),
        _ => Err(untranslatable(place, format!("the operator '{name}'"))),
    }
}

/// `x in list`, `list.contains(x)`, `text.contains(part)`.
fn contains(container: Term, item: Term, place: Position) -> Raised<Term> {
    if let Term::List(items) = container {
        return one_of(&item, items, place);
    }
    let Term::Known(known_container) = &container else {
        let text = container.value(place)?;
        if text.kind() != Some(Type::Text) {
            return Err(at(
                place,
                Error::failed("'contains' looks into texts and lists"),
            ));
        }
        return with_text(Function::Contains, text, item, place);
    };
    if known_container.is_string() {
        let text = container.value(place)?;
        return with_text(Function::Contains, text, item, place);
    }
    if let Ok(items) = known_container.as_array_ref() {
        return within(item, &items, place);
    }
    if let Ok(map) = known_container.as_map_ref() {
        let keys: Vec<Dynamic> = map.keys().map(|key| key.as_str().into()).collect();
        return within(item, &keys, place);
    }
    let whole = |item: Term| -> Raised<Sql> {
        let value = item.value(place)?;
        match value.kind() {
            Some(Type::Int) => Ok(value),
            _ => Err(at(place, Error::failed("a range is of whole numbers"))),
        }
    };
    let bounds = |value: &Sql, low: i64, high: Binary, to: i64| {
        let part = |operator, bound| {
            Sql::Binary(
                operator,
                Box::new(value.clone()),
                Box::new(Sql::Value(Value::Int(bound))),
            )
        };
        Term::Sql(Sql::And(vec![part(Binary::Ge, low), part(high, to)]))
    };
    if let Some(range) = known_container.clone().try_cast::<Range<i64>>() {
        return Ok(bounds(&whole(item)?, range.start, Binary::Lt, range.end));
    }
    if let Some(range) = known_container.clone().try_cast::<RangeInclusive<i64>>() {
        return Ok(bounds(
            &whole(item)?,
            *range.start(),
            Binary::Le,
            *range.end(),
        ));
    }
    Err(untranslatable(
        place,
        format!("'in' {}", article(type_name(known_container.type_name()))),
    ))
}

/// One of the items of a list that depends on the row.
fn one_of(item: &Term, items: Vec<Term>, place: Position) -> Raised<Term> {
    let equals = items
        .into_iter()
        .map(|other| super::compare::compare("==", item.clone(), other, place)?.condition(place));
    equals
        .collect::<Raised<_>>()
        .map(|any| Term::Sql(Sql::Or(any)))
}

/// One of the items of a known list.
fn within(item: Term, items: &[Dynamic], place: Position) -> Raised<Term> {
    let (target, value) = match item {
        Term::Row(row) => (
            Some(row.entity.name.clone()),
            super::compare::key(&row, place)?,
        ),
        other => (None, other.value(place)?),
    };
    let kind = value.kind();
    let (mut values, mut or_nothing) = (Vec::new(), false);
    for item in items {
        if item.is_unit() {
            or_nothing = true;
            continue;
        }
        let element = match item.clone().try_cast::<Record>() {
            Some(record) if target.as_ref() == Some(&record.entity().name) => {
                record.id().map_err(crate::script::failure::raise)?
            }
            _ => match fitted(Sql::Value(known(item, place)?), kind) {
                Sql::Value(Value::Int(number)) if kind == Some(Type::Decimal) => {
                    Value::Decimal(number.into())
                }
                Sql::Value(value) => value,
                _ => continue,
            },
        };
        if element.kind() != kind {
            return Err(at(
                place,
                Error::failed(format!(
                    "the list holds {}, but {} is looked for",
                    one(element.kind()),
                    one(kind)
                )),
            ));
        }
        values.push(element);
    }
    let found = if values.is_empty() {
        Sql::Value(Value::Bool(false))
    } else {
        Sql::In(Box::new(value.clone()), Value::List(values))
    };
    Ok(Term::Sql(if or_nothing {
        Sql::Or(vec![found, Sql::IsNull(Box::new(value))])
    } else {
        found
    }))
}

/// Arithmetic on numbers, texts, dates and spans.
fn arithmetic(name: &str, left: Term, right: Term, place: Position) -> Raised<Term> {
    let time = |kind: Option<Type>| matches!(kind, Some(Type::Date | Type::Timestamp));
    if let (true, Some(seconds)) = (
        time(left.kind()) && matches!(name, "+" | "-"),
        right.known_span(),
    ) {
        return later(left, if name == "-" { -seconds } else { seconds }, place);
    }
    if name == "-" && time(left.kind()) && left.kind() == right.kind() {
        let between = Sql::Call(
            Function::Seconds,
            vec![left.value(place)?, right.value(place)?],
        );
        return Ok(Term::Span(between));
    }
    match (
        super::compare::is_span(&left),
        super::compare::is_span(&right),
    ) {
        (false, false) => {}
        (true, true) if matches!(name, "+" | "-") => {
            let operator = if name == "+" {
                Binary::Add
            } else {
                Binary::Sub
            };
            let (left, right) = (left.value(place)?, right.value(place)?);
            return Ok(Term::Span(Sql::Binary(
                operator,
                Box::new(left),
                Box::new(right),
            )));
        }
        _ => {
            return Err(at(
                place,
                Error::failed(format!("'{name}' does not work with this span of time"))
                    .hint("write .days after the difference of two dates to get a number"),
            ));
        }
    }
    if name == "+" && (left.kind() == Some(Type::Text) || right.kind() == Some(Type::Text)) {
        return Ok(Term::Sql(joined(
            as_text(left, place)?,
            as_text(right, place)?,
        )));
    }
    let (left, right) = (left.value(place)?, right.value(place)?);
    numeric(&left, place)?;
    numeric(&right, place)?;
    let (left_kind, right_kind) = (left.kind(), right.kind());
    let (left, right) = (fitted(left, right_kind), fitted(right, left_kind));
    let operator = match name {
        "+" => Binary::Add,
        "-" => Binary::Sub,
        "*" => Binary::Mul,
        "/" => Binary::Div,
        _ => Binary::Rem,
    };
    Ok(Term::Sql(Sql::Binary(
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

/// A date or moment, moved by a known span.
fn later(moment: Term, seconds: i64, place: Position) -> Raised<Term> {
    let moment = moment.value(place)?;
    let by = match moment.kind() {
        Some(Type::Date) if seconds % DAY != 0 => {
            return Err(at(place, Error::failed("dates move by whole days")));
        }
        Some(Type::Date) => seconds / DAY,
        _ => seconds,
    };
    Ok(Term::Sql(Sql::Call(
        Function::Later,
        vec![moment, Sql::Value(Value::Int(by))],
    )))
}

fn numeric(value: &Sql, place: Position) -> Raised<()> {
    match value.kind() {
        Some(kind) if kind.is_number() => Ok(()),
        kind => Err(at(
            place,
            Error::failed(format!("a number is needed here, this is {}", one(kind))),
        )),
    }
}
