//! Changes as people read them: who, which field, from what to what. Programs get a line for each field.

use super::destination::Left;
use super::locale::signs;
use super::printer::{Printer, Shown};
use crate::api::{Changes, FieldChange, RowChange};
use crate::catalog::Action;
use crate::error::Result;
use crate::render::{self, thousands, visible};
use crate::value::Value;
use std::io;
use unicode_width::UnicodeWidthStr;

/// How many rows people are shown.
const SHOWN: u64 = 50;

impl Printer {
    /// Writes what a dry run would have changed and done. With `all`, every row.
    ///
    /// # Errors
    /// The rows can't be read, or standard output can't be written.
    pub fn would_change(
        &self,
        changes: Option<&Changes>,
        effects: &[String],
        all: bool,
    ) -> Result<Shown> {
        let counts = changes.map(|changes| changes.counts.to_string());
        let counts = counts.unwrap_or_default();
        let shown = match changes {
            Some(changes) => self.changes(changes, all)?,
            None => self.no_changes()?,
        };
        let shown = self.effects(shown, effects);
        let last = match counts.as_str() {
            "" => "this was a dry run, and nothing would be changed".to_owned(),
            _ if self.is_for_people() => "this was a dry run: nothing is kept".to_owned(),
            counts => format!("this was a dry run, nothing is kept; without it: {counts}"),
        };
        Ok(shown.note(self.hint_note(&last)))
    }

    /// Writes what a sandbox changed so far, and what keeping it would do besides. With `all`, every row.
    ///
    /// # Errors
    /// As [`Printer::would_change`].
    pub(super) fn changed_so_far(
        &self,
        changes: &Changes,
        effects: &[String],
        all: bool,
    ) -> Result<Shown> {
        let shown = self.effects(self.changes(changes, all)?, effects);
        let is_empty = changes.counts.is_empty() && effects.is_empty();
        let last = if is_empty {
            "nothing was changed in this sandbox so far"
        } else {
            "nothing of this is kept before :keep"
        };
        Ok(shown.note(self.hint_note(last)))
    }

    fn effects(&self, shown: Shown, effects: &[String]) -> Shown {
        effects.iter().fold(shown, |shown, effect| {
            shown.note(self.hint_note(&format!("this would also {effect}")))
        })
    }

