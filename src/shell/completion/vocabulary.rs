//! The words that a line may be made of.

use crate::catalog::{Catalog, Entity};
use crate::script::Held;
use std::rc::Rc;

/// The words that are known.
pub(in crate::shell) struct Vocabulary<'a> {
    /// The collections with their fields, when they are known.
    pub(in crate::shell) catalog: Option<&'a Catalog>,
    /// Names that a line can begin with: variables, collections, functions.
    pub(in crate::shell) names: &'a [String],
    /// The functions of one's own, with their parameters.
    pub(in crate::shell) own: &'a [(String, Vec<String>)],
    /// What else can be asked.
    pub(in crate::shell) session: &'a dyn Known,
}

/// What can be asked about a session without evaluating anything.
pub(in crate::shell) trait Known {
    /// What a variable holds.
    fn holds(&self, name: &str) -> Option<Held>;

    /// Whether a line that is no command is SQL.
    fn is_sql(&self, text: &str) -> bool;
}

impl<'a> Vocabulary<'a> {
    /// The collections that are known.
    pub(super) fn entities(&self) -> &'a [Rc<Entity>] {
        self.catalog.map(Catalog::entities).unwrap_or_default()
    }

    /// A collection by its name.
    pub(super) fn entity(&self, name: &str) -> Option<&'a Rc<Entity>> {
        self.entities().iter().find(|entity| entity.name == name)
    }
}
