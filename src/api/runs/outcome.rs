//! How a run ended.

use crate::error::{Error, Kind, Result};
use std::fmt;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has not.
    Running,
    /// It came to its end, and what it changed is kept.
    Done,
    /// It failed, and nothing is kept.
    Failed,
    /// Ctrl-C or another signal stopped it, and nothing is kept.
    Interrupted,
    /// It was only tried, and nothing is kept.
    Dry,
    /// Its program is gone without a word (it was killed, or the machine was), and nothing is kept.
    Lost,
}

const ALL: [Outcome; 6] = [
    Outcome::Running,
    Outcome::Done,
    Outcome::Failed,
    Outcome::Interrupted,
    Outcome::Dry,
    Outcome::Lost,
];

impl Outcome {
    /// What a result comes to.
    #[must_use]
    pub fn of<T>(result: &Result<T>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) if error.kind == Kind::Interrupted => Self::Interrupted,
            Err(_) => Self::Failed,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Dry => "dry",
            Self::Lost => "lost",
        }
    }

    pub(super) fn named(word: &str) -> Result<Self> {
        let outcome = ALL.into_iter().find(|outcome| outcome.word() == word);
        outcome.ok_or_else(|| Error::fault(format!("no run ends '{word}'")))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
