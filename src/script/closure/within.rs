//! `in`: lists, maps, ranges, texts.

use super::method::with_text;
use super::term::{Term, fitted};
use super::{at, one, untranslatable};
use crate::api::{Collection, Record};
use crate::error::{Error, article};
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::failure::{Raised, type_name};
use crate::value::{Type, Value};
use rhai::{Dynamic, Position};
use std::ops::{Range, RangeInclusive};

/// `x in list`, `list.contains(x)`, `text.contains(part)`.
pub(super) fn contains(container: Term, item: Term, place: Position) -> Raised<Term> {
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
        return within(&item, &items, place);
    }
    if let Ok(map) = known_container.as_map_ref() {
        let keys: Vec<Dynamic> = map.keys().map(|key| key.as_str().into()).collect();
        return within(&item, &keys, place);
    }
    if let Some(range) = known_container.clone().try_cast::<Range<i64>>() {
        return between(item, range.start, (Binary::Lt, range.end), place);
    }
    if let Some(range) = known_container.clone().try_cast::<RangeInclusive<i64>>() {
        return between(item, *range.start(), (Binary::Le, *range.end()), place);
    }
    if known_container.is::<Collection>() {
        return Err(at(
            place,
            Error::failed("a collection is no list to look into")
                .hint("load its rows: c.commercial in collaborators.take(3).all()")
                .hint("or follow a relation of the row: |c| c.contracts.any(|k| …)"),
        ));
    }
    Err(untranslatable(
        place,
        format!("'in' {}", article(type_name(known_container.type_name()))),
    ))
}

/// A number in a range of whole numbers.
fn between(item: Term, low: i64, high: (Binary, i64), place: Position) -> Raised<Term> {
    let value = item.value(place)?;
    if !value.kind().is_some_and(Type::is_number) {
        return Err(at(
            place,
            Error::failed(format!(
                "a range is of numbers, this is {}",
                one(value.kind())
            ))
            .hint("compare with both ends: x >= low && x < high"),
        ));
    }
    let part = |operator, bound| {
        Sql::Binary(
            operator,
            Box::new(value.clone()),
            Box::new(Sql::Value(Value::Int(bound))),
        )
    };
    Ok(Term::Sql(Sql::And(vec![
        part(Binary::Ge, low),
        part(high.0, high.1),
    ])))
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
fn within(item: &Term, items: &[Dynamic], place: Position) -> Raised<Term> {
    let value = match item {
        Term::Row(row) => super::compare::key(row, place)?,
        Term::Chosen(id, _) => id.clone(),
        other => other.clone().operand(place)?,
    };
    let (mut values, mut others) = (Vec::new(), Vec::new());
    for other in items {
        if other.is_unit() {
            others.push(Sql::IsNull(Box::new(value.clone())));
            continue;
        }
        let element = element(item, other, &value, place)?;
        if element.kind() == value.kind() {
            values.push(element);
        } else if numbers(&element, &value) {
            others.push(value.clone().eq(element));
        } else {
            return Err(at(
                place,
                Error::failed(format!(
                    "the list holds {}, but {} is looked for",
                    one(element.kind()),
                    one(value.kind())
                )),
            ));
        }
    }
    let found = if values.is_empty() {
        Sql::Value(Value::Bool(false))
    } else {
        Sql::In(Box::new(value), Value::List(values))
    };
    Ok(Term::Sql(if others.is_empty() {
        found
    } else {
        others.insert(0, found);
        Sql::Or(others)
    }))
}

/// An item of a known list, as what the value beside it is compared with.
fn element(item: &Term, other: &Dynamic, value: &Sql, place: Position) -> Raised<Value> {
    if let Term::Row(_) | Term::Chosen(..) = item
        && let Some((_, entity)) = item.row().transpose()?
    {
        return match other.clone().try_cast::<Record>() {
            Some(record) if record.entity().name == entity.name => {
                record.id().map_err(crate::script::failure::raise)
            }
            found => {
                let what = found.map_or_else(
                    || type_name(other.type_name()).to_owned(),
                    |record| record.entity().singular().to_owned(),
                );
                let row = article(entity.singular());
                Err(at(
                    place,
                    Error::failed(format!(
                        "the list holds {}, but {row} is looked for",
                        article(&what)
                    ))
                    .hint("look for its id in the list"),
                ))
            }
        };
    }
    if item.is_span() != Term::Known(other.clone()).is_span() {
        return Err(at(
            place,
            Error::failed("a span of time can be looked for among spans only"),
        ));
    }
    let kind = value.kind();
    Ok(
        match fitted(Term::Known(other.clone()).operand(place)?, kind) {
            Sql::Value(Value::Int(number)) if kind == Some(Type::Decimal) => {
                Value::Decimal(number.into())
            }
            Sql::Value(value) => value,
            _ => Value::Null,
        },
    )
}

/// Whether both are numbers, perhaps of two types.
fn numbers(element: &Value, value: &Sql) -> bool {
    let number = |kind: Option<Type>| kind.is_some_and(Type::is_number);
    number(element.kind()) && number(value.kind())
}
