//! What is said besides a result, on standard error: hints, how many rows there are, how long it took.

use super::printer::Printer;
use super::report::{hint_text, say};
use crate::render::{Format, count_line};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

impl Printer {
    /// Writes what to know about a result.
    pub fn hint(&self, hint: &str) {
        self.hint_note(hint).iter().for_each(say);
    }

    pub(super) fn hint_note(&self, hint: &str) -> Option<String> {
        (!self.quiet).then(|| hint_text(hint))
    }

    pub(super) fn count(&self, count: u64, elapsed: Duration) -> Option<String> {
        let wanted = self.interactive || self.timing || io::stderr().is_terminal();
        let line = || count_line(count, None, Some(elapsed));
        match self.file() {
            _ if self.quiet || !wanted => None,
            Some(file) => Some(format!("{}: {}", file.name(), line())),
            None if self.format == Format::Table => Some(line()),
            None => self.took(elapsed),
        }
    }

    /// What is said of one value or row: of a file, that it was written.
    pub(super) fn one(&self, since: Instant) -> Option<String> {
        match self.file() {
            Some(_) => self.count(1, since.elapsed()),
            None => self.time(since),
        }
    }

    pub(super) fn time(&self, since: Instant) -> Option<String> {
        self.took(since.elapsed())
    }

    pub(super) fn took(&self, elapsed: Duration) -> Option<String> {
        let millis = || format!("{:.1} ms", elapsed.as_secs_f64() * 1000.0);
        (self.timing && !self.quiet).then(millis)
    }
}
