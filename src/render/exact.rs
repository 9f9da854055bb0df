//! Values as programs read them: nothing is rounded, cut or put into words.

use super::json;
use crate::value::{Value, calendar};
use std::borrow::Cow;
use std::io;

/// The text of a value, for a format without types. Null is empty.
///
/// Moments are RFC 3339 in the local zone with its offset, so that they read as the table shows them
/// and still say which moment they are; an offset has seconds where the zone's had. Documents and lists are JSON.
pub(super) fn exact(value: &Value) -> io::Result<Cow<'_, str>> {
    Ok(match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Timestamp(moment) => {
            let (clock, offset) = calendar::local(moment);
            calendar::iso(clock, &calendar::offset(offset)).into()
        }
        Value::LocalTimestamp(moment) => calendar::iso(*moment, "").into(),
        Value::Json(_) | Value::List(_) => json::text(value)?.into(),
        _ => value.to_string().into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, NaiveDate, TimeZone, Utc};
    use rust_decimal::Decimal;

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
                Value::Json(serde_json::json!({"b": [1, null], "a": "x"})),
                r#"{"b":[1,null],"a":"x"}"#,
            ),
            (
                Value::List(vec![Value::Text("a,b".into()), Value::Null]),
                r#"["a,b",null]"#,
            ),
        ] {
            assert_eq!(exact(&value).unwrap(), text);
        }
    }

    #[test]
    fn a_moment_says_its_offset_and_is_read_back() {
        let moment = Utc.with_ymd_and_hms(2026, 7, 1, 16, 0, 0).unwrap();
        let value = Value::Timestamp(moment);
        let text = exact(&value).unwrap();
        assert_eq!(DateTime::parse_from_rfc3339(&text).unwrap(), moment);
        assert_eq!(text.len(), "2026-07-01T18:00:00+02:00".len());
    }
}
