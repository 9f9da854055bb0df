//! What a statement of plain SQL touches, read from its text.

use crate::catalog::{Action, Catalog};
use crate::store::{changes, sql_text};

/// What a statement does with the rows of which collection. Every collection that is named is read.
#[must_use]
pub fn sql_uses(catalog: &Catalog, statement: &str) -> Vec<(Action, String)> {
    let mut uses = Vec::new();
    for change in changes(statement) {
        let actions = match change.verb {
            "insert" => vec![Action::Insert],
            "update" => vec![Action::Update],
            "delete" => vec![Action::Delete],
            _ => vec![Action::Insert, Action::Update, Action::Delete],
        };
        let known = catalog.entity(&change.table).is_ok();
        let actions = actions.into_iter().filter(|_| known);
        uses.extend(actions.map(|action| (action, change.table.clone())));
    }
    let changed: Vec<String> = uses.iter().map(|(_, table)| table.clone()).collect();
    for token in sql_text::meant(sql_text::bare(statement)) {
        let mut entities = catalog.entities().iter();
        let named = entities.find(|entity| token.is(&entity.name));
        if let Some(entity) = named.filter(|entity| !changed.contains(&entity.name)) {
            uses.push((Action::Select, entity.name.clone()));
        }
    }
    uses
}
