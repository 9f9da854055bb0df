//! What a script names and is not there, or can't be named so: what people read then.

use super::call_site::CallSite;
use super::idioms;
use super::raise::{article, type_name};
use super::reference::{Function, example, functions, functions_of};
use crate::error::{Error, Excerpt, nearest};
use rhai::{Dynamic, FnPtr};

/// What an interpreter knows, that a slip may have meant; asked only when something failed.
pub(super) struct Known<'a> {
    /// What a line can begin with.
    pub(super) names: &'a dyn Fn() -> Vec<String>,
    /// The fields and relations of all collections.
    pub(super) members: &'a dyn Fn() -> Vec<String>,
    /// What a variable holds.
    pub(super) variable: &'a dyn Fn(&str) -> Option<&'a Dynamic>,
    /// Whether there is a result that `it` stands for.
    pub(super) after_a_result: bool,
}

/// `Unknown property 'months' - a getter is not registered for type 'i64'`
pub(super) fn no_property(problem: &str, known: &Known<'_>, excerpt: Option<&Excerpt>) -> Error {
    let words: Vec<&str> = problem.split('\'').collect();
    let ["Unknown property ", name, _, kind, ..] = words.as_slice() else {
        return Error::failed(problem.to_owned());
    };
    let error = Error::failed(format!("{} has no '{name}'", article(kind)));
    let kind = type_name(kind);
    if let Some(hint) = habit(name, &[kind], excerpt) {
        return error.hint(hint);
    }
    match (kind, *name) {
        ("collection", name) => of_collection(error, name, known),
        ("int", "month" | "months" | "year" | "years") => {
            error.hint("months and years differ in length: write 30.days, 52.weeks")
        }
        ("int", name) => error.did_you_mean(name, ["minutes", "hours", "days", "weeks"]),
        ("list" | "text", name) if after_a_dot(kind).any(|known| known == name) => {
            error.hint(format!("write .{name}()"))
        }
        ("list" | "text", name) => error.did_you_mean(name, after_a_dot(kind)),
        _ => error,
    }
}

/// What was left out after a name of a collection's function, or whose name it is.
fn of_collection(error: Error, name: &str, known: &Known<'_>) -> Error {
    let own: Vec<&Function> = functions_of("collection").collect();
    let mut forms = own
        .iter()
        .filter(|function| function.name == name)
        .peekable();
    if forms.peek().is_some() {
        let takes_nothing = forms.any(|form| !form.has_arguments);
        return error.hint(match example(name) {
            _ if takes_nothing => format!("write {name}()"),
            Some(example) => format!("for example: {example}"),
            None => format!("see how it is called: help(\"{name}\")"),
        });
    }
    let members = (known.members)();
    if members.iter().any(|member| member == name) {
        return error.hint(format!(
            "its rows may have: write .select(|x| x.{name}), or for x in … {{ x.{name} }}"
        ));
    }
    let names = own.iter().map(|function| function.name.as_str());
    error.did_you_mean(name, names.chain(members.iter().map(String::as_str)))
}

