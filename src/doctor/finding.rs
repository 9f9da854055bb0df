//! What was found: a line for people, a row for programs.

use crate::error::Error;
use crate::rows::{Column, Rows};
use crate::value::{Type, Value};

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// As it should be.
    Ok,
    /// It works, and there is something to know.
    Note,
    /// A fault: something does not work, or is not safe.
    Wrong,
    /// Nobody could look.
    NotChecked,
}

impl State {
    const WIDEST: usize = 11;

    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Wrong => "wrong",
            Self::NotChecked => "not checked",
        }
    }
}

/// How something stands, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    state: State,
    found: String,
    hints: Vec<String>,
}

impl Verdict {
    pub(super) fn ok(found: impl Into<String>) -> Self {
        Self::of(State::Ok, found)
    }

    pub(super) fn note(found: impl Into<String>) -> Self {
        Self::of(State::Note, found)
    }

    pub(super) fn wrong(found: impl Into<String>) -> Self {
        Self::of(State::Wrong, found)
    }

    pub(super) fn not_checked(why: impl Into<String>) -> Self {
        Self::of(State::NotChecked, why)
    }

    fn of(state: State, found: impl Into<String>) -> Self {
        Self {
            state,
            found: found.into(),
            hints: Vec::new(),
        }
    }

    /// Adds what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same, as something that works.
    pub(super) fn into_note(mut self) -> Self {
        self.state = State::Note;
        self
    }
}

impl From<Error> for Verdict {
    fn from(error: Error) -> Self {
        Self {
            hints: error.hints,
            ..Self::wrong(error.message)
        }
    }
}

/// All that was found, in its order.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<(&'static str, Verdict)>);

/// A check: its name, and what is looked at.
pub(super) type Check<T> = (&'static str, fn(&T) -> crate::error::Result<Verdict>);

impl Findings {
    pub(super) fn add(&mut self, check: &'static str, verdict: Verdict) {
        self.0.push((check, verdict));
    }

    /// Makes these checks, or says why they can't be made.
    pub(super) fn make<T>(&mut self, checks: &[Check<T>], of: Option<&T>, why_not: &str) {
        for (name, check) in checks {
            let verdict = match of {
                Some(of) => check(of).unwrap_or_else(Verdict::from),
                None => Verdict::not_checked(why_not),
            };
            self.add(name, verdict);
        }
    }

    /// How many are in this state.
    pub(crate) fn count(&self, state: State) -> usize {
        let states = self.0.iter().map(|(_, verdict)| verdict.state);
        states.filter(|other| *other == state).count()
    }

    /// For people: a line each; those that nobody could look at for one reason are one line.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = &self.0[..];
        while let Some((_, verdict)) = rest.first() {
            let alike = |(_, other): &&(&str, Verdict)| {
                verdict.state == State::NotChecked && *other == *verdict
            };
            let count = rest.iter().take_while(alike).count().max(1);
            let (these, others) = rest.split_at(count);
            rest = others;
            let names: Vec<&str> = these.iter().map(|(name, _)| *name).collect();
            let (word, width) = (verdict.state.word(), State::WIDEST);
            let text = format!("{}: {}", names.join(", "), verdict.found);
            lines.push(format!("{word:width$}  {text}"));
            let hint = |hint: &String| format!("{:width$}   hint: {hint}", "");
            lines.extend(verdict.hints.iter().map(hint));
        }
        lines
    }

    /// For programs.
    pub(crate) fn rows(&self) -> Rows {
        let column = |name: &str| Column {
            name: name.to_owned(),
            kind: Some(Type::Text),
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let row = |(name, verdict): &(&str, Verdict)| {
            let hints = match verdict.hints.join("; ") {
                hints if hints.is_empty() => Value::Null,
                hints => Value::Text(hints),
            };
            let state = text(verdict.state.word());
            vec![text(name), state, text(&verdict.found), hints]
        };
        Rows {
            columns: ["check", "state", "found", "hint"].map(column).into(),
            rows: self.0.iter().map(row).collect(),
        }
    }
}
