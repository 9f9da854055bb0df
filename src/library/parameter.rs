//! What a script takes.

use super::kind::Kind;
use crate::script::Argument;
use crate::value::Value;

/// What names of secrets have in them.
const SECRETS: [&str; 4] = ["password", "passwd", "secret", "token"];

/// A parameter, as a header declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the script: `last_day`.
    pub name: String,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be missing; then it is `()`, or an empty list.
    pub is_optional: bool,
    /// Whether it is a list: its flag may be repeated.
    pub is_list: bool,
    /// What it is when it is not given.
    pub default: Option<String>,
    /// What it is for.
    pub about: String,
    /// The line of the header that declares it, counted from one.
    pub line: usize,
}

impl Parameter {
    /// Its flag, without the dashes: `last-day`.
    #[must_use]
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Whether its value is a secret, as its name says: never an argument, and never recorded.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        SECRETS.iter().any(|word| self.name.contains(word))
    }

    /// The variable of the environment that a secret is taken from: `EPIC_PARAM_NEW_PASSWORD`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("EPIC_PARAM_{}", self.name.to_uppercase())
    }

    /// Whether something has to be given for it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        !self.is_optional && self.default.is_none() && self.kind != Kind::Bool
    }

    /// The texts of its default; several for a list.
    #[must_use]
    pub fn defaults(&self) -> Vec<String> {
        match &self.default {
            None => Vec::new(),
            Some(text) if self.is_list => {
                text.split(',').map(|part| part.trim().to_owned()).collect()
            }
            Some(text) => vec![text.clone()],
        }
    }

    /// Whether a switch is on when nothing is said.
    #[must_use]
    pub fn is_on(&self) -> bool {
        let value = self.default.as_deref().map(|text| self.kind.value(text));
        matches!(value, Some(Ok(Argument::Value(Value::Bool(true)))))
    }
}
