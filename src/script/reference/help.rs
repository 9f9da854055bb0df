//! Help, for people: what the doc comments of the functions and the comments of the tables say.

use super::described::{Described, Group, groups};
use super::function::functions_of;
use super::topics::{self, Topic};
use super::{entity, failures};
use crate::api::{Collection, Record};
use crate::catalog::Catalog;
use crate::error::{Error, Result, article};
use crate::host::Host;
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use crate::script::types::Told;
use rhai::plugin::{export_module, exported_module};
use rhai::{Module, NativeCallContext};
use std::fmt::Write as _;

pub(in crate::script) fn modules() -> Vec<Module> {
    vec![exported_module!(talk)]
}

/// Talk
#[export_module]
mod talk {
    /// What there is to say, in short.
    ///
    /// ```rhai
    /// help()
    /// ```
    #[rhai_fn(name = "help", return_raw)]
    pub fn help_all(ctx: NativeCallContext) -> Raised<Told> {
        told(&ctx, None)
    }

    /// What a name means: of a function, a collection, a field, a topic, a command, an error.
    ///
    /// ```rhai
    /// help("filter")
    /// ```
    ///
    /// ```rhai
    /// help("dates")
    /// ```
    ///
    /// ```rhai
    /// help("not allowed")
    /// ```
    ///
    /// ```rhai
    /// help("clients.phone")
    /// ```
    #[rhai_fn(name = "help", return_raw)]
    pub fn help_about(ctx: NativeCallContext, name: &str) -> Raised<Told> {
        told(&ctx, Some(name))
    }

    /// The fields, relations and functions of a collection, its rules, and what I may do.
    ///
    /// ```rhai
    /// help(clients)
    /// ```
    #[rhai_fn(name = "help")]
    pub fn help_collection(collection: Collection) -> Told {
        Told(entity::about(collection.entity()))
    }

    /// The same of a record's collection, and what I may do with this record.
    ///
    /// ```rhai
    /// help(me)
    /// ```
    #[rhai_fn(name = "help", return_raw)]
    pub fn help_record(record: Record) -> Raised<Told> {
        let mine = entity::about_record(&record).map_err(raise)?;
        Ok(Told(format!("{mine}{}", entity::about(record.entity()))))
    }
}

fn told(ctx: &NativeCallContext, topic: Option<&str>) -> Raised<Told> {
    let context = Context::of(ctx.tag()).map_err(raise)?;
    let (catalog, host) = (context.catalog(), context.host());
    help(catalog.as_deref(), &*host, topic)
        .map(Told)
        .map_err(raise)
}

/// Help about everything in short, or about one thing in full.
///
/// # Errors
/// There is nothing of that name; says which one is near.
pub(in crate::script) fn help(
    catalog: Option<&Catalog>,
    host: &dyn Host,
    about: Option<&str>,
) -> Result<String> {
    match about.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => of_name(catalog, host, name),
        None => Ok(overview(catalog)),
    }
}

fn of_name(catalog: Option<&Catalog>, host: &dyn Host, name: &str) -> Result<String> {
    let (first, member) = name.split_once('.').unwrap_or((name, ""));
    if let Some((catalog, entity)) = catalog.and_then(|c| Some((c, c.entity(first).ok()?))) {
        return match member {
            "" => Ok(entity::about(entity)),
            member => entity::about_member(catalog, entity, member),
        };
    }
    let named = all().filter(|function| function.plain_name() == name);
    let texts: Vec<String> = named.map(in_full).collect();
    if !texts.is_empty() {
        return Ok(texts.join("\n\n"));
    }
    if name == "topics" {
        return Ok(topics::overview());
    }
    let group = groups().iter();
    let group = group
        .filter(|group| group.title.eq_ignore_ascii_case(name))
        .map(of_group);
    let texts: Vec<String> = topics::named(name)
        .map(Topic::text)
        .into_iter()
        .chain(group)
        .collect();
    if !texts.is_empty() {
        return Ok(texts.join("\n\n"));
    }
    if let Some(text) = of_type(name) {
        return Ok(text);
    }
    let failure = failures::about(name).or_else(|| host.explains(name));
    failure.ok_or_else(|| unknown(catalog, host, name))
}

/// Whether there is help about a name that has no value.
pub(in crate::script) fn knows(name: &str) -> bool {
    all().any(|function| function.plain_name() == name) || topics::named(name).is_some()
}

fn unknown(catalog: Option<&Catalog>, host: &dyn Host, name: &str) -> Error {
    let collections = catalog.map(Catalog::entities).unwrap_or_default();
    let ours = all().map(Described::plain_name);
    let ours = ours.chain(topics::names()).chain(failures::names());
    let mut known: Vec<String> = ours.map(str::to_owned).collect();
    known.extend(collections.iter().map(|entity| entity.name.clone()));
    known.extend(host.names());
    Error::failed(format!("there is no help about '{name}'"))
        .did_you_mean(name, known.iter().map(String::as_str))
        .hint("help() shows what there is")
}

