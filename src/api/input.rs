//! Values that somebody gives for fields: named, checked and turned into the field's type.

use super::record::Record;
use crate::catalog::{Entity, Field, RelationKind};
use crate::error::{Error, Result, article};
use crate::value::{Type, Value, decimal, parse};
use chrono::NaiveDateTime;

/// What is given for one field or relation.
#[derive(Clone)]
pub enum Given {
    /// A value for a field.
    Value(Value),
    /// A record for a relation (its id is what is stored).
    Record(Record),
}

/// What is given for a row, by name.
pub type Values = Vec<(String, Given)>;

/// Finds the fields and turns the values into their types.
pub(super) fn resolve(entity: &Entity, values: Values) -> Result<Vec<(&Field, Value)>> {
    let mut resolved: Vec<(&Field, Value)> = Vec::with_capacity(values.len());
    for (name, given) in values {
        let (field, value) = resolve_one(entity, &name, given)?;
        if resolved.iter().any(|(known, _)| known.name == field.name) {
            return Err(Error::failed(format!("{} is given twice", field.name)));
        }
        resolved.push((field, value));
    }
    Ok(resolved)
}

pub(super) fn resolve_one<'a>(
    entity: &'a Entity,
    name: &str,
    given: Given,
) -> Result<(&'a Field, Value)> {
    if let Some(relation) = entity
        .relation(name)
        .filter(|r| r.kind == RelationKind::One)
    {
        let field = entity.known_field(&relation.field)?;
        return match given {
            Given::Record(record) if record.entity().name != relation.target => {
                Err(Error::failed(format!(
                    "{name} is one of the {}, not {}",
                    relation.target,
                    article(record.entity().singular())
                )))
            }
            Given::Record(record) => Ok((field, record.id()?)),
            Given::Value(value @ (Value::Int(_) | Value::Null)) => {
                Ok((field, coerce(field, value)?))
            }
            Given::Value(value) => Err(Error::failed(format!(
                "{name} takes a record or its id, not the {} {}",
                value.kind().map_or("nothing", Type::name),
                shorten(&value.to_string())
            ))),
        };
    }
    if let Some(relation) = entity.relation(name) {
        let what = format!("{name} leads to many rows, and can't be given");
        return Err(Error::failed(what).hint(format!(
            "it follows from the {} of the {}",
            relation.field, relation.target
        )));
    }
    let field = entity
        .field(name)
        .ok_or_else(|| entity.unknown_member(name))?;
    if field.generated {
        return Err(
            Error::failed(format!("{name} is computed by the database")).hint(
                field
                    .comment
                    .clone()
                    .unwrap_or_else(|| "leave it out".into()),
            ),
        );
    }
    match given {
        Given::Value(value) => Ok((field, coerce(field, value)?)),
        Given::Record(record) => match entity.relations.iter().find(|r| r.field == name) {
            Some(relation) if relation.target == record.entity().name => Ok((field, record.id()?)),
            _ => Err(Error::failed(format!(
                "{name} takes {}, not a record",
                field.kind().one()
            ))),
        },
    }
}

/// Turns a value into the field's type where nothing is lost by it.
fn coerce(field: &Field, value: Value) -> Result<Value> {
    let wanted = field.kind();
    let Some(kind) = value.kind() else {
        return Ok(Value::Null);
    };
    if let (Some(known), Value::Text(text)) = (&field.values, &value)
        && !known.contains(text)
    {
        return Err(Error::failed(format!("{} can't be '{text}'", field.name))
            .did_you_mean(text, known.iter().map(String::as_str))
            .hint(format!("it is one of: {}", known.join(", "))));
    }
    if let (Value::Int(number), Some(most)) = (&value, field.greatest())
        && !(-most - 1..=most).contains(number)
    {
        return Err(Error::failed(format!(
            "{} can't be {number}: it is at most {most}",
            field.name
        )));
    }
    if kind == wanted {
        return Ok(value);
    }
    let wrong = |hint: &str| {
        let shown = shorten(&value.to_string());
        Err(Error::failed(format!(
            "{} takes {}, not the {kind} {shown}",
            field.name,
            wanted.one()
        ))
        .hint(hint))
    };
    match (wanted, &value) {
        (Type::Decimal, Value::Int(number)) => Ok(Value::Decimal((*number).into())),
        (Type::Decimal, Value::Text(text)) => match decimal(text.trim()) {
            Some(number) => Ok(Value::Decimal(number)),
            None => wrong("write dec(\"12.50\")"),
        },
        (Type::Decimal, Value::Float(number)) => {
            wrong(&format!("money is exact: write dec(\"{number}\")"))
        }
        #[allow(clippy::cast_precision_loss)] // a float was asked for
        (Type::Float, Value::Int(number)) => Ok(Value::Float(*number as f64)),
        (Type::Date, Value::Text(text)) => match parse::date(text) {
            Some(date) => Ok(Value::Date(date)),
            None => wrong("write date(\"2026-01-31\")"),
        },
        (Type::Timestamp, Value::Date(date)) => {
            local_moment(date.and_hms_opt(0, 0, 0).unwrap_or_default())
        }
        (Type::Timestamp, Value::LocalTimestamp(local)) => local_moment(*local),
        (Type::Timestamp, Value::Text(text)) => match parse::moment(text) {
            Some(value) => value.map(Value::Timestamp),
            None => wrong("write \"2026-01-31 18:00\""),
        },
        (Type::Text, _) => wrong("write it in quotes"),
        _ => wrong(&format!("give {}", wanted.one())),
    }
}

/// A local date and time as a moment.
fn local_moment(local: NaiveDateTime) -> Result<Value> {
    parse::local(local).map(Value::Timestamp)
}

/// Long texts are cut in messages.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
