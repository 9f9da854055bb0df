//! Help about a collection: what the comments of its table say.

use super::help::line;
use crate::catalog::{Catalog, Entity};
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
