//! Aggregates that a group is asked for, before they are computed.

use rhai::FnPtr;
use std::fmt;

/// A call that stands for an aggregate of each group: `sum(|k| k.amount_due)`.
#[derive(Debug, Clone)]
pub(in crate::script) struct AggregateCall {
    /// The function: `count`, `sum`, …
    pub(in crate::script) name: &'static str,
    /// Of what, or only for what.
    pub(in crate::script) of: Option<FnPtr>,
}

impl fmt::Display for AggregateCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(…), an aggregate for group(…)", self.name)
    }
}