    /// Writes what was changed, row by row. People get the first ones, unless they want all.
    ///
    /// # Errors
    /// The rows can't be read, or standard output can't be written.
    pub fn changes(&self, changes: &Changes, all: bool) -> Result<Shown> {
        if changes.counts.is_empty() {
            return self.no_changes();
        }
        if !self.is_for_people() {
            return self.flat_changes(changes);
        }
        let most = (!all).then_some(SHOWN);
        let rows = changes.rows(most)?;
        let layout = self.layout();
        let (mut count, mut failure) = (0, None);
        let shown = self.write(|out| {
            let mut line = |text: &str| writeln!(out, "{}", signs(text));
            line(&changes.counts.to_string())?;
            for row in rows {
                match row {
                    Ok(row) => {
                        count += 1;
                        line("")?;
                        for text in lines(&row, layout.width, layout.color) {
                            line(&text)?;
                        }
                    }
                    Err(error) => {
                        failure = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        if let Some(error) = failure {
            return Err(error);
        }
        let total = changes.counts.total();
        let rest = (count < total).then(|| {
            let total = thousands(total);
            format!("these are the first {count} of {total} rows; --all shows them all")
        });
        Ok(shown.note(rest.and_then(|rest| self.hint_note(&rest))))
    }

    /// Nothing was changed: programs get a result without rows.
    pub(super) fn no_changes(&self) -> Result<Shown> {
        if self.is_for_people() {
            return Ok(Left::Nothing.into());
        }
        self.write(|out| {
            render::sink(self.format, &RowChange::columns(), self.layout(), out)?.finish()
        })
    }

    /// A line for each field.
    fn flat_changes(&self, changes: &Changes) -> Result<Shown> {
        let rows = changes.rows(None)?;
        let mut failure = None;
        let shown = self.write(|out| {
            let mut sink = render::sink(self.format, &RowChange::columns(), self.layout(), out)?;
            for row in rows {
                match row {
                    Ok(row) => row.flat().rows.iter().try_for_each(|row| sink.row(row))?,
                    Err(error) => {
                        failure = Some(error);
                        return Ok::<(), io::Error>(());
                    }
                }
            }
            sink.finish()
        })?;
        failure.map_or(Ok(shown), Err)
    }
}

/// A row: what it is and what was done, then a line for each field.
fn lines(change: &RowChange, width: Option<usize>, color: bool) -> Vec<String> {
    let name = change.name.as_deref().map(visible).unwrap_or_default();
    let (gap, done) = (
        if name.is_empty() { "" } else { " · " },
        change.action.done(),
    );
    let head = format!(
        "{} {}{gap}{name}: {done}",
        visible(&change.entity),
        change.id
    );
    let head = if color {
        format!("\x1b[1m{head}\x1b[0m")
    } else {
        head
    };
    let longest = change
        .fields
        .iter()
        .map(|field| visible(&field.field).width());
    let longest = longest.max().unwrap_or_default();
    let fields = change.fields.iter();
    std::iter::once(head)
        .chain(fields.flat_map(|field| field_lines(field, change, longest, width)))
        .collect()
}

/// `  phone  1 → 2`, on two lines when one is too narrow.
fn field_lines(
    field: &FieldChange,
    change: &RowChange,
    longest: usize,
    width: Option<usize>,
) -> Vec<String> {
    let name = visible(&field.field);
    let margin = " ".repeat(longest - name.width());
    let before = words(&field.before, field.before_name.as_deref());
    let after = words(&field.after, field.after_name.as_deref());
    let one = match change.action {
        Action::Insert => after,
        Action::Delete => before,
        _ => {
            let line = format!("  {name}{margin}  {before} → {after}");
            if width.is_none_or(|width| line.width() <= width) {
                return vec![line];
            }
            let arrow = " ".repeat(longest + 2);
            return vec![
                format!("  {name}{margin}  {before}"),
                format!("{arrow}→ {after}"),
            ];
        }
    };
    vec![format!("  {name}{margin}  {one}")]
}

/// A value, or the name behind an id: `Luc Martin (3)`.
fn words(value: &Value, name: Option<&str>) -> String {
    let text = render::cell(value);
    match name {
        Some(name) => format!("{} ({})", visible(name), visible(&text)),
        None => visible(&text).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, before: Value, after: Value) -> FieldChange {
        FieldChange {
            field: name.to_owned(),
            before,
            after,
            before_name: None,
            after_name: None,
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn a_row_says_what_it_is_and_each_field_from_what_to_what() {
        let mut commercial = field("commercial_id", Value::Int(2), Value::Int(3));
        commercial.before_name = Some("Marie Durand".to_owned());
        commercial.after_name = Some("Luc\nMartin".to_owned());
        let mut change = RowChange {
            entity: "clients".to_owned(),
            id: 12,
            name: Some("Kevin Casey".to_owned()),
            action: Action::Update,
            fields: vec![
                field("phone", Value::Null, text("+33 6 12 34 56 78")),
                field("company_name", text(""), text("\x1b[2J")),
                commercial,
            ],
        };
        insta::assert_snapshot!(lines(&change, Some(40), false).join("\n"), @r#"
        clients 12 · Kevin Casey: updated
          phone          null
                       → +33 6 12 34 56 78
          company_name   "" → ␛[2J
          commercial_id  Marie Durand (2)
                       → Luc↵Martin (3)
        "#);
        change.action = Action::Insert;
        change.name = None;
        change.fields.truncate(1);
        insta::assert_snapshot!(lines(&change, None, false).join("\n"), @r"
        clients 12: created
          phone  +33 6 12 34 56 78
        ");
    }
}
