//! `in`: lists, maps, ranges, texts.

use super::operand::{Operand, fitted, with_text};
use super::unsupported::{at, one, untranslatable};
use crate::api::{Collection, Record};
use crate::error::{Error, article};
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::raise::{Raised, type_name};
use crate::value::{Type, Value};
use rhai::{Dynamic, Position};
use std::ops::{Range, RangeInclusive};

/// `x in list`, `list.contains(x)`, `text.contains(part)`.
pub(super) fn contains(container: Operand, item: Operand, position: Position) -> Raised<Operand> {
    if let Operand::List(items) = container {
        return one_of(&item, items, position);
    }
    let Operand::Constant(known_container) = &container else {
        let text = container.value(position)?;
        if text.kind() != Some(Type::Text) {
            return Err(at(
                position,
                Error::failed("'contains' looks into texts and lists"),
            ));
        }
        return with_text(Function::Contains, text, item, position);
    };
    if known_container.is_string() {
        let text = container.value(position)?;
        return with_text(Function::Contains, text, item, position);
    }
    if let Ok(items) = known_container.as_array_ref() {
        return one_of_constants(&item, &items, position);
    }
    if let Ok(map) = known_container.as_map_ref() {
        let keys: Vec<Dynamic> = map.keys().map(|key| key.as_str().into()).collect();
        return one_of_constants(&item, &keys, position);
    }
    if let Some(range) = known_container.clone().try_cast::<Range<i64>>() {
        return between(item, range.start, (Binary::Lt, range.end), position);
    }
    if let Some(range) = known_container.clone().try_cast::<RangeInclusive<i64>>() {
        return between(item, *range.start(), (Binary::Le, *range.end()), position);
    }
    if known_container.is::<Collection>() {
        return Err(at(
            position,
            Error::failed("a collection is no list to look into")
                .hint("load its rows: c.commercial in collaborators.take(3).all()")
                .hint("or follow a relation of the row: |c| c.contracts.any(|k| …)"),
        ));
    }
    Err(untranslatable(
        position,
        format!("'in' {}", article(type_name(known_container.type_name()))),
    ))
}

/// A number in a range of whole numbers.
fn between(item: Operand, low: i64, high: (Binary, i64), position: Position) -> Raised<Operand> {
    let value = item.value(position)?;
    if !value.kind().is_some_and(Type::is_number) {
        return Err(at(
            position,
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
    Ok(Operand::Sql(Sql::And(vec![
        part(Binary::Ge, low),
        part(high.0, high.1),
    ])))
}

/// One of the items of a list that depends on the row.
fn one_of(item: &Operand, items: Vec<Operand>, position: Position) -> Raised<Operand> {
    let equals = items.into_iter().map(|other| {
        super::compare::compare("==", item.clone(), other, position)?.condition(position)
    });
    equals
        .collect::<Raised<_>>()
        .map(|any| Operand::Sql(Sql::Or(any)))
}

/// One of the items of a constant list.
fn one_of_constants(item: &Operand, items: &[Dynamic], position: Position) -> Raised<Operand> {
    let value = match item {
        Operand::Row(row) => super::compare::key(row, position)?,
        Operand::Chosen(id, _) => id.clone(),
        other => other.clone().value_or_seconds(position)?,
    };
    let (mut values, mut others) = (Vec::new(), Vec::new());
    for other in items {
        if other.is_unit() {
            others.push(Sql::IsNull(Box::new(value.clone())));
            continue;
        }
        let element = element(item, other, &value, position)?;
        if element.kind() == value.kind() {
            values.push(element);
        } else if numbers(&element, &value) {
            others.push(value.clone().eq(element));
        } else {
            return Err(at(
                position,
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
    Ok(Operand::Sql(if others.is_empty() {
        found
    } else {
        others.insert(0, found);
        Sql::Or(others)
    }))
}

/// An item of a constant list, as what the value beside it is compared with.
fn element(item: &Operand, other: &Dynamic, value: &Sql, position: Position) -> Raised<Value> {
    if let Operand::Row(_) | Operand::Chosen(..) = item
        && let Some((_, entity)) = item.row().transpose()?
    {
        return match other.clone().try_cast::<Record>() {
            Some(record) if record.entity().name == entity.name => {
                record.id().map_err(crate::script::raise::raise)
            }
            found => {
                let what = found.map_or_else(
                    || type_name(other.type_name()).to_owned(),
                    |record| record.entity().singular().to_owned(),
                );
                let row = article(entity.singular());
                Err(at(
                    position,
                    Error::failed(format!(
                        "the list holds {}, but {row} is looked for",
                        article(&what)
                    ))
                    .hint("look for its id in the list"),
                ))
            }
        };
    }
    if item.is_span() != Operand::Constant(other.clone()).is_span() {
        return Err(at(
            position,
            Error::failed("a span of time can be looked for among spans only"),
        ));
    }
    let kind = value.kind();
    Ok(
        match fitted(
            Operand::Constant(other.clone()).value_or_seconds(position)?,
            kind,
        ) {
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
