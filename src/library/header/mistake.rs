//! Mistakes of headers, each with its place.

use crate::error::{Error, Excerpt};

/// A mistake in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from one.
    pub line: usize,
    /// What is underlined: where it begins, in letters, and how long it is.
    pub at: (usize, usize),
    /// What is wrong, and what to do.
    pub error: Box<Error>,
}

impl Mistake {
    /// As an error about a file, which shows the line.
    fn in_file(&self, file: &str, text: &str) -> Error {
        let mut error = (*self.error).clone();
        error.message = format!("{file}: {}", error.message);
        error.excerpt = Some(Box::new(Excerpt {
            line: self.line,
            text: text
                .lines()
                .nth(self.line.saturating_sub(1))
                .unwrap_or_default()
                .to_owned(),
            start: self.at.0,
            width: self.at.1.max(1),
        }));
        error
    }
}

/// All mistakes of a header as one error: the first with its line, the others as lines.
pub(in crate::library) fn all(mistakes: &[Mistake], file: &str, text: &str) -> Error {
    let Some((first, others)) = mistakes.split_first() else {
        return Error::fault("a header without a mistake is refused");
    };
    others
        .iter()
        .fold(first.in_file(file, text), |error, other| {
            let hints = other.error.hints.join("; ");
            let line = format!("also line {}: {}", other.line, other.error.message);
            error.hint(if hints.is_empty() {
                line
            } else {
                format!("{line} ({hints})")
            })
        })
}
