//! Values to and from Rhai's own.

use super::raise::type_name;
use super::secret::{self, Secret};
use super::types::{AggregateCall, Hinted, Message, Span, Told};
use crate::api::{Collection, Given, Reasons, Record, Values};
use crate::error::{Error, Result, article};
use crate::render::chart::Chart;
use crate::value::{Beyond, Json, Part, Type, Value, decimal, hex};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rhai::{Array, Blob, Dynamic, FnPtr, Map};
use rust_decimal::Decimal;
use std::ops::{Range, RangeInclusive};

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
        Value::Json(value) => json_to_rhai(&value),
        Value::List(values) => values.into_iter().map(to_rhai).collect::<Array>().into(),
        Value::Beyond(value) => Dynamic::from(*value),
    }
}

/// A document for a script: whole numbers are ints, others exact decimals. What nests too deep, or is no
/// number of ours, stays text.
pub(super) fn json_to_rhai(json: &Json) -> Dynamic {
    json_within(json, DEEPEST)
}

fn json_within(json: &Json, levels: usize) -> Dynamic {
    let Some(deeper) = levels.checked_sub(1) else {
        return json.text().into();
    };
    match json.part() {
        None => json.text().into(),
        Some(Part::Null) => Dynamic::UNIT,
        Some(Part::Bool(value)) => value.into(),
        Some(Part::Number(digits)) => number(&digits),
        Some(Part::Text(text)) => text.into(),
        Some(Part::List(items)) => {
            let items = items.iter().map(|item| json_within(item, deeper));
            items.collect::<Array>().into()
        }
        Some(Part::Object(entries)) => {
            let entries = entries.into_iter();
            let entries = entries.map(|(name, value)| (name.into(), json_within(&value, deeper)));
            entries.collect::<Map>().into()
        }
    }
}

/// A number with all its digits.
fn number(digits: &str) -> Dynamic {
    if let Ok(whole) = digits.parse::<i64>() {
        return whole.into();
    }
    match decimal(digits) {
        Some(exact) => exact.into(),
        None => Dynamic::from(Beyond {
            kind: Type::Decimal,
            text: digits.to_owned(),
            raw: Vec::new(),
        }),
    }
}

/// How deep lists and maps may nest where they leave the script: deeper than any document, and far from
/// the end of the stack.
const DEEPEST: usize = 64;
/// What is said about deeper ones.
pub(super) const TOO_DEEP: &str = "a list or a map nests deeper than 64 levels";

/// A script's value for the database.
pub(super) fn from_rhai(value: &Dynamic) -> Result<Value> {
    within(value, DEEPEST, &|value| {
        scalar(value).ok_or_else(|| {
            let what = article(type_name(value.type_name()));
            Error::failed(format!("{what} is not a value"))
        })
    })
}

/// A script's value for the screen: what is no value of the database is the text that `print` writes.
pub(super) fn shown(value: &Dynamic) -> Result<Value> {
    within(value, DEEPEST, &|value| {
        Ok(scalar(value).unwrap_or_else(|| Value::Text(words(value))))
    })
}

fn within(
    value: &Dynamic,
    levels: usize,
    other: &dyn Fn(&Dynamic) -> Result<Value>,
) -> Result<Value> {
    let deeper = |value: &Dynamic| match levels.checked_sub(1) {
        Some(levels) => within(value, levels, other),
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
        let entries: Vec<(&str, Json)> = entries
            .iter()
            .map(|(name, value)| Ok((name.as_str(), Json::of(&deeper(value)?))))
            .collect::<Result<_>>()?;
        return Ok(Value::Json(Json::object(entries.into_iter())));
    }
    other(value)
}

/// The text of what is no value of the database.
pub(super) fn words(value: &Dynamic) -> String {
    fn text<T: Clone + 'static>(value: &Dynamic, words: impl Fn(T) -> String) -> Option<String> {
        value.clone().try_cast::<T>().map(words)
    }
    let known = text(value, |span: Span| span.to_string())
        .or_else(|| text(value, |message: Message| message.0))
        .or_else(|| text(value, |Hinted(message, _)| message.0))
        .or_else(|| text(value, |Told(told)| told))
        .or_else(|| text(value, |chart: Chart| chart.to_string()))
        .or_else(|| text(value, |reasons: Reasons| reasons.to_string()))
        .or_else(|| {
            text(value, |collection: Collection| {
                collection.entity().name.clone()
            })
        })
        .or_else(|| text(value, |value: Beyond| value.text))
        .or_else(|| text(value, |error: Error| error.message))
        .or_else(|| text(value, |aggregate: AggregateCall| aggregate.to_string()))
        .or_else(|| text(value, |_: Secret| secret::SHOWN.to_owned()))
        .or_else(|| text(value, |_: FnPtr| "a closure".to_owned()))
        .or_else(|| text(value, |range: Range<i64>| format!("{range:?}")))
        .or_else(|| text(value, |range: RangeInclusive<i64>| format!("{range:?}")))
        .or_else(|| text(value, |bytes: Blob| format!("\\x{}", hex(&bytes))));
    known.unwrap_or_else(|| article(type_name(value.type_name())))
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
