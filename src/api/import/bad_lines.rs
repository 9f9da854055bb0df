//! Lines that can't be imported, and why.

use super::errors_file::ErrorsFile;
use crate::api::input::shorten;
use crate::api::session::Session;
use crate::error::{Error, Kind, Result};
use crate::import::Cell;
use std::fmt::Write as _;

/// How many lines are named before the rest is not looked at.
const MOST: u64 = 1_000;
/// How many hints stand below the lines.
const HINTS: usize = 5;

/// Why a line is bad that leaves a field empty which each row has.
pub(super) const NEEDED: &str = "it is needed, and empty";

/// A line that can't be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadLine {
    pub(super) line: u64,
    /// The heading of the column, if it is about one.
    pub(super) column: Option<String>,
    /// What stands there.
    pub(super) value: String,
    pub(super) reason: String,
    /// What to do, or what else to know.
    pub(super) hint: Option<String>,
    /// The rules that would have allowed it.
    pub(super) rules: Vec<String>,
    /// Whether rights are missing, not sense.
    pub(super) is_refused: bool,
}

impl BadLine {
    pub(super) fn new(line: u64, reason: impl Into<String>) -> Self {
        Self {
            line,
            column: None,
            value: String::new(),
            reason: reason.into(),
            hint: None,
            rules: Vec::new(),
            is_refused: false,
        }
    }

    /// The same about a column, and what stands in it.
    pub(super) fn at(mut self, column: &str, value: &str) -> Self {
        self.column = Some(column.to_owned());
        value.clone_into(&mut self.value);
        self
    }

    /// The reason, and which column it is about.
    fn about(&self) -> String {
        match &self.column {
            Some(column) if self.value.is_empty() => format!("{column}: {}", self.reason),
            Some(column) => format!("{column} '{}': {}", shorten(&self.value), self.reason),
            None => self.reason.clone(),
        }
    }

    fn with_rules(&self) -> String {
        match self.rules.as_slice() {
            [] => self.about(),
            rules => format!("{} ({})", self.about(), rules.join("; ")),
        }
    }
}

/// All that were found so far.
pub(super) struct BadLines {
    found: Vec<BadLine>,
    /// How many lines they are: one may be bad in several columns.
    lines: u64,
    file: Option<ErrorsFile>,
}

impl BadLines {
    pub(super) fn new(file: Option<ErrorsFile>) -> Self {
        Self {
            found: Vec::new(),
            lines: 0,
            file,
        }
    }

    pub(super) fn len(&self) -> u64 {
        self.lines
    }

    pub(super) fn add(&mut self, cells: &[Cell], bad: BadLine) -> Result<()> {
        self.add_all(cells, vec![bad])
    }

    /// Adds what is wrong with one line.
    pub(super) fn add_all(&mut self, cells: &[Cell], bad: Vec<BadLine>) -> Result<()> {
        let Some(first) = bad.first() else {
            return Ok(());
        };
        if self.lines >= MOST {
            return Err(self.error(None, true));
        }
        if let Some(file) = &mut self.file {
            let reasons: Vec<String> = bad.iter().map(BadLine::with_rules).collect();
            file.add(cells, first.line, &reasons.join("; "))?;
        }
        self.lines += 1;
        self.found.extend(bad);
        Ok(())
    }

    /// Ends the list: an error, if there are any and the good lines are not to be kept without them.
    pub(super) fn finish(mut self, lines: u64, partly: bool, session: &Session) -> Result<()> {
        if self.lines == 0 {
            return Ok(());
        }
        let error = self.error(Some(lines), false);
        match self.file {
            Some(file) if partly => file.finish_after_commit(self.lines, session),
            Some(file) => Err(file.finish_at_once(error)?),
            None => Err(error),
        }
    }

    fn error(&mut self, of: Option<u64>, are_more: bool) -> Error {
        self.found.sort_by_key(|bad| bad.line);
        let count = self.lines;
        let mut message = match (of, count) {
            (None, _) => format!("more than {MOST} lines can't be imported, and nothing was"),
            (Some(of), 1) => format!("1 of {of} lines can't be imported, and nothing was"),
            (Some(of), count) => {
                format!("{count} of {of} lines can't be imported, and nothing was")
            }
        };
        for bad in &self.found {
            let _ = write!(message, "\n  line {}, {}", bad.line, bad.about());
        }
        let refused = self.found.iter().all(|bad| bad.is_refused);
        let kind = if refused {
            Kind::NotAllowed
        } else {
            Kind::Failed
        };
        let mut error = Error::new(kind, message);
        for bad in &self.found {
            let fresh = bad.rules.iter().filter(|rule| !error.rules.contains(rule));
            let fresh: Vec<String> = fresh.cloned().collect();
            error.rules.extend(fresh);
            if let Some(hint) = bad.hint.as_ref().filter(|hint| !error.hints.contains(hint))
                && error.hints.len() < HINTS
            {
                error.hints.push(hint.clone());
            }
        }
        if are_more {
            error = error.hint("is it the right file, and are its columns the right ones?");
        }
        error
    }
}
