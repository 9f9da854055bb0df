//! Values that somebody gives for fields: named, checked and turned into the field's type.

use super::record::Record;
use crate::catalog::{Entity, Field, RelationKind};
use crate::error::{Error, Result, article};
use crate::value::coerce::coerce;
use crate::value::{Type, Value};

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
            Given::Value(value @ (Value::Int(_) | Value::Null)) => Ok((field, fit(field, &value)?)),
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
        Given::Value(value) => Ok((field, fit(field, &value)?)),
        Given::Record(record) => match entity.relations.iter().find(|r| r.field == name) {
            Some(relation) if relation.target == record.entity().name => Ok((field, record.id()?)),
            _ => Err(Error::failed(format!(
                "{name} takes {}, not a record",
                field.kind().one()
            ))),
        },
    }
}

/// Turns a value into what a field takes: its type, its range, one of its values.
fn fit(field: &Field, value: &Value) -> Result<Value> {
    let wanted = field.kind();
    let Some(kind) = value.kind() else {
        return Ok(Value::Null);
    };
    if let (Some(known), Value::Text(text)) = (&field.values, value)
        && !known.contains(text)
    {
        return Err(Error::failed(format!("{} can't be '{text}'", field.name))
            .did_you_mean(text, known.iter().map(String::as_str))
            .hint(format!("it is one of: {}", known.join(", "))));
    }
    if let (Value::Int(number), Some(most)) = (value, field.greatest())
        && !(-most - 1..=most).contains(number)
    {
        return Err(Error::failed(format!(
            "{} can't be {number}: it is at most {most}",
            field.name
        )));
    }
    coerce(value.clone(), wanted).map_err(|unfit| match unfit.why {
        Some(why) => Error::failed(why),
        None => Error::failed(format!(
            "{} takes {}, not the {kind} {}",
            field.name,
            wanted.one(),
            shorten(&value.to_string())
        ))
        .hint(in_a_script(wanted, value)),
    })
}

/// How a script writes a value of a type, instead of the one that was given.
fn in_a_script(wanted: Type, given: &Value) -> String {
    match (wanted, given) {
        (Type::Decimal, Value::Text(_)) => "write dec(\"12.50\")".to_owned(),
        (Type::Decimal, Value::Float(number)) => {
            format!("money is exact: write dec(\"{number}\")")
        }
        (Type::Date, Value::Text(_)) => "write date(\"2026-01-31\")".to_owned(),
        (Type::Timestamp, Value::Text(_)) => "write \"2026-01-31 18:00\"".to_owned(),
        (Type::Text, _) => "write it in quotes".to_owned(),
        _ => format!("give {}", wanted.one()),
    }
}

/// Long texts are cut in messages.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
