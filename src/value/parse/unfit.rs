//! What is said about a text that is no value of a type.

use crate::value::Type;
use std::fmt;

/// Why a text or a value is none of a type: what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What was expected, with its article: `a date`.
    pub expected: String,
    /// How one is written: `2026-01-31`.
    pub example: &'static str,
    /// What is the matter, when it is another than the form.
    pub why: Option<String>,
}

impl Unfit {
    pub(in crate::value) fn of(wanted: Type) -> Self {
        Self::new(wanted.one(), example(wanted))
    }

    pub(super) fn new(expected: impl Into<String>, example: &'static str) -> Self {
        Self {
            expected: expected.into(),
            example,
            why: None,
        }
    }

    pub(super) fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }
}

/// `an int is expected, such as 30`
impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.why {
            write!(f, "{why}; ")?;
        }
        write!(f, "{} is expected, such as {}", self.expected, self.example)
    }
}

/// How a value of a type is written.
#[must_use]
pub fn example(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "true or false",
        Type::Int => "30",
        Type::Float => "0.5",
        Type::Decimal => "12.50",
        Type::Text => "text",
        Type::Date => "2026-01-31",
        Type::Timestamp | Type::LocalTimestamp => "\"2026-01-31 18:00\"",
        Type::Uuid => "123e4567-e89b-12d3-a456-426614174000",
        Type::Json => "{\"a\": 1}",
        Type::List => "[1, 2]",
    }
}
