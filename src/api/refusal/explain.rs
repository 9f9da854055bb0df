//! What the database says, in the words of the business: a constraint's sentence, the rules that
//! would allow something.

use crate::catalog::{Action, Catalog, Entity, Field, Relation, RelationKind, Rule};
use crate::error::{DatabaseCause, Error, Kind};
use crate::store::{self, COMMIT_UNKNOWN, is_raised};

/// A value was given for a field that the database numbers or computes itself.
const GIVEN_BY_DATABASE: &str = "428C9";

/// The session is over on the server.
pub(in crate::api) fn session_ended() -> Error {
    Error::sign_in("your session has ended")
        .hint("sign in again: epic login, or :login in the shell")
}

/// Whether the server cut this connection.
pub(in crate::api) fn is_cut_off(error: &Error) -> bool {
    error.kind == Kind::Unreachable
}

/// Whether nobody knows what became of a commit.
pub(in crate::api) fn is_unknown(error: &Error) -> bool {
    code(error) == COMMIT_UNKNOWN
}

/// Explains a failed statement.
pub(in crate::api) fn error(error: Error, catalog: Option<&Catalog>) -> Error {
    match code(&error) {
        // Integrity: 23502 is "not null", the others name a constraint.
        "23502" => required(error, catalog),
        GIVEN_BY_DATABASE => always_computed(error),
        "22003" => too_large(error),
        code if code.starts_with("23") => constraint(error, catalog),
        _ => error,
    }
}

/// Whether the statement itself is wrong (class 42, without refusals): no business for people, if it is
/// one of ours.
pub(in crate::api) fn is_our_mistake(error: &Error) -> bool {
    code(error).starts_with("42") && code(error) != GIVEN_BY_DATABASE && error.kind == Kind::Failed
}

fn code(error: &Error) -> &str {
    error.cause.as_ref().map_or("", |cause| cause.code.as_str())
}

fn required(error: Error, catalog: Option<&Catalog>) -> Error {
    let names = error
        .cause
        .as_ref()
        .and_then(|cause| Some((cause.table.clone()?, cause.column.clone()?)));
    match names {
        Some((table, column)) => {
            let entity = catalog.and_then(|catalog| catalog.entity(&table).ok());
            let name = entity.map_or(column.as_str(), |entity| said(entity, &column));
            need(error, &table, &[name])
        }
        None => error,
    }
}

/// The database names only the first field that is missing: people want to know them all.
pub(in crate::api) fn needed<'a>(
    error: Error,
    entity: &Entity,
    missing: impl Iterator<Item = &'a Field>,
) -> Error {
    let missing: Vec<&str> = missing.map(|field| said(entity, &field.name)).collect();
    if code(&error) == "23502" && missing.len() > 1 {
        need(error, &entity.name, &missing)
    } else {
        error
    }
}

/// What a rule of the business refuses about a relation that nobody gave: its default did not fit.
pub(in crate::api) fn left_to_default(mut error: Error, entity: &Entity, given: &[&str]) -> Error {
    let broken = entity
        .constraints
        .iter()
        .find(|rule| Some(rule.name.as_str()) == broken_rule(&error));
    let fields = broken
        .map(|rule| rule.fields.as_slice())
        .unwrap_or_default();
    let is_one = |name: &&str| entity.relation(name).is_some();
    let missing = fields
        .iter()
        .filter(|field| !given.contains(&field.as_str()));
    let missing: Vec<&str> = missing
        .map(|field| said(entity, field))
        .filter(is_one)
        .collect();
    for name in missing {
        error.hints.insert(0, format!("give {name}: …"));
    }
    error
}

/// A refusal of a new row, with the fields that it lacks besides.
pub(in crate::api) fn also_needed<'a>(
    error: Error,
    entity: &Entity,
    missing: impl Iterator<Item = &'a Field>,
) -> Error {
    let missing: Vec<&str> = missing.map(|field| said(entity, &field.name)).collect();
    match missing.as_slice() {
        [] => error,
        missing => error.hint(format!("it also needs a value for {}", missing.join(", "))),
    }
}

/// What people give for a field: the relation that it makes, or the field itself.
pub(in crate::api) fn said<'a>(entity: &'a Entity, field: &'a str) -> &'a str {
    let mut relations = entity.relations.iter();
    let makes =
        |relation: &&Relation| relation.kind == RelationKind::One && relation.field == field;
    relations
        .find(makes)
        .map_or(field, |relation| relation.name.as_str())
}

fn need(mut error: Error, table: &str, fields: &[&str]) -> Error {
    let names = match fields {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        fields => fields.concat(),
    };
    error.message = format!("{table} need a value for {names}");
    let example = fields.iter().map(|field| format!("{field}: …"));
    let example = example.collect::<Vec<_>>().join(", ");
    error.hints = vec![format!("give {names}, for example: #{{ {example} }}")];
    error
}

/// The server speaks of `DEFAULT` and `OVERRIDING`, which nobody here can say.
fn always_computed(mut error: Error) -> Error {
    if let Some(column) = first_name(&error.message) {
        error.message = format!("{column} is given by the database");
        error.hints = vec!["leave it out".to_owned()];
    }
    error
}

/// Only its detail says how large it may be.
fn too_large(mut error: Error) -> Error {
    let detail = error
        .cause
        .as_ref()
        .and_then(|cause| cause.detail.as_deref());
    error
        .hints
        .extend(detail.map(|detail| format!("the database says: {detail}")));
    error
}

/// A constraint's name is its sentence; its comment says what to do.
fn constraint(mut error: Error, catalog: Option<&Catalog>) -> Error {
    let Some(cause) = error.cause.as_deref() else {
        return error;
    };
    let Some(sentence) = cause.constraint.clone().filter(|name| name.contains(' ')) else {
        return error;
    };
    let detail = plain_detail(cause);
    let comment = catalog
        .and_then(|catalog| catalog.constraint(&sentence))
        .and_then(|(_, constraint)| constraint.comment.clone());
    error.message = sentence;
    error.hints = comment.into_iter().collect();
    error.hints.extend(detail);
    error
}

/// The rule of the business that was broken.
pub(in crate::api) fn broken_rule(error: &Error) -> Option<&str> {
    error.cause.as_ref()?.constraint.as_deref()
}

/// What the server says about a constraint, in our words where it is about the other end of a key.
fn plain_detail(cause: &DatabaseCause) -> Option<String> {
    let detail = cause.detail.as_deref()?;
    match (cause.code.as_str(), cause.table.as_deref()) {
        // The table is the one that refers, in both cases; the detail names the other one. That there is no such row
        // says nothing that the rule's sentence does not, since the server keeps to itself which one it looked for.
        ("23503", Some(referring)) => {
            names(detail, referring).then(|| format!("there are {referring} that refer to it"))
        }
        ("23505", _) => Some(format!("the database says: {detail}")),
        _ => None,
    }
}

/// Whether a message of the server, in whatever language, has a name in it.
fn names(message: &str, name: &str) -> bool {
    message
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == name)
}

/// The first name that a message of the server gives, in the quotes of whatever language.
fn first_name(message: &str) -> Option<&str> {
    let is_quote = |c: char| "\"«»„“”".contains(c);
    Some(message.split(is_quote).nth(1)?.trim())
}

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
