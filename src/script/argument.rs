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
    pub fn json(&self) -> Option<Json> {
        self.value().map(|value| Json::of(&value))
    }

    fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Value(value) => value.clone(),
            Self::Span(span) => Value::Text(span.to_string()),
            Self::Row(row) => row.id().unwrap_or_default(),
            Self::Secret(_) => return None,
            Self::List(items) => Value::List(items.iter().filter_map(Self::value).collect()),
        })
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
