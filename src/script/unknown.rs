//! What a script names and is not there, or can't be named so: what people read then.

use super::failure::{article, type_name};
use super::functions::example;
use super::habits;
use crate::error::{Error, nearest};

/// `Unknown property 'months' - a getter is not registered for type 'i64'`
pub(super) fn no_property(problem: &str) -> Error {
    let words: Vec<&str> = problem.split('\'').collect();
    let ["Unknown property ", name, _, kind, ..] = words.as_slice() else {
        return Error::failed(problem.to_owned());
    };
    let error = Error::failed(format!("{} has no '{name}'", article(kind)));
    match (type_name(kind), *name) {
        ("collection", "count" | "len" | "first" | "exists" | "is_empty" | "all") => {
            error.hint(format!("write {name}()"))
        }
        ("collection", "mine" | "unpaid" | "unsigned" | "unassigned" | "distinct") => {
            error.hint(format!("write {name}()"))
        }
        (
            "collection",
            "filter" | "sort" | "sort_desc" | "select" | "group" | "any" | "none" | "sum" | "avg"
            | "min" | "max",
        ) => error.hint(format!("write {name}(|x| …)")),
        ("collection", name) => error.hint(format!(
            "its rows may have: write .select(|x| x.{name}), or for x in … {{ x.{name} }}"
        )),
        ("int", "month" | "months" | "year" | "years") => {
            error.hint("months and years differ in length: write 30.days, 52.weeks")
        }
        ("int", name) => error.did_you_mean(name, ["minutes", "hours", "days", "weeks"]),
        _ => error,
    }
}

/// `collection [i64]`
pub(super) fn no_index(types: &str) -> Error {
    let (of, key) = types.split_once(" [").unwrap_or((types, ""));
    let error = Error::failed(format!(
        "{} has no [{}]",
        article(of),
        type_name(key.trim_end_matches(']'))
    ));
    match type_name(of) {
        "collection" => error.hint("write .get(12) for an id, .skip(3).first() for a place"),
        _ => error,
    }
}

/// A name that means the same everywhere.
pub(super) fn reserved(name: &str) -> Error {
    Error::failed(format!(
        "'{name}' has a meaning of its own and can't be redefined"
    ))
    .hint(format!("choose another name, for example my_{name}"))
}

pub(super) fn unknown_name(name: &str, names: &[String]) -> Error {
    let error = Error::failed(format!("there is nothing called '{name}'"));
    if let Some(hint) = habits::of_name(name) {
        return error.hint(hint);
    }
    if names.iter().any(|known| known == name) {
        return error.hint(format!("{name} is a function: see help(\"{name}\")"));
    }
    error.did_you_mean(name, names.iter().map(String::as_str))
}

/// `foo (collection, i64)`: which name, on what.
pub(super) fn unknown_function(signature: &str, names: &[String]) -> Error {
    let (name, args) = signature.split_once(" (").unwrap_or((signature, ""));
    let args: Vec<&str> = args
        .strip_suffix(')')
        .unwrap_or(args)
        .split(", ")
        .filter(|arg| !arg.is_empty())
        .map(type_name)
        .collect();
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        let error = Error::failed(match args.as_slice() {
            [one] => format!("'{name}' does not work with {}", article(one)),
            args => format!("'{name}' does not work between {}", args.join(" and ")),
        });
        return match (name, args.as_slice()) {
            (".." | "..=", _) => error.hint("compare with both ends: x >= low && x < high"),
            (_, [.., "figure of a group"] | ["figure of a group", ..]) => {
                error.hint("name the figure, then compute: .select(|g| #{ double: g.n * 2 })")
            }
            ("+" | "-", ["date" | "timestamp", "int"]) => error.hint("write 30.days, 4.hours"),
            _ => error,
        };
    }
    let error = Error::failed(match args.as_slice() {
        [] => format!("there is no function '{name}' without arguments"),
        args => format!("there is no function '{name}' for {}", args.join(", ")),
    });
    let habit = match args.as_slice() {
        ["collection", "text"] if name == "get" => {
            Some("it takes an id; by something else: .filter(|x| x.email == \"…\").first()")
        }
        ["collection", ..] => habits::of_collection(name),
        ["list", ..] => habits::of_list(name),
        _ => None,
    };
    if let Some(hint) = habit {
        return error.hint(hint);
    }
    if name == "contains" {
        return error;
    }
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) if near == name => error.hint(match example(name) {
            Some(example) => format!("for example: {example}; more: help(\"{name}\")"),
            None => format!("see how it is called: help(\"{name}\")"),
        }),
        Some(near) => error.hint(format!("did you mean '{near}'?")),
        None => error,
    }
}

/// `sign (())`: there was no record to do something with.
pub(super) fn for_nothing(signature: &str, names: &[String]) -> Option<Error> {
    let (name, args) = signature.split_once(" (")?;
    let is_given_nothing = args == "())" || args.starts_with("(), ");
    if !is_given_nothing || !names.iter().any(|known| known == name) {
        return None;
    }
    let error = Error::failed(format!("'{name}' is given nothing, ()"));
    Some(error.hint(format!(
        "was there no row? where there may be none, write ?.{name}(…)"
    )))
}
