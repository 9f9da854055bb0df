//! What the doc comments of the functions say. All help is made of it.

use crate::script::raise::type_name;
use rhai::{Engine, Module};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Functions that belong together.
pub(super) struct Group {
    /// What they are about: the first line of their module's doc comment.
    pub(super) title: String,
    /// More about it; may be empty.
    pub(super) about: String,
    /// The functions, by name.
    pub(super) functions: Vec<Described>,
}

/// A function as Rhai describes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::script) struct Described {
    pub(super) name: String,
    #[serde(default)]
    pub(in crate::script) params: Vec<Param>,
    #[serde(default)]
    doc_comments: Vec<String>,
    #[serde(default)]
    pub(super) return_type: String,
}

#[derive(Deserialize)]
pub(in crate::script) struct Param {
    pub(super) name: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default)]
    modules: BTreeMap<String, Metadata>,
    #[serde(default)]
    functions: Vec<Described>,
    #[serde(default)]
    doc: String,
}

/// All groups, in the order of the help.
pub(super) fn groups() -> &'static [Group] {
    static GROUPS: LazyLock<Vec<Group>> =
        LazyLock::new(|| grouped(crate::script::functions::modules()));
    &GROUPS
}

/// The types whose functions of Rhai itself are of use here.
const STANDARD: [&str; 6] = ["decimal", "float", "int", "list", "map", "text"];

/// The functions of ours that people call, by name.
pub(super) fn described() -> &'static [Described] {
    static OURS: LazyLock<Vec<Described>> = LazyLock::new(|| sorted(metadata(&engine(), false)));
    &OURS
}

/// The functions of Rhai itself that are called on values, without those that ours replace.
pub(super) fn standard() -> &'static [Described] {
    static STANDARDS: LazyLock<Vec<Described>> = LazyLock::new(|| {
        let mut functions = sorted(metadata(&engine(), true));
        functions.retain(|function| {
            let kinds = function.kinds();
            let is_known = |kind: &&str| STANDARD.contains(kind);
            kinds.first().is_some_and(is_known)
                && !described()
                    .iter()
                    .any(|ours| ours.name == function.name && ours.kinds() == kinds)
        });
        functions.dedup_by_key(|function| function.call());
        functions
    });
    &STANDARDS
}

/// An engine with our functions.
fn engine() -> Engine {
    let mut engine = Engine::new();
    crate::script::functions::register(&mut engine, &crate::script::context::Context::new(None));
    engine
}

fn sorted(found: Metadata) -> Vec<Described> {
    let mut functions = documented(found.functions);
    functions.sort_by_cached_key(Described::order);
    functions
}

/// The names of all functions of ours.
pub(in crate::script) fn names() -> impl Iterator<Item = &'static str> {
    described().iter().map(|function| function.name.as_str())
}

/// The functions of a record that have a name.
pub(in crate::script) fn of_record(name: &str) -> impl Iterator<Item = &'static Described> {
    let functions = groups().iter().flat_map(|group| &group.functions);
    functions.filter(move |function| {
        function.plain_name() == name && function.kinds().first() == Some(&"record")
    })
}

/// How a function is called, in one line.
pub(in crate::script) fn example(name: &str) -> Option<String> {
    let functions = groups().iter().flat_map(|group| &group.functions);
    let named = functions.filter(|function| function.plain_name() == name);
    let examples = named.flat_map(Described::examples);
    let mut lines = examples.map(|example| example.trim().to_owned());
    lines.find(|example| !example.contains('\n'))
}

/// An engine keeps modules apart only under names, so they get some: their numbers.
fn grouped(modules: Vec<Module>) -> Vec<Group> {
    let mut engine = Engine::new_raw();
    for (index, module) in modules.into_iter().enumerate() {
        engine.register_static_module(format!("{index:03}"), module.into());
    }
    let mut groups: Vec<Group> = Vec::new();
    for module in metadata(&engine, false).modules.into_values() {
        let doc = uncommented(&module.doc);
        let (title, about) = doc.split_once('\n').unwrap_or((&doc, ""));
        if !groups.iter().any(|group| group.title == title) {
            groups.push(Group {
                title: title.to_owned(),
                about: String::new(),
                functions: Vec::new(),
            });
        }
        let group = groups.iter_mut().find(|group| group.title == title);
        let group = group.expect("it was added");
        group.take_in(about, documented(module.functions));
    }
    groups
}

fn metadata(engine: &Engine, with_rhais_own: bool) -> Metadata {
    let json = engine
        .gen_fn_metadata_to_json(with_rhais_own)
        .unwrap_or_default();
    serde_json::from_str(&json).unwrap_or_default()
}

/// Operators and what the engine alone needs have no doc comment.
fn documented(mut functions: Vec<Described>) -> Vec<Described> {
    functions.retain(|f| !f.doc_comments.is_empty() && f.name.starts_with(char::is_alphabetic));
    functions
}

