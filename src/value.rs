//! A value as it travels between PostgreSQL, the API, scripts and the renderers.
//!
//! The one vocabulary that all rooms share; it knows neither the database driver nor the script engine.

pub mod calendar;
pub mod coerce;
mod digits;
mod json;
mod kind;
pub mod parse;
pub mod span;

pub use json::{Json, Part};
pub use kind::Type;
pub use span::Span;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use uuid::Uuid;

/// One value of a row, or one parameter of a statement.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// SQL null; `()` in a script.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// Any of PostgreSQL's integers.
    Int(i64),
    /// A floating-point number; never money.
    Float(f64),
    /// An exact number: money.
    Decimal(Decimal),
    /// Text, and any type that has no better form here.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A moment; shown in the local time zone.
    Timestamp(DateTime<Utc>),
    /// A date and time without a zone (plain SQL can make one).
    LocalTimestamp(NaiveDateTime),
    /// A UUID.
    Uuid(Uuid),
    /// A JSON document.
    Json(Json),
    /// An array.
    List(Vec<Value>),
    /// What none of these can hold: `infinity`, `NaN`, a number of 40 digits.
    Beyond(Box<Beyond>),
}

/// A value of one of our types that is out of the reach of its form here. It can be shown, compared for
/// being the same and handed back to the database, and nothing can be calculated with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// Its type.
    pub kind: Type,
    /// As psql shows it.
    pub text: String,
    /// As the database sent it.
    pub raw: Vec<u8>,
}

impl Beyond {
    /// Whether it is a number that only has more digits than we can hold.
    #[must_use]
    pub fn is_digits(&self) -> bool {
        self.kind == Type::Decimal && self.text.ends_with(|last: char| last.is_ascii_digit())
    }
}

impl Value {
    /// The value's type; null has none.
    #[must_use]
    pub fn kind(&self) -> Option<Type> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Float(_) => Type::Float,
            Self::Decimal(_) => Type::Decimal,
            Self::Text(_) => Type::Text,
            Self::Date(_) => Type::Date,
            Self::Timestamp(_) => Type::Timestamp,
            Self::LocalTimestamp(_) => Type::LocalTimestamp,
            Self::Uuid(_) => Type::Uuid,
            Self::Json(_) => Type::Json,
            Self::List(_) => Type::List,
            Self::Beyond(value) => value.kind,
        })
    }

    /// Its text for programs, where a format has no types. Null is empty.
    ///
    /// Moments are RFC 3339 in the local zone with its offset, so that they read as the table shows them
    /// and still say which moment they are; an offset has seconds where the zone's had. Documents are JSON.
    #[must_use]
    pub fn exact(&self) -> Cow<'_, str> {
        if let Self::Text(text) = self {
            return Cow::Borrowed(text);
        }
        let mut text = String::new();
        self.push_exact(&mut text);
        text.into()
    }

    /// The same, at the end of a text: many values in a row need no texts of their own.
    pub fn push_exact(&self, text: &mut String) {
        match self {
            Self::Text(value) => text.push_str(value),
            Self::Date(day) => calendar::push_day(text, *day),
            Self::Timestamp(moment) => {
                let (clock, offset) = calendar::local(moment);
                calendar::push_iso(text, clock, Some(offset));
            }
            Self::LocalTimestamp(moment) => calendar::push_iso(text, *moment, None),
            Self::List(_) => text.push_str(&Json::of(self).compact()),
            Self::Int(value) => text.push_str(itoa::Buffer::new().format(*value)),
            Self::Decimal(value) => {
                let _ = digits::decimal(value, text);
            }
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            _ => {
                let _ = write!(text, "{self}");
            }
        }
    }

    /// Whether this is SQL null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// As people read it: null is empty, moments are in the local zone to the second they need.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => f.write_str(&float(*value)),
            Self::Decimal(value) => digits::decimal(value, f),
            Self::Text(value) => f.write_str(value),
            Self::Date(value) => f.write_str(&calendar::day(*value)),
            Self::Timestamp(value) => f.write_str(&calendar::clock(calendar::local(value).0)),
            Self::LocalTimestamp(value) => f.write_str(&calendar::clock(*value)),
            Self::Beyond(value) => f.write_str(&value.text),
            Self::Uuid(value) => value.fmt(f),
            Self::Json(value) => value.fmt(f),
            Self::List(values) => {
                f.write_str("[")?;
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    item(value, f)?;
                }
                f.write_str("]")
            }
        }
    }
}