/// What a word of another language is here, for what it is given.
fn habit(name: &str, types: &[&str], excerpt: Option<&Excerpt>) -> Option<String> {
    let written = excerpt.map(CallSite::at);
    let before = written.as_ref().map_or("", CallSite::before);
    let of_rows = before.trim_end_matches('.').ends_with(".all()");
    let hint = match types {
        ["collection", "text"] if name == "get" => {
            Some("it takes an id; by something else: .filter(|x| x.email == {args}).first()")
        }
        ["collection", given @ ..] => idioms::of_collection(name, given),
        ["list", given @ ..] => idioms::of_list(name, given, of_rows),
        ["text", ..] => idioms::of_text(name),
        _ => None,
    };
    let hint = hint.or_else(|| idioms::of_call(name, types))?;
    Some(written.map_or_else(|| hint.replace("{args}", "…"), |written| written.fill(hint)))
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
        "collection" => error.hint("write .get(12) for an id, .skip(3).first() for a position"),
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

pub(super) fn unknown_name(name: &str, known: &Known<'_>) -> Error {
    let error = Error::failed(format!("there is nothing called '{name}'"));
    if let Some(hint) = idioms::of_name(name) {
        return error.hint(hint);
    }
    let names = (known.names)();
    if names.iter().any(|known| known == name) {
        let mut forms = ours().filter(|function| function.name == name);
        return error.hint(if forms.any(|form| form.receiver.is_none()) {
            format!("{name} is a function: write {name}()")
        } else {
            format!("{name} is a function: see help(\"{name}\")")
        });
    }
    error.did_you_mean(name, names.iter().map(String::as_str))
}

/// `foo (collection, i64)`: which name, on what.
pub(super) fn unknown_function(
    signature: &str,
    known: &Known<'_>,
    excerpt: Option<&Excerpt>,
) -> Error {
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
            (_, [.., "aggregate of a group"] | ["aggregate of a group", ..]) => {
                error.hint("name the aggregate, then compute: .select(|g| #{ double: g.n * 2 })")
            }
            ("+" | "-", ["date" | "timestamp", "int"]) => error.hint("write 30.days, 4.hours"),
            _ => error,
        };
    }
    let error = Error::failed(match args.as_slice() {
        [] => format!("there is no function '{name}' without arguments"),
        args => format!("there is no function '{name}' for {}", args.join(", ")),
    });
    if let Some(value) = (known.variable)(name) {
        return if value.is::<FnPtr>() {
            let call = format!("write {name}.call({{args}})");
            let written = excerpt.map_or_else(|| call.clone(), |at| CallSite::at(at).fill(&call));
            Error::failed(format!("'{name}' is a variable that holds a closure")).hint(written)
        } else {
            Error::failed(format!("'{name}' is a variable, no function"))
        };
    }
    if let Some(hint) = habit(name, &args, excerpt) {
        return error.hint(hint);
    }
    if name == "contains" {
        return error;
    }
    let forms = |name: &str| -> Vec<&Function> {
        ours().filter(|function| function.name == name).collect()
    };
    let own = forms(name);
    if !own.is_empty() {
        return how_to_call(error, name, &own, args.first());
    }
    let names = (known.names)();
    if names.iter().any(|known| known == name) {
        return error.hint(format!("see how it is called: help(\"{name}\")"));
    }
    let fits = |name: &str| {
        let forms = forms(name);
        let fits = |form: &&Function| {
            let of = form.receiver.as_deref();
            of == args.first().copied() || of == Some("Dynamic")
        };
        forms.is_empty() || forms.iter().any(fits)
    };
    let of = args
        .first()
        .filter(|kind| matches!(**kind, "list" | "text"));
    let builtin: Vec<&str> = of.into_iter().flat_map(|kind| after_a_dot(kind)).collect();
    let near = names.iter().map(String::as_str).filter(|name| fits(name));
    match nearest(name, near.chain(builtin)) {
        Some(near) => error.hint(format!("did you mean '{near}'?")),
        None => error,
    }
}

/// The functions of ours.
fn ours() -> impl Iterator<Item = &'static Function> {
    functions().iter().filter(|function| function.is_ours)
}

/// The names that can follow the dot of a value of a type.
fn after_a_dot(kind: &str) -> impl Iterator<Item = &'static str> {
    let own = functions_of(kind).filter(|function| function.needs_a_dot());
    own.map(|function| function.name.as_str())
}

/// A function that is there, but not for this.
fn how_to_call(error: Error, name: &str, forms: &[&Function], first: Option<&&str>) -> Error {
    let mut kinds: Vec<String> = forms
        .iter()
        .filter(|form| form.needs_a_dot())
        .filter_map(|form| form.receiver.as_deref().map(article))
        .collect();
    kinds.dedup();
    let is_its = |form: &&Function| form.receiver.as_deref() == first.copied();
    let elsewhere = !kinds.is_empty() && !forms.iter().any(is_its);
    let error = if elsewhere {
        error.hint(format!("'{name}' is for {}", kinds.join(" and ")))
    } else {
        error
    };
    match example(name) {
        Some(example) => error.hint(format!("for example: {example}; more: help(\"{name}\")")),
        None if elsewhere => error,
        None => error.hint(format!("see how it is called: help(\"{name}\")")),
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
