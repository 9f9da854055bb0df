//! The reference: Markdown, from the doc comments of the functions and the comments of the tables.

use super::closures::table;
use super::described::{Described, Group, groups};
use crate::catalog::{Action, Catalog, Constraint, Entity, Field};
use std::fmt::Write as _;

/// What was written by hand.
pub(super) const HEAD: &str = include_str!("introduction.md");
/// Where the methods that closures know belong in it.
pub(super) const METHODS: &str = "<!-- methods -->\n";

/// The reference of the language and the data, as Markdown.
#[must_use]
pub fn reference(catalog: &Catalog) -> String {
    let mut text = HEAD.replace(METHODS, &table());
    text.push_str("\n## The data\n");
    for entity in catalog.entities() {
        of_entity(&mut text, entity);
    }
    text.push_str("\n## Functions\n");
    for group in groups() {
        of_group(&mut text, group);
    }
    text
}

fn of_entity(text: &mut String, entity: &Entity) {
    let _ = writeln!(text, "\n### {}\n", entity.name);
    let _ = writeln!(text, "{}.\n", capital(said(entity.comment.as_ref())));
    text.push_str("| field | type | when created | about |\n|---|---|---|---|\n");
    for field in &entity.fields {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            field.name,
            field.shown_type().replace('|', " \\| "),
            given(field),
            said(field.comment.as_ref()).replace('|', "\\|")
        );
    }
    if !entity.relations.is_empty() {
        text.push_str("\nRelations:\n\n");
    }
    for relation in &entity.relations {
        let (one, name) = (entity.singular(), &relation.name);
        let _ = writeln!(text, "- `{one}.{name}` → {}", relation.leads());
    }
    text.push_str("\nAlways:\n\n");
    for rule in entity.constraints.iter().filter(|rule| is_sentence(rule)) {
        item(text, &rule.name, rule.comment.as_ref());
    }
    text.push_str("\nWho may do what:\n\n");
    for action in [
        Action::Select,
        Action::Insert,
        Action::Update,
        Action::Delete,
    ] {
        for rule in entity.rules_for(action) {
            item(text, &rule.name, rule.comment.as_ref());
        }
    }
}

/// A constraint that PostgreSQL named itself is no sentence.
fn is_sentence(rule: &Constraint) -> bool {
    rule.name.contains(' ')
}

fn given(field: &Field) -> &'static str {
    match field {
        field if field.generated => "computed",
        field if field.is_required() => "needed",
        field if field.has_default => "has a default",
        _ => "",
    }
}

fn item(text: &mut String, sentence: &str, comment: Option<&String>) {
    let comment = comment.map(|comment| format!(" – {comment}"));
    let _ = writeln!(text, "- **{sentence}**{}", comment.unwrap_or_default());
}

fn of_group(text: &mut String, group: &Group) {
    let _ = writeln!(text, "\n### {}", group.title);
    if !group.about.is_empty() {
        let _ = writeln!(text, "\n{}", group.about);
    }
    for function in &group.functions {
        of_function(text, function);
    }
}

fn of_function(text: &mut String, function: &Described) {
    let _ = writeln!(text, "\n#### `{}`\n\n{}", function.call(), function.text());
    for example in function.examples() {
        let _ = writeln!(text, "\n```rhai\n{example}\n```");
    }
}

fn said(comment: Option<&String>) -> &str {
    comment.map_or("", String::as_str)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}
