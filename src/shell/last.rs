//! The result that was shown last, to be shown again.

use crate::rows::Rows;
use crate::script::Outcome;
use crate::value::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// The result that was shown last. All copies are one.
#[derive(Debug, Clone, Default)]
pub struct Last(Rc<RefCell<Option<Kept>>>);

#[derive(Debug, Clone)]
enum Kept {
    Value(Value),
    Text(String),
    Row(Rows),
    Rows(Rows),
}

impl Last {
    /// Keeps what is shown, if it is a result that is here.
    pub(super) fn keep(&self, outcome: Outcome) {
        let kept = match outcome {
            Outcome::Value(value) => Kept::Value(value),
            Outcome::Text(text) => Kept::Text(text),
            Outcome::Row(row) | Outcome::Tables(_, row) => Kept::Row(row),
            Outcome::Rows(rows) => Kept::Rows(rows),
            Outcome::Chart(chart) => Kept::Rows(chart.rows().clone()),
            Outcome::Nothing
            | Outcome::Message(_)
            | Outcome::Hinted(..)
            | Outcome::Collection(_) => return,
        };
        self.0.replace(Some(kept));
    }

    /// Keeps rows as they are shown.
    pub(super) fn keep_rows(&self, rows: Rows) {
        self.0.replace(Some(Kept::Rows(rows)));
    }

    /// What was kept.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        Some(match self.0.borrow().clone()? {
            Kept::Value(value) => Outcome::Value(value),
            Kept::Text(text) => Outcome::Text(text),
            Kept::Row(row) => Outcome::Row(row),
            Kept::Rows(rows) => Outcome::Rows(rows),
        })
    }

    /// Forgets it: it is of somebody else.
    pub(super) fn forget(&self) {
        self.0.take();
    }
}