/// A doc comment's text.
fn uncommented(comment: &str) -> String {
    let lines = comment.lines().map(|line| {
        let line = line.trim_start().trim_start_matches("///");
        line.strip_prefix(' ').unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Group {
    fn take_in(&mut self, about: &str, functions: Vec<Described>) {
        if self.about.is_empty() {
            about.trim().clone_into(&mut self.about);
        }
        self.functions.extend(functions);
        self.functions.sort_by_cached_key(Described::order);
    }
}

impl Described {
    /// By name; the forms of one name always in the same order.
    fn order(&self) -> (String, usize, String) {
        (self.plain_name().to_owned(), self.params.len(), self.call())
    }

    /// Its name as people write it.
    pub(super) fn plain_name(&self) -> &str {
        self.name.strip_prefix("get$").unwrap_or(&self.name)
    }

    /// How it is written: `collection.take(count)`, `count.days`, `today()`.
    pub(super) fn call(&self) -> String {
        let params = self.params.iter().map(|param| param.name.as_deref());
        let mut params = params.map(|name| name.unwrap_or("value"));
        let receiver = self.needs_a_dot().then(|| params.next()).flatten();
        let dot = receiver.map(|name| format!("{name}.")).unwrap_or_default();
        let name = self.plain_name();
        if self.is_property() {
            return format!("{dot}{name}");
        }
        let params: Vec<&str> = params.collect();
        format!("{dot}{name}({})", params.join(", "))
    }

    /// Whether it is read without parentheses.
    fn is_property(&self) -> bool {
        self.name.starts_with("get$")
    }

    /// Whether it is written after a dot: as its examples do it, as all of collections and records,
    /// and as those of Rhai itself that have no example.
    pub(super) fn needs_a_dot(&self) -> bool {
        let kind = self.kinds().first().copied();
        let dotted = format!(".{}(", self.plain_name());
        self.is_property()
            || matches!(kind, Some("collection" | "record"))
            || kind.is_some()
                && (self.examples().any(|example| example.contains(&dotted))
                    || self.examples().next().is_none())
    }

    /// The types of what it takes, as people call them.
    pub(super) fn kinds(&self) -> Vec<&str> {
        let kinds = self.params.iter().map(|param| param.kind.as_deref());
        kinds
            .map(|kind| type_name(kind.unwrap_or_default()))
            .collect()
    }

    /// What it does, in one sentence.
    pub(super) fn summary(&self) -> String {
        let text = self.text();
        let paragraph = text.split("\n\n").next().unwrap_or_default();
        let line = paragraph.replace('\n', " ");
        match line.split_once(". ") {
            Some((sentence, _)) => format!("{sentence}."),
            None => line,
        }
    }

    /// What it does, without the examples.
    pub(super) fn text(&self) -> String {
        let prose: Vec<String> = self.parts(false).collect();
        prose.join("\n").trim().to_owned()
    }

    /// The examples.
    pub(super) fn examples(&self) -> impl Iterator<Item = String> {
        self.parts(true)
    }

    /// What stands outside of the fences, or between them.
    fn parts(&self, inside: bool) -> impl Iterator<Item = String> {
        let text: Vec<String> = self.doc_comments.iter().map(|c| uncommented(c)).collect();
        let text = text.join("\n");
        let parts: Vec<String> = text.split("```").map(str::to_owned).collect();
        let wanted = parts.into_iter().skip(usize::from(inside)).step_by(2);
        // Without its language, an example would be taken for Rust.
        wanted.map(|part| {
            part.trim_start_matches("rhai")
                .trim_matches('\n')
                .to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Described> {
        groups().iter().flat_map(|group| &group.functions)
    }

    fn find(call: &str) -> &'static Described {
        all().find(|function| function.call() == call).unwrap()
    }

    #[test]
    fn every_function_has_an_example_and_says_in_one_line_what_it_does() {
        for function in all() {
            let call = function.call();
            assert!(function.examples().next().is_some(), "{call}: no example");
            let summary = function.summary();
            assert!(summary.ends_with('.'), "{call}: {summary}");
            assert!(summary.chars().count() <= 90, "{call}: {summary}");
        }
    }

    #[test]
    fn every_function_is_in_a_group() {
        let mut known: Vec<&str> = all().map(|function| function.name.as_str()).collect();
        known.sort_unstable();
        let mut described: Vec<String> = names().map(str::to_owned).collect();
        described.sort_unstable();
        assert_eq!(known, described, "modules() lists the modules of all files");
        assert!(groups().iter().all(|group| !group.title.is_empty()));
    }

    #[test]
    fn a_call_is_written_as_people_write_it() {
        for call in ["today()", "collection.take(count)", "date.year"] {
            assert!(all().any(|function| function.call() == call), "{call}");
        }
        assert_eq!(
            find("collection.take(count)").summary(),
            "At most the next `count` rows."
        );
        assert_eq!(
            find("today()").examples().collect::<Vec<_>>(),
            ["today() - 30.days"]
        );
    }
}
