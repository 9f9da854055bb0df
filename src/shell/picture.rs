//! A result as lines, of which those are marked that differ from an earlier picture.

use super::locale::signs;
use crate::error::{Error, Result};
use crate::render::{self, Format, Layout, visible};
use crate::rows::Rows;
use crate::script::Outcome;
use std::collections::HashSet;

/// What stands before a line that is new, and before all others.
const NEW: &str = "▸ ";
const OLD: &str = "  ";

/// A result as lines.
#[derive(Debug, Default)]
pub(super) struct Picture {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    text: String,
    /// What it says: nothing for headings.
    says: Option<String>,
}

impl Picture {
    /// The picture of a result: of rows, so many at most.
    ///
    /// # Errors
    /// The rows can't be read.
    pub(super) fn of(outcome: Outcome, most: u64, layout: Layout) -> Result<Self> {
        Ok(match outcome {
            Outcome::Nothing => Self::default(),
            Outcome::Value(value) => Self::of_text(&value.to_string()),
            Outcome::Text(text) | Outcome::Message(text) | Outcome::Hinted(text, _) => {
                Self::of_text(&text)
            }
            Outcome::Row(rows) | Outcome::Rows(rows) | Outcome::Tables(_, rows) => {
                Self::of_rows(rows, most, layout)?
            }
            Outcome::Chart(chart) => Self::of_rows(chart.rows().clone(), most, layout)?,
            Outcome::Collection(collection) => Self::of_rows(collection.head(most)?, most, layout)?,
        })
    }

    fn of_text(text: &str) -> Self {
        let line = |(place, text): (usize, &str)| Line {
            says: Some(format!("{place} {text}")),
            text: visible(text).into_owned(),
        };
        let lines = text.split('\n').enumerate().map(line).collect();
        Self { lines }
    }

    fn of_rows(mut rows: Rows, most: u64, mut layout: Layout) -> Result<Self> {
        rows.truncate(most);
        let mark = NEW.chars().count();
        layout.width = layout.width.map(|width| width.saturating_sub(mark).max(1));
        let mut drawn = Vec::new();
        render::rows(Format::Table, &rows, layout, &mut drawn)
            .map_err(|error| Error::failed(format!("the rows can't be drawn: {error}")))?;
        let drawn = String::from_utf8_lossy(&drawn);
        let mut says = rows.rows.iter().map(|row| format!("{row:?}"));
        // Each row is a line below the two of the heading.
        let line = |(place, text): (usize, &str)| Line {
            text: text.to_owned(),
            says: (place >= 2).then(|| says.next()).flatten(),
        };
        let lines = drawn.lines().enumerate().map(line).collect();
        Ok(Self { lines })
    }

    /// It as a text below a heading; what an earlier picture did not say is marked.
    pub(super) fn drawn(&self, head: &str, before: Option<&Self>) -> String {
        let known = before.map(|before| {
            let says = before.lines.iter().filter_map(|line| line.says.as_deref());
            says.collect::<HashSet<&str>>()
        });
        let is_new = |line: &Line| match (&known, &line.says) {
            (Some(known), Some(says)) => !known.contains(says.as_str()),
            _ => false,
        };
        let lines = self.lines.iter().map(|line| {
            let mark = if is_new(line) { NEW } else { OLD };
            format!("{mark}{}", line.text)
        });
        let lines: Vec<String> = [head.to_owned(), String::new()]
            .into_iter()
            .chain(lines)
            .collect();
        signs(&lines.join("\n")).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Column;
    use crate::value::{Type, Value};

    fn picture(names: &[&str]) -> Picture {
        let rows = Rows {
            columns: vec![Column {
                name: "name".into(),
                kind: Some(Type::Text),
            }],
            rows: names
                .iter()
                .map(|name| vec![Value::Text((*name).into())])
                .collect(),
        };
        Picture::of(Outcome::Rows(rows), 20, Layout::default()).unwrap()
    }

    #[test]
    fn what_was_not_there_before_is_marked_and_at_first_nothing_is() {
        let first = picture(&["Ada", "Zoë"]);
        assert_eq!(
            first.drawn("now", None),
            "now\n\n   name\n  ─────\n   Ada\n   Zoë"
        );
        let next = picture(&["Ada", "Zoé", "Max Power"]);
        assert_eq!(
            next.drawn("then", Some(&first)),
            "then\n\n   name\n  ──────────\n   Ada\n▸  Zoé\n▸  Max Power"
        );
        let text =
            |text: &str| Picture::of(Outcome::Text(text.into()), 20, Layout::default()).unwrap();
        assert_eq!(text("1\n3").drawn("", Some(&text("1\n2"))), "\n\n  1\n▸ 3");
    }
}
