//! Help about a collection: what the comments of its table say.

use super::function::functions_of;
use super::help::line;
use crate::api::{Record, applies};
use crate::catalog::{Action, Catalog, Entity, Field};
use crate::error::Result;
use std::fmt::Write as _;

/// Help about a collection.
pub(super) fn about(entity: &Entity) -> String {
    let mut text = format!("{}: {}\n", entity.name, said(entity.comment.as_ref()));
    let widest = entity
        .fields
        .iter()
        .map(|field| field.shown_type().len())
        .max();
    let width = widest.unwrap_or_default();
    for field in &entity.fields {
        let about = format!(
            "{:<width$}  {}",
            field.shown_type(),
            said(field.comment.as_ref())
        );
        line(&mut text, &field.name, about.trim_end());
    }
    for relation in &entity.relations {
        line(
            &mut text,
            &relation.name,
            &format!("→ {}", relation.leads()),
        );
    }
    if entity.is_computed {
        return text.trim_end().to_owned();
    }
    let _ = writeln!(text, "You may\n{}", mine(entity));
    functions(&mut text, &entity.name, "collection", entity);
    functions(
        &mut text,
        &format!("a {}", entity.singular()),
        "record",
        entity,
    );
    text.push_str(&sentences(entity, |_| None));
    let _ = write!(text, "\nWhat each rule means: :rules {}", entity.name);
    text
}

/// What I may do with a record: its rules are asked.
///
/// # Errors
/// The database can't be reached, or the session has ended.
pub(super) fn about_record(record: &Record) -> Result<String> {
    let entity = record.entity();
    if entity.is_computed {
        return Ok(String::new());
    }
    let id = record.id()?;
    let mut text = format!("{} {id}: you may\n", entity.singular());
    for action in [Action::Update, Action::Delete] {
        let answer = if record.can(action)? {
            "yes".to_owned()
        } else {
            format!("no: see why(\"{action}\", {}.get({id}))", entity.name)
        };
        line(&mut text, &action.to_string(), &answer);
    }
    Ok(text)
}

/// What my rights include: whether a row may be changed is decided row by row.
fn mine(entity: &Entity) -> String {
    let mut text = String::new();
    for action in Action::EACH {
        let may: fn(&Field) -> bool = match action {
            Action::Insert => |field| field.may_insert,
            Action::Update => |field| field.may_update,
            _ => |_| false,
        };
        let fields = entity.fields.iter().filter(|field| may(field));
        let fields: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        let what = match (entity.may(action), fields.as_slice()) {
            (false, _) => "no".to_owned(),
            (true, []) => "yes".to_owned(),
            (true, fields) => fields.join(", "),
        };
        line(&mut text, &action.to_string(), &what);
    }
    text.trim_end().to_owned()
}

/// The functions that a type has a use for with rows of an entity.
fn functions(text: &mut String, title: &str, receiver: &str, entity: &Entity) {
    let own = functions_of(receiver).filter(|function| function.is_ours && function.needs_a_dot());
    let mut names: Vec<&str> = own.map(|function| function.name.as_str()).collect();
    names.retain(|name| applies(name, entity));
    names.dedup();
    let _ = writeln!(text, "Functions of {title}\n  {}", names.join(", "));
}

/// Who may do what with a collection, and what always holds: the sentences of its rules, and what each means.
#[must_use]
pub fn rules(entity: &Entity) -> String {
    sentences(entity, |rule| rule)
}

/// The sentences of the rules, and of what each means as much as `told` leaves.
fn sentences(entity: &Entity, told: fn(Option<&str>) -> Option<&str>) -> String {
    let mut text = String::new();
    for action in Action::EACH {
        let _ = writeln!(text, "to {action} {}:", entity.name);
        let before = text.len();
        for rule in entity.rules_for(action) {
            sentence(&mut text, &rule.name, told(rule.comment.as_deref()));
        }
        if text.len() == before {
            text.push_str("   · nobody may\n");
        }
    }
    // A constraint that PostgreSQL named itself is no sentence.
    let always = entity.constraints.iter();
    for (index, rule) in always.filter(|rule| rule.name.contains(' ')).enumerate() {
        if index == 0 {
            text.push_str("always:\n");
        }
        sentence(&mut text, &rule.name, told(rule.comment.as_deref()));
    }
    text.truncate(text.trim_end().len());
    text
}

fn sentence(text: &mut String, rule: &str, comment: Option<&str>) {
    let _ = writeln!(text, "   · {rule}");
    if let Some(comment) = comment {
        let _ = writeln!(text, "     {comment}");
    }
}

/// Help about a field or a relation of a collection.
pub(super) fn about_member(catalog: &Catalog, entity: &Entity, name: &str) -> Result<String> {
    let head = format!("{}.{name}", entity.singular());
    if let Some(relation) = entity.relation(name) {
        let target = catalog.entity(&relation.target)?;
        let comment = said(target.comment.as_ref());
        return Ok(format!("{head} → {}\n  {comment}", relation.leads()));
    }
    let Some(field) = entity.field(name) else {
        return Err(entity.unknown_member(name));
    };
    let mut text = format!("{head}: {}\n", field.shown_type());
    let constraints = entity.constraints.iter();
    let rules = constraints
        .filter(|rule| rule.name.contains(' ') && rule.fields.iter().any(|field| field == name))
        .map(|rule| rule.name.as_str());
    for said in field.comment.as_deref().into_iter().chain(rules) {
        let _ = writeln!(text, "  {said}");
    }
    Ok(text.trim_end().to_owned())
}

fn said(comment: Option<&String>) -> &str {
    comment.map_or("", String::as_str)
}
