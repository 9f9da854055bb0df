//! What can be done with rows, and the words for it.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What can be done with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Read.
    Select,
    /// Create.
    Insert,
    /// Change.
    Update,
    /// Delete.
    Delete,
    /// Each of them.
    All,
}

impl Action {
    /// Those that somebody can ask about.
    pub const EACH: [Self; 4] = [Self::Select, Self::Insert, Self::Update, Self::Delete];

    /// An action by the word that people use for it, or by SQL's.
    ///
    /// ```
    /// use epic::catalog::Action;
    /// assert_eq!(Action::named("create"), Ok(Action::Insert));
    /// assert_eq!(Action::named("insert"), Ok(Action::Insert));
    /// let error = Action::named("updaet").unwrap_err();
    /// assert_eq!(error.hints[0], "did you mean 'update'?");
    /// ```
    ///
    /// # Errors
    /// It is neither.
    pub fn named(word: &str) -> Result<Self> {
        let is_meant =
            |action: &Self| word == action.command() || word == action.to_string().as_str();
        Self::EACH.into_iter().find(is_meant).ok_or_else(|| {
            let words = Self::EACH.map(|action| action.to_string());
            let known = words.iter().map(String::as_str);
            Error::failed(format!("there is no action '{word}'"))
                .did_you_mean(word, known.chain(["select", "insert"]))
                .hint(format!("actions: {}", words.join(", ")))
        })
    }

    /// SQL's word for it.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::All => "all",
        }
    }

    /// What it did: `created`.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Select => "read",
            Self::Insert => "created",
            Self::Update => "updated",
            Self::Delete => "deleted",
            Self::All => "used",
        }
    }
}

impl fmt::Display for Action {
    /// The verb people use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Select => "read",
            Self::Insert => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::All => "use",
        })
    }
}
