//! Help about a collection: what the comments of its table say.

use super::help::line;
use crate::catalog::{Catalog, Entity, Field, Relation, RelationKind};
use crate::error::Result;
use std::fmt::Write as _;

/// Help about a collection.
pub(super) fn about(entity: &Entity) -> String {
    let mut text = format!("{}: {}\n", entity.name, said(entity.comment.as_ref()));
    let widest = entity.fields.iter().map(|field| kind(field).len()).max();
    let width = widest.unwrap_or_default();
    for field in &entity.fields {
        let about = format!("{:<width$}  {}", kind(field), said(field.comment.as_ref()));
        line(&mut text, &field.name, about.trim_end());
    }
    for relation in &entity.relations {
        line(&mut text, &relation.name, &leads(relation));
    }
    let _ = write!(
        text,
        "Who may do what, and what always holds: :rules {}",
        entity.name
    );
    text
}

/// Help about a field or a relation of a collection.
pub(super) fn about_member(catalog: &Catalog, entity: &Entity, name: &str) -> Result<String> {
    let head = format!("{}.{name}", entity.singular());
    if let Some(relation) = entity.relation(name) {
        let target = catalog.entity(&relation.target)?;
        let comment = said(target.comment.as_ref());
        return Ok(format!("{head} {}\n  {comment}", leads(relation)));
    }
    let Some(field) = entity.field(name) else {
        return Err(entity.unknown_member(name));
    };
    let mut text = format!("{head}: {}\n", kind(field));
    let constraints = entity.constraints.iter();
    let rules = constraints
        .filter(|rule| rule.name.contains(' ') && rule.fields.iter().any(|field| field == name))
        .map(|rule| rule.name.as_str());
    for said in field.comment.as_deref().into_iter().chain(rules) {
        let _ = writeln!(text, "  {said}");
    }
    Ok(text.trim_end().to_owned())
}

/// The type of a field, or the values that it may have.
pub(super) fn kind(field: &Field) -> String {
    match &field.values {
        Some(values) => values.join("|"),
        None => field.kind().name().to_owned(),
    }
}

/// Where a relation leads.
pub(super) fn leads(relation: &Relation) -> String {
    match relation.kind {
        RelationKind::One => format!("→ one of {}", relation.target),
        RelationKind::Many => format!("→ many {}", relation.target),
    }
}

fn said(comment: Option<&String>) -> &str {
    comment.map_or("", String::as_str)
}
