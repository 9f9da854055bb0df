//! What a script shows: whatever it is, it may not act on a terminal.

use epic::error::Result;
use epic::render::{self, Format, Layout};
use epic::rows::{Column, Rows};
use epic::script::Outcome;
use epic::value::Value;

/// Draws an outcome as people see it, and returns it if it is loot.
pub fn drawn(outcome: Outcome) -> Result<Option<String>> {
    let rows = match outcome {
        Outcome::Nothing => return Ok(None),
        Outcome::Value(value) => one(value),
        Outcome::Text(text) | Outcome::Message(text) | Outcome::Hinted(text, _) => {
            one(Value::Text(text))
        }
        Outcome::Row(rows) | Outcome::Rows(rows) | Outcome::Tables(_, rows) => rows,
        Outcome::Chart(chart) => chart.rows().clone(),
        Outcome::Collection(collection) => collection.head(20)?,
    };
    for format in [
        Format::Table,
        Format::Vertical,
        Format::Markdown,
        Format::Html,
    ] {
        for width in [Some(60), None] {
            let (mut out, color) = (Vec::new(), false);
            render::rows(
                format,
                &rows,
                Layout {
                    width,
                    color,
                    ..Layout::default()
                },
                &mut out,
            )?;
            must_be_harmless(&String::from_utf8_lossy(&out));
        }
    }
    Ok(loot(&rows))
}

/// Fails for a text that a terminal would obey.
#[track_caller]
pub fn must_be_harmless(text: &str) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(acts), "this acts on a terminal: {text:?}");
}

fn one(value: Value) -> Rows {
    let column = Column {
        name: "value".into(),
        kind: value.kind(),
    };
    Rows {
        columns: vec![column],
        rows: vec![vec![value]],
    }
}

fn loot(rows: &Rows) -> Option<String> {
    let is_something = |value: &Value| match value {
        Value::Null | Value::Bool(false) | Value::Int(0) => false,
        Value::Text(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        _ => true,
    };
    let row = rows.rows.iter().find(|row| row.iter().any(is_something))?;
    let cells = row.iter().map(ToString::to_string);
    Some(cells.collect::<Vec<_>>().join(", "))
}
