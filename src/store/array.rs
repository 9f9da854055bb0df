//! Arrays on the wire: lists within lists, or the database's own text where a list would lose something.

use super::codec::Failure;
use crate::value::{Value, calendar};
use tokio_postgres::types::{FromSql, Type as Wire};

/// An array of one element type. Its positions are counted from 1; where they are not, only its text says so.
pub(super) fn read(element: &Wire, raw: &[u8]) -> Result<Value, Failure> {
    let mut raw = Raw(raw);
    let dimensions = raw.int()?;
    raw.skip(8)?; // whether there are nulls, and the element's type
    let mut bounds = Vec::new();
    for _ in 0..dimensions {
        let (length, lower) = (raw.int()?, raw.int()?);
        bounds.push((usize::try_from(length)?, i64::from(lower)));
    }
    if bounds.is_empty() {
        return Ok(Value::List(Vec::new()));
    }
    let count = bounds.iter().map(|(length, _)| length).product();
    let mut values = Vec::new();
    for _ in 0..count {
        values.push(match usize::try_from(raw.int()?) {
            Ok(length) => Value::from_sql(element, raw.take(length)?)?,
            Err(_) => Value::Null,
        });
    }
    let counted_from_one = bounds.iter().all(|(_, lower)| *lower == 1);
    for (length, _) in bounds.iter().skip(1).rev() {
        let mut rows = Vec::new();
        let mut rest = values.into_iter();
        loop {
            let row: Vec<Value> = rest.by_ref().take(*length).collect();
            if row.is_empty() {
                break;
            }
            rows.push(Value::List(row));
        }
        values = rows;
    }
    let list = Value::List(values);
    if counted_from_one {
        return Ok(list);
    }
    let bounds_text = bounds.iter().map(|(length, lower)| {
        let upper = lower + i64::try_from(*length).unwrap_or_default() - 1;
        format!("[{lower}:{upper}]")
    });
    Ok(Value::Text(format!(
        "{}={}",
        bounds_text.collect::<String>(),
        literal(&list)
    )))
}

/// What is left to read.
struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Failure> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or("it is cut off")?;
        self.0 = rest;
        Ok(taken)
    }

    fn skip(&mut self, length: usize) -> Result<(), Failure> {
        self.take(length).map(|_| ())
    }

    fn int(&mut self) -> Result<i32, Failure> {
        Ok(i32::from_be_bytes(self.take(4)?.try_into()?))
    }
}

/// A list as PostgreSQL writes an array.
fn literal(value: &Value) -> String {
    let text = match value {
        Value::Null => return "NULL".to_owned(),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            return format!("{{{}}}", values.join(","));
        }
        Value::Bool(true) => return "t".to_owned(),
        Value::Bool(false) => return "f".to_owned(),
        Value::Timestamp(moment) => {
            let (clock, offset) = calendar::local(moment);
            calendar::full(clock, Some(offset))
        }
        Value::LocalTimestamp(clock) => calendar::full(*clock, None),
        other => other.to_string(),
    };
    let acts = |c: char| "{}\",\\".contains(c) || c.is_ascii_whitespace();
    if text.is_empty() || text.eq_ignore_ascii_case("null") || text.contains(acts) {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        return format!("\"{escaped}\"");
    }
    text
}
