//! Figures of a group, before they are asked.

use rhai::FnPtr;
use std::fmt;

/// A figure that a group is asked for.
#[derive(Debug, Clone)]
pub(in crate::script) struct Figure {
    /// The function: `count`, `sum`, …
    pub(in crate::script) name: &'static str,
    /// Of what, or only for what.
    pub(in crate::script) of: Option<FnPtr>,
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(…), a figure for group(…)", self.name)
    }
}
