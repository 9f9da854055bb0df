//! The words of this house, and the field that a row needs to have a use for each: dispatch, completion and the
//! refusals follow from it.

use crate::catalog::{Action, Entity, RelationKind};
use crate::value::Type;

/// Verbs of records.
const VERBS: [(&str, &str); 6] = [
    ("sign", "signed_at"),
    ("pay", "amount_due"),
    ("assign", "support_id"),
    ("contacted", "last_contact_date"),
    ("transfer", "commercial_id"),
    ("deactivate", "active"),
];

/// Scopes of collections.
const SCOPES: [(&str, &str); 5] = [
    ("unsigned", "signed"),
    ("unpaid", "amount_due"),
    ("stale", "last_contact_date"),
    ("unassigned", "support_id"),
    ("upcoming", "starts_at"),
];

/// What functions of records and collections do with rows, besides reading them.
const CHANGES: [(&str, Action); 5] = [
    ("create", Action::Insert),
    ("import_file", Action::Insert),
    ("update", Action::Update),
    ("save", Action::Update),
    ("delete", Action::Delete),
];

/// Words that are for accounts alone.
const OF_ACCOUNTS: [&str; 1] = ["set_password"];

/// The field that a verb or a scope is about.
pub(super) fn field_of(word: &str) -> Option<&'static str> {
    let mut words = VERBS.iter().chain(&SCOPES);
    words
        .find(|(known, _)| *known == word)
        .map(|(_, field)| *field)
}

/// Whether a function of records or collections has a use for those of an entity.
///
/// What follows from a relation of a relation, as `mine` may, is not looked into: then it is said to apply.
#[must_use]
pub fn applies(word: &str, entity: &Entity) -> bool {
    if let Some(field) = field_of(word) {
        return entity.field(field).is_some() && !entity.is_computed;
    }
    match word {
        "mine" => entity
            .relations
            .iter()
            .any(|relation| relation.kind == RelationKind::One),
        "search" => entity.fields.iter().any(|field| field.kind() == Type::Text),
        word if OF_ACCOUNTS.contains(&word) => entity.field("active").is_some(),
        _ => true,
    }
}

/// Whether my rights include what a function of records or collections does with those of an entity: rows may still be
/// refused. Rows that a query computed are changed by nobody.
#[must_use]
pub fn is_mine(word: &str, entity: &Entity) -> bool {
    if let Some((_, action)) = CHANGES.iter().find(|(known, _)| *known == word) {
        return entity.may(*action);
    }
    let verb = VERBS.iter().find(|(known, _)| *known == word);
    let field = verb.and_then(|(_, field)| entity.field(field));
    field.is_none_or(|field| field.may_update)
}

/// What a function of records or collections does with rows besides reading them; nothing for one that only reads.
#[must_use]
pub fn action_of(word: &str) -> Option<Action> {
    let change = CHANGES.iter().find(|(known, _)| *known == word);
    let is_update = || OF_ACCOUNTS.contains(&word) || VERBS.iter().any(|(verb, _)| *verb == word);
    let of_change = change.map(|(_, action)| *action);
    of_change.or_else(|| is_update().then_some(Action::Update))
}

/// Whether a function changes rows.
#[must_use]
pub fn changes(word: &str) -> bool {
    action_of(word).is_some()
}
