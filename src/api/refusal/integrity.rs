//! Rows that the database does not take, in the words of the business: the sentence of the constraint that was
//! broken, the fields that lack a value.

use super::failed::{GIVEN_BY_DATABASE, code};
use super::server_message::{first_name, names};
use crate::catalog::{Catalog, Entity, Field, Relation, RelationKind};
use crate::error::{DatabaseCause, Error};

/// A column that is "not null" has none.
const MISSING: &str = "23502";

/// The error of a failed statement, in words for people.
pub(in crate::api) fn refine(error: Error, catalog: Option<&Catalog>) -> Error {
    match code(&error) {
        // The others of integrity name a constraint.
        MISSING => required(error, catalog),
        GIVEN_BY_DATABASE => always_computed(error),
        "22003" => too_large(error),
        code if code.starts_with("23") => constraint(error, catalog),
        _ => error,
    }
}

/// Whether a field is empty that each row has.
pub(in crate::api) fn is_missing(error: &Error) -> bool {
    code(error) == MISSING
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
    if is_missing(&error) && missing.len() > 1 {
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
