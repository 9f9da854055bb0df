//! Values to and from Rhai's own.

use super::failure::type_name;
use crate::api::{Given, Record, Values};
use crate::error::{Error, Result, article};
use crate::value::{Beyond, Value};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rhai::{Array, Dynamic, Map};
use rust_decimal::Decimal;

/// A value for a script.
pub(super) fn to_rhai(value: Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::Decimal(value) => value.into(),
        Value::Text(value) => value.into(),
        Value::Date(value) => Dynamic::from(value),
        Value::Timestamp(value) => Dynamic::from(value),
        Value::LocalTimestamp(value) => Dynamic::from(value),
        Value::Uuid(value) => value.to_string().into(),
        Value::Json(value) => json_to_rhai(value),
        Value::List(values) => values.into_iter().map(to_rhai).collect::<Array>().into(),
        Value::Beyond(value) => Dynamic::from(*value),
    }
}

fn json_to_rhai(json: serde_json::Value) -> Dynamic {
    use serde_json::Value as Json;
    match json {
        Json::Null => Dynamic::UNIT,
        Json::Bool(value) => value.into(),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().unwrap_or(f64::NAN).into(),
        },
        Json::String(text) => text.into(),
        Json::Array(values) => values
            .into_iter()
            .map(json_to_rhai)
            .collect::<Array>()
            .into(),
        Json::Object(entries) => {
            let entries = entries
                .into_iter()
                .map(|(name, value)| (name.into(), json_to_rhai(value)));
            entries.collect::<Map>().into()
        }
    }
}

/// How deep lists and maps may nest where they leave the script: deeper than any document, and far from
/// the end of the stack.
const DEEPEST: usize = 64;
/// What is said about deeper ones.
pub(super) const TOO_DEEP: &str = "a list or a map nests deeper than 64 levels";

/// A script's value for the database or the screen.
pub(super) fn from_rhai(value: &Dynamic) -> Result<Value> {
    from_rhai_within(value, DEEPEST)
}

fn from_rhai_within(value: &Dynamic, levels: usize) -> Result<Value> {
    let deeper = |value: &Dynamic| match levels.checked_sub(1) {
        Some(levels) => from_rhai_within(value, levels),
        None => Err(Error::failed(TOO_DEEP)),
    };
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    if let Ok(number) = value.as_int() {
        return Ok(Value::Int(number));
    }
    if let Ok(number) = value.as_float() {
        return Ok(Value::Float(number));
    }
    if let Ok(letter) = value.as_char() {
        return Ok(Value::Text(letter.to_string()));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return Ok(Value::Text(text.to_string()));
    }
    if let Ok(items) = value.as_array_ref() {
        return items
            .iter()
            .map(deeper)
            .collect::<Result<_>>()
            .map(Value::List);
    }
    if let Ok(entries) = value.as_map_ref() {
        let object = entries
            .iter()
            .map(|(name, value)| Ok((name.to_string(), to_json(deeper(value)?))));
        return object
            .collect::<Result<_>>()
            .map(|object| Value::Json(serde_json::Value::Object(object)));
    }
    scalar(value).ok_or_else(|| {
        Error::failed(format!(
            "{} is not a value",
            article(type_name(value.type_name()))
        ))
    })
}

fn scalar(value: &Dynamic) -> Option<Value> {
    let copy = || value.clone();
    copy()
        .try_cast::<Decimal>()
        // There is one zero, not another below it.
        .map(|number| {
            Value::Decimal(if number.is_zero() {
                number.abs()
            } else {
                number
            })
        })
        .or_else(|| copy().try_cast::<NaiveDate>().map(Value::Date))
        .or_else(|| {
            copy()
                .try_cast::<Beyond>()
                .map(|value| Value::Beyond(Box::new(value)))
        })
        .or_else(|| copy().try_cast::<DateTime<Utc>>().map(Value::Timestamp))
        .or_else(|| {
            copy()
                .try_cast::<NaiveDateTime>()
                .map(Value::LocalTimestamp)
        })
        .or_else(|| {
            copy()
                .try_cast::<Record>()
                .map(|record| Value::Text(record.to_string()))
        })
}

/// A value inside a document.
fn to_json(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::Json(value) => value,
        Value::List(values) => values.into_iter().map(to_json).collect(),
        other => other.to_string().into(),
    }
}

/// A map of a script as values for fields.
pub(super) fn given(map: Map) -> Result<Values> {
    map.into_iter()
        .map(|(name, value)| Ok((name.to_string(), given_one(&value)?)))
        .collect()
}

/// A value of a script for a field or a relation.
pub(super) fn given_one(value: &Dynamic) -> Result<Given> {
    match value.clone().try_cast::<Record>() {
        Some(record) => Ok(Given::Record(record)),
        None => from_rhai(value).map(Given::Value),
    }
}

/// Parameters of plain SQL. A record is its id, as in closures.
pub(super) fn params(values: &Array) -> Result<Vec<Value>> {
    values.iter().map(param).collect()
}

fn param(value: &Dynamic) -> Result<Value> {
    if let Some(record) = value.clone().try_cast::<Record>() {
        return record.id();
    }
    match value.as_array_ref() {
        Ok(items) if items.iter().any(Dynamic::is::<Record>) => items
            .iter()
            .map(param)
            .collect::<Result<_>>()
            .map(Value::List),
        _ => from_rhai(value),
    }
}
