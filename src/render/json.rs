//! JSON: one array of objects, or one object per line (NDJSON).
//!
//! Fields keep the order of the columns. A name that comes twice gets a number (`n`, `n_2`), for an
//! object can hold it once. Numbers are exact: a decimal is written digit by digit and never becomes
//! a float. JSON has no infinity and no NaN: these are texts, as PostgreSQL writes them there. Characters that could act on a terminal
//! are escaped, which changes nothing for a reader of JSON.

use super::RowSink;
use super::visible::acts;
use crate::rows::Column;
use crate::value::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes each row as it comes.
pub(super) struct Json<'a> {
    out: &'a mut dyn Write,
    names: Vec<String>,
    /// Whether the rows stand in one array.
    array: bool,
    /// Whether there was a row.
    begun: bool,
}

impl<'a> Json<'a> {
    /// One array of objects.
    pub(super) fn array(columns: &[Column], out: &'a mut dyn Write) -> Self {
        Self {
            out,
            names: unique(columns),
            array: true,
            begun: false,
        }
    }

    /// One object per line.
    pub(super) fn lines(columns: &[Column], out: &'a mut dyn Write) -> Self {
        Self {
            array: false,
            ..Self::array(columns, out)
        }
    }

    /// The row as an object, on one line.
    fn object(&self, row: &[Value]) -> io::Result<String> {
        let mut object = String::from("{");
        for (i, name) in self.names.iter().enumerate() {
            if i > 0 {
                object.push(',');
            }
            object += &encode(name)?;
            object.push(':');
            put(row.get(i).unwrap_or(&Value::Null), &mut object)?;
        }
        object.push('}');
        Ok(object)
    }
}

impl RowSink for Json<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        let object = self.object(row)?;
        let begun = std::mem::replace(&mut self.begun, true);
        match (self.array, begun) {
            (true, false) => write!(self.out, "[\n{object}"),
            (true, true) => write!(self.out, ",\n{object}"),
            (false, _) => writeln!(self.out, "{object}"),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        match (self.array, self.begun) {
            (true, false) => writeln!(self.out, "[]")?,
            (true, true) => writeln!(self.out, "\n]")?,
            (false, _) => {}
        }
        self.out.flush()
    }
}

/// Adds a value to the text.
fn put(value: &Value, text: &mut String) -> io::Result<()> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(_) | Value::Int(_) | Value::Decimal(_) => {
            write!(text, "{value}").map_err(io::Error::other)?;
        }
        Value::Beyond(value) if value.is_digits() => *text += &value.text,
        // JSON has neither: they are texts, as the database writes them there.
        Value::Float(number) if !number.is_finite() => *text += &encode(&value.to_string())?,
        Value::Float(number) => *text += &encode(number)?,
        Value::Json(document) => *text += &safe(document.compact()),
        Value::List(values) => list(values, text)?,
        Value::Text(_)
        | Value::Date(_)
        | Value::Timestamp(_)
        | Value::LocalTimestamp(_)
        | Value::Uuid(_)
        | Value::Beyond(_) => *text += &encode(&*value.exact())?,
    }
    Ok(())
}

/// Adds an array to the text.
fn list(values: &[Value], text: &mut String) -> io::Result<()> {
    text.push('[');
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        put(value, text)?;
    }
    text.push(']');
    Ok(())
}

/// What serde writes, with the characters escaped that it may leave: they only stand in strings.
fn encode<T: serde::Serialize + ?Sized>(value: &T) -> io::Result<String> {
    serde_json::to_string(value)
        .map(safe)
        .map_err(io::Error::from)
}

/// JSON with the characters escaped that could act on a terminal: they only stand in strings.
fn safe(json: String) -> String {
    if !json.contains(acts) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for char in json.chars() {
        if acts(char) {
            let _ = write!(safe, "\\u{:04x}", u32::from(char));
        } else {
            safe.push(char);
        }
    }
    safe
}

/// The columns' names, with a number where one came before.
fn unique(columns: &[Column]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut names = Vec::with_capacity(columns.len());
    for column in columns {
        let numbered = (2..).map(|number| format!("{}_{number}", column.name));
        let name = std::iter::once(column.name.clone())
            .chain(numbered)
            .find(|name| seen.insert(name.clone()));
        names.extend(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{clients, column, texts, written};
    use super::*;
    use crate::rows::Rows;
    use crate::value::{Json, Type};
    use rust_decimal::Decimal;

    fn text(value: &Value) -> io::Result<String> {
        let mut text = String::new();
        put(value, &mut text)?;
        Ok(text)
    }

    #[test]
    fn an_array_has_one_object_per_line() {
        insta::assert_snapshot!(written(Format::Json, &clients(), Some(20)), @r#"
        [
        {"id":12,"full_name":"Kevin Casey","due":48210.50,"signed":true,"last_contact_date":"2026-09-30"},
        {"id":1250,"full_name":"李小龍","due":null,"signed":false,"last_contact_date":null}
        ]
        "#);
    }

    #[test]
    fn no_rows_are_an_empty_array_or_no_lines() {
        assert_eq!(written(Format::Json, &texts(&[]), None), "[]\n");
        assert_eq!(written(Format::Ndjson, &texts(&[]), None), "");
    }

    #[test]
    fn lines_are_objects_of_their_own() {
        insta::assert_snapshot!(written(Format::Ndjson, &texts(&["a\nb", "\""]), None), @r#"
        {"t":"a\nb"}
        {"t":"\""}
        "#);
    }

    #[test]
    fn numbers_keep_every_digit_and_what_json_lacks_is_text() {
        for (value, json) in [
            (Value::Decimal(Decimal::new(1_250, 2)), "12.50"),
            (
                Value::Decimal(Decimal::MAX),
                "79228162514264337593543950335",
            ),
            (Value::Int(i64::MAX), "9223372036854775807"),
            (Value::Float(0.1), "0.1"),
            (Value::Float(f64::NAN), "\"NaN\""),
            (Value::Float(f64::NEG_INFINITY), "\"-Infinity\""),
            (Value::List(vec![Value::Int(1), Value::Null]), "[1,null]"),
            (
                Value::Uuid(uuid::Uuid::nil()),
                "\"00000000-0000-0000-0000-000000000000\"",
            ),
        ] {
            assert_eq!(text(&value).unwrap(), json);
        }
    }

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_read_back() {
        let nasty = "\x1b[2J\x7f\u{9b}\u{202e}é";
        let json = text(&Value::Json(Json::known(
            &serde_json::json!([nasty]).to_string(),
        )))
        .unwrap();
        assert_eq!(json, r#"["\u001b[2J\u007f\u009b\u202eé"]"#);
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).unwrap(), [nasty]);
    }

    #[test]
    fn a_name_that_comes_twice_gets_a_number() {
        let result = Rows {
            columns: ["n", "n", "n_2", "n"].map(|n| column(n, Type::Int)).into(),
            rows: vec![(1..5).map(Value::Int).collect()],
        };
        let line = written(Format::Ndjson, &result, None);
        assert_eq!(line, "{\"n\":1,\"n_2\":2,\"n_2_2\":3,\"n_3\":4}\n");
    }
}
