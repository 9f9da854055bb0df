//! Why a cell has no value for its field.

use crate::value::parse::Unfit;

/// Why a cell has no value for its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// What is wrong with it, without the cell itself: `this is no date`.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

impl BadCell {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A text that is written one way only.
impl From<Unfit> for BadCell {
    fn from(unfit: Unfit) -> Self {
        Self::new(unfit.to_string())
    }
}