/// A value in a list, where nothing stands beside it that tells null from a text.
fn item(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Text(text) if text.trim().is_empty() || text == "null" => write!(f, "\"{text}\""),
        _ => fmt::Display::fmt(value, f),
    }
}

/// A decimal number from its digits, also `1.5e3`; nothing when it has more digits than one can hold.
///
/// ```
/// use epic::value::decimal;
/// assert_eq!(decimal("1.5e3").unwrap().to_string(), "1500");
/// assert_eq!(decimal("1e-29"), None);
/// ```
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let base = Decimal::from_str_exact(digits).ok()?;
    let (mut number, mut scale) = (base.mantissa(), i32::try_from(base.scale()).ok()?);
    scale = scale.checked_sub(exponent)?;
    if number == 0 {
        return Some(Decimal::new(0, u32::try_from(scale.clamp(0, 28)).ok()?));
    }
    while scale > 28 && number % 10 == 0 {
        (number, scale) = (number / 10, scale - 1);
    }
    if scale < 0 {
        number = number.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?;
        scale = 0;
    }
    Decimal::try_from_i128_with_scale(number, u32::try_from(scale).ok()?).ok()
}

/// Whether a text is a decimal number of however many digits.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let digits = digits.trim_start_matches(['+', '-']);
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    exponent.parse::<i64>().is_ok()
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.split('.').count() <= 2
        && digits.split('.').all(is_digits)
}

/// A number as PostgreSQL writes it: with an exponent where it is very large or very small.
fn float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return value.to_string(); // NaN
    };
    match exponent.parse::<i32>() {
        Ok(-4..15) => value.to_string(),
        Ok(exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        Err(_) => value.to_string(),
    }
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn values_are_exact() {
        let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        let clock = day.and_hms_milli_opt(18, 0, 0, 250).unwrap();
        for (value, text) in [
            (Value::Null, ""),
            (Value::Bool(true), "true"),
            (Value::Int(i64::MIN), "-9223372036854775808"),
            (Value::Decimal(Decimal::new(4_821_050, 2)), "48210.50"),
            (Value::Float(0.1), "0.1"),
            (Value::Date(day), "2026-07-01"),
            (Value::LocalTimestamp(clock), "2026-07-01T18:00:00.250"),
            (
                Value::Json(Json::known(r#"{"b": [1, null], "a": "x"}"#)),
                r#"{"b": [1, null], "a": "x"}"#,
            ),
            (
                Value::List(vec![Value::Text("a,b".into()), Value::Null]),
                r#"["a,b",null]"#,
            ),
        ] {
            assert_eq!(value.exact(), text);
        }
    }

    #[test]
    fn numbers_have_the_digits_that_they_came_with() {
        let whole = [0, 1, 9, 10, 4_821_050, i64::MAX, i64::MIN].map(i128::from);
        for digits in whole.into_iter().chain([i128::from(i64::MAX) + 1]) {
            for scale in [0, 1, 2, 17, 18, 19, 28] {
                for number in [digits, -digits] {
                    let number = Decimal::from_i128_with_scale(number, scale);
                    assert_eq!(Value::Decimal(number).exact(), number.to_string());
                }
            }
        }
        let mut nothing = Decimal::new(0, 2);
        nothing.set_sign_negative(true);
        assert_eq!(Value::Decimal(nothing).to_string(), nothing.to_string());
    }

    #[test]
    fn a_moment_says_its_offset_and_is_read_back() {
        let moment = Utc.with_ymd_and_hms(2026, 7, 1, 16, 0, 0).unwrap();
        let value = Value::Timestamp(moment);
        let text = value.exact();
        assert_eq!(DateTime::parse_from_rfc3339(&text).unwrap(), moment);
        assert_eq!(text.len(), "2026-07-01T18:00:00+02:00".len());
    }
}
