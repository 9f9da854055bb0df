//! JSON documents: kept as the text that came, so that every digit, and what psql shows, stays.

use super::Value;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A document.
///
/// ```
/// use epic::value::{Json, Value};
/// let json = Json::of(&Value::List(vec![Value::Int(1), Value::Text("a".into())]));
/// assert_eq!(json.to_string(), r#"[1, "a"]"#);
/// assert_eq!(json.compact(), r#"[1,"a"]"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(String);

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, digit by digit.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; of a name that comes twice, the last.
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// A document from its text; none if it is no JSON.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Some(Self(raw.get().to_owned()))
    }

    /// A document whose text is known to be one.
    #[must_use]
    pub fn known(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What a value is in a document. Spaces are where PostgreSQL writes them.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        Self(match value {
            Value::Null => "null".to_owned(),
            Value::Bool(_) | Value::Int(_) | Value::Decimal(_) => value.to_string(),
            Value::Float(number) if number.is_finite() => value.to_string(),
            Value::Beyond(value) if value.is_digits() => value.text.clone(),
            Value::Json(document) => return document.clone(),
            Value::List(values) => return Self::list(values.iter().map(Self::of)),
            _ => quoted(&value.exact()),
        })
    }

    /// An object.
    #[must_use]
    pub fn object<'a>(entries: impl Iterator<Item = (&'a str, Self)>) -> Self {
        let entries = entries.map(|(name, value)| format!("{}: {value}", quoted(name)));
        Self(format!("{{{}}}", entries.collect::<Vec<_>>().join(", ")))
    }

    fn list(values: impl Iterator<Item = Self>) -> Self {
        let values: Vec<String> = values.map(|value| value.0).collect();
        Self(format!("[{}]", values.join(", ")))
    }

    /// Its text, as it came.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its text on one line, without blanks between what it is made of.
    #[must_use]
    pub fn compact(&self) -> String {
        let mut compact = String::with_capacity(self.0.len());
        let (mut in_text, mut escaped) = (false, false);
        for char in self.0.chars() {
            if !in_text && char.is_ascii_whitespace() {
                continue;
            }
            in_text ^= char == '"' && !escaped;
            escaped = in_text && char == '\\' && !escaped;
            compact.push(char);
        }
        compact
    }

    /// What it is, one level deep.
    #[must_use]
    pub fn part(&self) -> Option<Part> {
        fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
            serde_json::from_str(text).ok()
        }
        let own = |raw: &RawValue| Self(raw.get().to_owned());
        let text = self.0.trim();
        Some(match text.bytes().next()? {
            b'n' => Part::Null,
            b't' => Part::Bool(true),
            b'f' => Part::Bool(false),
            b'"' => Part::Text(read(text)?),
            b'[' => Part::List(read::<Vec<&RawValue>>(text)?.into_iter().map(own).collect()),
            b'{' => {
                let entries: BTreeMap<String, &RawValue> = read(text)?;
                let entries = entries.into_iter();
                Part::Object(entries.map(|(name, raw)| (name, own(raw))).collect())
            }
            _ => Part::Number(text.to_owned()),
        })
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text as JSON has it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_taken_from_between_and_never_from_within() {
        for (text, compact) in [
            ("{ \"a b\" :\n [1, 2 ] }", r#"{"a b":[1,2]}"#),
            (r#"["\" x", "\\" , 1.50]"#, r#"["\" x","\\",1.50]"#),
        ] {
            let json = Json::read(text).unwrap();
            assert_eq!(json.to_string(), text);
            assert_eq!(json.compact(), compact);
        }
        assert!(Json::read("{a: 1}").is_none());
    }

    #[test]
    fn numbers_keep_their_digits() {
        let json = Json::read("[1.50, 1e400, 123456789012345678901234567890]").unwrap();
        let Some(Part::List(items)) = json.part() else {
            panic!("a list")
        };
        let digits: Vec<_> = items.iter().filter_map(Json::part).collect();
        let number = |text: &str| Part::Number(text.into());
        assert_eq!(
            digits,
            [
                number("1.50"),
                number("1e400"),
                number("123456789012345678901234567890")
            ]
        );
    }
}
