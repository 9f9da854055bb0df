//! What somebody may not do: the rules that would allow it.

use super::server_message::names;
use crate::catalog::{Action, Catalog, Entity, Rule};
use crate::error::{Error, Kind};
use crate::store::{self, is_raised};

/// Whether an error says only that something is refused. A rule of the house that refuses says so in a
/// sentence of its own, which is better than anything that could be said here.
pub(in crate::api) fn is_bare_refusal(error: &Error) -> bool {
    error.kind == Kind::NotAllowed && !is_raised(error)
}

/// The database refused: the rules that would allow it.
pub(in crate::api) fn refused(entity: &Entity, action: Action, what: &str) -> Error {
    let rules = entity.rules_for(action).map(|rule| rule.name.clone());
    let error = Error::not_allowed(format!("you may not {action} {what}")).allowed_by(rules);
    if error.rules.is_empty() {
        error.hint("nobody may do this")
    } else {
        error
    }
}

/// The fields of a change that my rights do not include. `may` says whether a rule's people may give fields.
pub(in crate::api) fn refused_fields(
    entity: &Entity,
    action: Action,
    fields: &[&str],
    may: impl Fn(&Rule, &[&str]) -> bool,
) -> Option<Error> {
    let is_mine = |name: &str| {
        entity.field(name).is_some_and(|field| match action {
            Action::Insert => field.may_insert,
            _ => field.may_update,
        })
    };
    let denied: Vec<&str> = fields
        .iter()
        .copied()
        .filter(|name| !is_mine(name))
        .collect();
    let mine: Vec<&str> = entity
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .filter(|name| is_mine(name))
        .collect();
    if denied.is_empty() || mine.is_empty() {
        return None;
    }
    let fields = denied.join(", ");
    let mut error = refused(entity, action, &format!("{fields} of {}", entity.name));
    let allow = entity.rules_for(action).filter(|rule| may(rule, &denied));
    error.rules = allow.map(|rule| rule.name.clone()).collect();
    if action == Action::Insert {
        error.message = format!("you may not give {fields} to a new {}", entity.singular());
    }
    if error.rules.is_empty() && error.hints.is_empty() {
        error = error.hint("nobody may do this");
    }
    Some(error.hint(format!("you may give: {}", mine.join(", "))))
}

/// A refusal of plain SQL: the rules that allow what the statement does with the table that the database names.
pub(in crate::api) fn refused_sql(error: Error, catalog: &Catalog, sql: &str) -> Error {
    let changes = store::changes(sql);
    let refused = changes
        .iter()
        .find(|change| names(&error.message, &change.table));
    let rules = refused.and_then(|change| {
        let entity = catalog.entity(&change.table).ok()?;
        let action = Action::named(change.verb).ok()?;
        let rules = entity.rules_for(action);
        Some(rules.map(|rule| rule.name.clone()).collect::<Vec<_>>())
    });
    error.allowed_by(rules.unwrap_or_default())
}
