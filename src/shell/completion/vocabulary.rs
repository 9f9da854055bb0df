//! The words that a line may be made of, and those that are offered.

use crate::catalog::{Catalog, Entity};
use crate::script::Held;
use std::rc::Rc;

/// The words that are known.
pub(in crate::shell) struct Vocabulary<'a> {
    /// The collections with their fields, when they are known.
    pub(in crate::shell) catalog: Option<&'a Catalog>,
    /// Names that a line can begin with: variables, collections, functions.
    pub(in crate::shell) names: &'a [String],
    /// The entity whose rows a variable holds, and how.
    pub(in crate::shell) rows_in: &'a dyn Fn(&str) -> Option<(String, Held)>,
    /// Whether a line that is no command is SQL.
    pub(in crate::shell) is_sql: &'a dyn Fn(&str) -> bool,
}

impl<'a> Vocabulary<'a> {
    /// The collections that are known.
    pub(super) fn entities(&self) -> &'a [Rc<Entity>] {
        self.catalog.map(Catalog::entities).unwrap_or_default()
    }
}

/// Something that could follow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::shell) struct Candidate {
    /// What is listed.
    pub(in crate::shell) name: String,
    /// What is put into the line.
    pub(in crate::shell) text: String,
}

impl Candidate {
    /// One that is put into the line as it is listed.
    pub(super) fn plain(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            text: name.clone(),
            name,
        }
    }
}
