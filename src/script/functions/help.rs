//! Help: what the doc comments of the functions and the comments of the tables say.

use crate::catalog::{Catalog, Entity};
use crate::error::nearest;
use rhai::Engine;
use serde::Deserialize;
use std::fmt::Write as _;

/// A function as Rhai describes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Described {
    pub(super) name: String,
    #[serde(default)]
    pub(super) params: Vec<Param>,
    #[serde(default)]
    doc_comments: Vec<String>,
    #[serde(default)]
    pub(super) return_type: String,
}

#[derive(Deserialize)]
pub(super) struct Param {
    name: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    functions: Vec<Described>,
}

/// The names of all functions of ours.
pub(in crate::script) fn names(engine: &Engine) -> impl Iterator<Item = String> {
    described(engine).into_iter().map(|function| function.name)
}

/// Help about everything in short, or about one thing in full.
pub(in crate::script) fn help(
    engine: &Engine,
    catalog: Option<&Catalog>,
    about: Option<&str>,
) -> String {
    let functions = described(engine);
    let Some(name) = about else {
        return overview(&functions, catalog);
    };
    if let Some(entity) = catalog.and_then(|catalog| catalog.entity(name).ok()) {
        return of_entity(entity);
    }
    let named: Vec<&Described> = functions
        .iter()
        .filter(|function| function.name == name)
        .collect();
    if named.is_empty() {
        let known = functions.iter().map(|function| function.name.as_str());
        let near = nearest(name, known).map(|near| format!(" Did you mean '{near}'?"));
        return format!(
            "There is no help about '{name}'.{}",
            near.unwrap_or_default()
        );
    }
    named
        .into_iter()
        .map(Described::in_full)
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// The functions of ours that people call, by name.
pub(super) fn described(engine: &Engine) -> Vec<Described> {
    let json = engine.gen_fn_metadata_to_json(false).unwrap_or_default();
    let metadata = serde_json::from_str(&json).unwrap_or(Metadata {
        functions: Vec::new(),
    });
    let mut functions = metadata.functions;
    functions.retain(|f| !f.doc_comments.is_empty() && f.name.starts_with(char::is_alphabetic));
    functions.sort_by(|a, b| a.name.cmp(&b.name));
    functions
}

fn overview(functions: &[Described], catalog: Option<&Catalog>) -> String {
    let mut text = String::new();
    if let Some(catalog) = catalog {
        text.push_str("Collections\n");
        for entity in catalog.entities() {
            line(
                &mut text,
                &entity.name,
                entity.comment.as_deref().unwrap_or_default(),
            );
        }
    }
    text.push_str("Functions\n");
    let mut last = "";
    for function in functions {
        if function.name != last {
            line(&mut text, &function.name, &function.summary());
        }
        last = &function.name;
    }
    text.push_str("More: help(\"name\"), and :help for the shell's own commands");
    text
}

fn line(text: &mut String, name: &str, about: &str) {
    let _ = writeln!(text, "  {name:<14} {about}");
}

fn of_entity(entity: &Entity) -> String {
    let mut text = format!(
        "{}: {}\n",
        entity.name,
        entity.comment.as_deref().unwrap_or_default()
    );
    for field in &entity.fields {
        let kind = field
            .values
            .as_ref()
            .map_or(field.kind().name().to_owned(), |values| values.join("|"));
        let _ = writeln!(
            text,
            "  {:<20} {kind:<10} {}",
            field.name,
            field.comment.as_deref().unwrap_or_default()
        );
    }
    for relation in &entity.relations {
        let _ = writeln!(text, "  {:<20} → {}", relation.name, relation.target);
    }
    text.trim_end().to_owned()
}

impl Described {
    fn call(&self) -> String {
        let params: Vec<&str> = self
            .params
            .iter()
            .filter_map(|param| param.name.as_deref())
            .filter(|name| *name != "ctx")
            .collect();
        format!("{}({})", self.name, params.join(", "))
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.doc_comments
            .iter()
            .flat_map(|comment| comment.lines())
            .map(|line| {
                let line = line.trim_start().trim_start_matches("///");
                line.strip_prefix(' ').unwrap_or(line)
            })
    }

    fn summary(&self) -> String {
        self.lines().next().unwrap_or_default().to_owned()
    }

    fn in_full(&self) -> String {
        let lines: Vec<&str> = self
            .lines()
            .filter(|line| !line.starts_with("```"))
            .collect();
        format!("{}\n  {}", self.call(), lines.join("\n  ").trim_end())
    }
}
