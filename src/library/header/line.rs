//! A line of a header, and mistakes in it.

use super::mistake::Mistake;
use crate::error::Error;

/// A line of a header.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) line: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn of(text: &'a str, number: usize) -> Self {
        let line = text.lines().nth(number.saturating_sub(1));
        Self {
            number,
            line: line.unwrap_or_default(),
        }
    }

    /// A mistake in it; a part of the line is underlined.
    pub(super) fn mistake(&self, part: &str, error: Error) -> Mistake {
        let after = self.line.find("//!").map_or(0, |at| at + 3);
        let found = self.line[after..].find(part).map_or(0, |at| after + at);
        Mistake {
            line: self.number,
            at: (self.line[..found].chars().count(), part.chars().count()),
            error: Box::new(error),
        }
    }
}