fn all() -> impl Iterator<Item = &'static Described> {
    groups().iter().flat_map(|group| &group.functions)
}

fn overview(catalog: Option<&Catalog>) -> String {
    let mut text = String::new();
    if let Some(catalog) = catalog {
        text.push_str("Collections\n");
        for entity in catalog.entities() {
            let comment = entity.comment.as_deref().unwrap_or_default();
            line(&mut text, &entity.name, comment);
        }
    }
    text.push_str("Functions\n");
    for group in groups() {
        let mut names: Vec<&str> = group.functions.iter().map(Described::plain_name).collect();
        names.dedup();
        line(&mut text, &group.title, &on_a_line(&names));
    }
    let topics: Vec<&str> = topics::listed().collect();
    line(&mut text, "Topics", &on_a_line(&topics));
    text.push_str(
        "More: help(\"narrow\"), help(\"filter\"), help(clients), help(\"topics\")\n\
         The shell's own commands: :help",
    );
    text
}

/// Names as far as they fit: all of the overview is to be seen at once, on a screen of 80 columns and 24 lines.
fn on_a_line(names: &[&str]) -> String {
    const ROOM: usize = 55;
    let mut shown = String::new();
    for (index, name) in names.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let more = if index + 1 < names.len() { ", …" } else { "" };
        if shown.len() + comma.len() + name.len() + more.len() > ROOM {
            shown.push_str(", …");
            break;
        }
        shown.push_str(comma);
        shown.push_str(name);
    }
    shown
}

fn of_group(group: &Group) -> String {
    let mut text = format!("{}\n", group.title);
    let mut last = "";
    for function in &group.functions {
        let name = function.plain_name();
        let label = if name == last { "" } else { name };
        line(&mut text, label, &function.summary());
        last = name;
    }
    text.trim_end().to_owned()
}

/// What can be said of values of a type.
fn of_type(name: &str) -> Option<String> {
    let own: Vec<_> = functions_of(name)
        .filter(|function| function.needs_a_dot())
        .collect();
    let mut text = format!("Functions of {}\n", article(name));
    for function in &own {
        line(&mut text, &function.name, &function.summary);
    }
    (!own.is_empty()).then(|| text.trim_end().to_owned())
}

/// A name and what it means.
pub(super) fn line(text: &mut String, name: &str, about: &str) {
    let line = format!("  {name:<18} {about}");
    let _ = writeln!(text, "{}", line.trim_end());
}

fn in_full(function: &Described) -> String {
    let mut text = function.call();
    for line in function.text().lines() {
        let _ = write!(text, "\n  {line}");
    }
    for example in function.examples() {
        text.push('\n');
        for line in example.lines() {
            let _ = write!(text, "\n    {line}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Nobody;
    use insta::assert_snapshot;

    fn about(name: &str) -> String {
        help(None, &Nobody, Some(name)).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn a_function_is_explained_with_an_example() {
        assert_snapshot!(about("take"), @r"
        collection.take(count)
          At most the next `count` rows.

            clients.take(5)
        ");
        assert_snapshot!(about("days"), @r#"
        count.days
          So many days.

            today() - 30.days

        span.days
          How many whole days a span has.

            (date("2026-02-14") - date("2026-01-31")).days
        "#);
        assert_snapshot!(about("lists"), @r"
        Lists
          max                The greatest value of a list; nothing of an empty one.
          min                The least value of a list; nothing of an empty one.
          sort               Puts a list in order: numbers, texts, dates, moments, spans.
        ");
    }

    #[test]
    fn a_topic_is_a_part_of_the_documentation_and_comes_before_functions_of_the_same_name() {
        let text = about("transactions");
        assert!(
            text.starts_with("Changes and transactions\n\nEach entry"),
            "{text}"
        );
        assert!(text.contains("\n\nTransactions\n  exit "), "{text}");
        assert!(about("money").contains("\n    let due = date("));
        assert!(about("topics").contains("\n  dates, moments, money"));
        assert!(about("list").starts_with("Functions of a list\n"));
        assert!(about("exit 4").starts_with("not allowed: exit code 4\n"));
    }

    #[test]
    fn an_unknown_name_gets_a_hint() {
        assert_snapshot!(about("fitler"), @r"
        there is no help about 'fitler'
         hint: did you mean 'filter'?
         hint: help() shows what there is
        ");
    }

    #[test]
    fn the_overview_names_each_function_in_its_group() {
        let text = about("");
        assert!(text.starts_with("Functions\n  Narrow             distinct, filter, mine, "));
        assert!(text.contains("\n  Take               all, any, avg, count, "));
        // It fits a screen: each group is a line.
        assert!(text.lines().all(|line| line.chars().count() < 80));
        assert!(text.lines().count() < 20);
        assert!(!text.contains("get$") && !text.contains("to_string"));
    }
}
