//! The words that a line may be made of.

use super::Candidate;
use crate::api::{LookedUp, Lookup};
use crate::catalog::{Catalog, Entity};
use crate::library::Library;
use crate::render::visible;
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
    /// The saved scripts.
    pub(in crate::shell) library: Option<&'a Library>,
    /// What else can be asked.
    pub(in crate::shell) session: &'a dyn Known,
}

/// What can be asked about a session without evaluating anything.
pub(in crate::shell) trait Known {
    /// What a variable holds.
    fn holds(&self, name: &str) -> Option<Held>;

    /// Whether a line that is no command is SQL.
    fn is_sql(&self, text: &str) -> bool;

    /// What the database answers at once, or answered earlier.
    fn looked_up(&self, what: &Lookup) -> Vec<LookedUp>;

    /// The collection of a kind of row, and the field that its rows are called by.
    fn key_field(&self, kind: &str) -> Option<(String, String)>;
}

impl<'a> Vocabulary<'a> {
    /// The collections that are known.
    pub(super) fn entities(&self) -> &'a [Rc<Entity>] {
        self.catalog.map(Catalog::entities).unwrap_or_default()
    }

    /// What the database knows. Whatever could act on a terminal or end a text is not offered.
    pub(super) fn looked_up(&self, what: &Lookup) -> Vec<Candidate> {
        let found = self.session.looked_up(what).into_iter();
        let is_plain = |text: &str| visible(text) == text && !text.contains(['"', '`', '\\', '$']);
        found
            .filter(|(text, _)| is_plain(text))
            .map(|(text, about)| Candidate::plain(text).about(about))
            .collect()
    }

    /// A collection by its name.
    pub(super) fn entity(&self, name: &str) -> Option<&'a Rc<Entity>> {
        self.entities().iter().find(|entity| entity.name == name)
    }
}
