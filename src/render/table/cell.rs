//! A cell of a table: a text that is safe to show, and how wide it is.

use crate::render::cell;
use crate::render::fit::{cut, width};
use crate::render::look::Look;
use crate::render::visible::visible;
use crate::value::Value;
use std::borrow::Cow;

/// A text that is safe to show, with its look.
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) width: usize,
    pub(super) look: Look,
}

impl Cell {
    /// A text as it is kept: in so many columns at most.
    pub(super) fn new(text: Cow<'_, str>, most: usize) -> Self {
        // What is safe and short enough, as nearly everything is, is not copied.
        let changed = match visible(&text) {
            Cow::Borrowed(safe) => match cut(safe, most) {
                Cow::Borrowed(_) => None,
                Cow::Owned(short) => Some(short),
            },
            Cow::Owned(safe) => Some(cut(&safe, most).into_owned()),
        };
        let text = changed.unwrap_or_else(|| text.into_owned());
        Self {
            width: width(&text),
            text,
            look: Look::default(),
        }
    }

    pub(super) fn of(value: &Value, most: usize) -> Self {
        Self {
            look: Look::of(value),
            ..Self::new(cell::text(value), most)
        }
    }

    /// Writes it in so many columns of a line.
    pub(super) fn write(&self, columns: usize, right: bool, color: bool, line: &mut String) {
        let (text, taken) = if self.width <= columns {
            (Cow::Borrowed(self.text.as_str()), self.width)
        } else {
            let short = cut(&self.text, columns);
            let taken = width(&short);
            (short, taken)
        };
        let fill = columns.saturating_sub(taken);
        let (before, after) = if right { (fill, 0) } else { (0, fill) };
        push_spaces(before, line);
        self.look.push(line, &text, color);
        push_spaces(after, line);
    }
}

fn push_spaces(count: usize, line: &mut String) {
    const SOME: &str = "                                ";
    let mut missing = count;
    while missing > 0 {
        let part = missing.min(SOME.len());
        line.push_str(&SOME[..part]);
        missing -= part;
    }
}
