//! The types of values.

use crate::error::article;
use std::fmt;

/// The type of a field or a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// [`Value::Bool`](super::Value::Bool)
    Bool,
    /// [`Value::Int`](super::Value::Int)
    Int,
    /// [`Value::Float`](super::Value::Float)
    Float,
    /// [`Value::Decimal`](super::Value::Decimal)
    Decimal,
    /// [`Value::Text`](super::Value::Text)
    Text,
    /// [`Value::Date`](super::Value::Date)
    Date,
    /// [`Value::Timestamp`](super::Value::Timestamp)
    Timestamp,
    /// [`Value::LocalTimestamp`](super::Value::LocalTimestamp)
    LocalTimestamp,
    /// [`Value::Uuid`](super::Value::Uuid)
    Uuid,
    /// [`Value::Json`](super::Value::Json)
    Json,
    /// [`Value::List`](super::Value::List)
    List,
}

impl Type {
    /// The name people read in messages and help.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::Decimal => "decimal",
            Self::Text => "text",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::LocalTimestamp => "timestamp without time zone",
            Self::Uuid => "uuid",
            Self::Json => "json",
            Self::List => "list",
        }
    }

    /// The type of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Bool,
            Self::Int,
            Self::Float,
            Self::Decimal,
            Self::Text,
            Self::Date,
            Self::Timestamp,
            Self::LocalTimestamp,
            Self::Uuid,
            Self::Json,
            Self::List,
        ];
        all.into_iter().find(|kind| kind.name() == name)
    }

    /// The name with its article: `an int`.
    #[must_use]
    pub fn one(self) -> String {
        article(self.name())
    }

    /// Numbers are aligned to the right.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Float | Self::Decimal)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
