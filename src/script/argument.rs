//! Values that a script is given from outside.

use super::secret::Secret;
use super::values::to_rhai;
use crate::api::Record;
use crate::value::{Json, Span, Value};
use rhai::{Array, Dynamic};
use secrecy::SecretString;

/// A value that a script is given from outside, as a constant.
#[derive(Clone)]
pub enum Argument {
    /// A value; null is `()` in the script.
    Value(Value),
    /// A span of time.
    Span(Span),
    /// A row.
    Row(Record),
    /// A secret: the script can hand it on, and never see it.
    Secret(SecretString),
    /// Several.
    List(Vec<Argument>),
}

impl Argument {
    /// As JSON, for the record: a row is its id. Nothing for a secret.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        match self {
            Self::Value(value) => serde_json::from_str(Json::of(value).text()).ok(),
            Self::Span(span) => Some(span.to_string().into()),
            Self::Row(row) => Self::Value(row.id().unwrap_or_default()).json(),
            Self::Secret(_) => None,
            Self::List(items) => Some(items.iter().filter_map(Self::json).collect()),
        }
    }

    pub(super) fn into_rhai(self) -> Dynamic {
        match self {
            Self::Value(value) => to_rhai(value),
            Self::Span(span) => Dynamic::from(span),
            Self::Row(row) => Dynamic::from(row),
            Self::Secret(secret) => Dynamic::from(Secret(secret)),
            Self::List(items) => {
                let items = items.into_iter().map(Self::into_rhai);
                items.collect::<Array>().into()
            }
        }
    }
}
