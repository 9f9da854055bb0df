//! `@param name: type = default   description`

use super::line::Line;
use super::mistake::Mistake;
use crate::error::Error;
use crate::library::kind::Kind;
use crate::library::parameter::Parameter;

/// How one is written.
const FORM: &str = "write @param days: int = 30   what it is for";
/// Names that mean something in every script.
const TAKEN: [&str; 30] = [
    "me", "it", "this", "let", "const", "fn", "if", "else", "for", "while", "loop", "do", "until",
    "in", "switch", "return", "throw", "try", "catch", "import", "export", "as", "private", "true",
    "false", "global", "is", "var", "static", "break",
];

/// Reads what is behind `@param`.
pub(super) fn parameter(
    place: &Line<'_>,
    from: usize,
    reserved: &[String],
) -> Result<Parameter, Mistake> {
    let rest = &place.line[from..];
    let wrong = |part: &str, error: Error| Err(place.mistake(part, error));
    let Some((name, rest)) = rest.split_once(':') else {
        return wrong(
            rest.trim(),
            Error::failed("a parameter has a name and a type").hint(FORM),
        );
    };
    let name = name.trim();
    check_name(name).map_err(|error| place.mistake(name, error))?;
    let (declared, about) = split(rest);
    let (kind, default) = match declared.split_once('=') {
        Some((kind, default)) => (kind.trim().to_owned(), Some(default.trim().to_owned())),
        None => (declared.trim().to_owned(), None),
    };
    let Suffixes {
        word,
        is_list,
        is_optional,
    } = suffixes(&kind);
    if word.is_empty() {
        return wrong(
            name,
            Error::failed(format!("the parameter '{name}' has no type")).hint(FORM),
        );
    }
    let parsed = Kind::read(word).map_err(|error| place.mistake(word, error))?;
    let parameter = Parameter {
        name: name.to_owned(),
        kind: parsed,
        is_optional,
        is_list,
        default: default.as_deref().map(unquoted),
        about,
        line: place.number,
    };
    check(&parameter, reserved).map_err(|fault| {
        let part = match fault.part {
            Part::Name => name,
            Part::Kind => &kind,
            Part::Default => default.as_deref().unwrap_or(name),
        };
        place.mistake(part, fault.error)
    })?;
    Ok(parameter)
}

/// A fault of a declaration: where, and what.
struct Fault {
    part: Part,
    error: Error,
}

/// A part of a declaration.
enum Part {
    Name,
    Kind,
    Default,
}

fn fault(part: Part, error: Error) -> Result<(), Box<Fault>> {
    Err(Box::new(Fault { part, error }))
}

fn check_name(name: &str) -> Result<(), Error> {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    let goes_on = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !begins || !name.chars().all(goes_on) || name.ends_with('_') || name.contains("__") {
        let error = Error::failed(format!("'{name}' can't be the name of a parameter"));
        return Err(
            error.hint("names are small letters, digits and _: last_day (its flag is --last-day)")
        );
    }
    if TAKEN.contains(&name) {
        let error = Error::failed(format!("'{name}' is a word of the language"));
        return Err(error.hint("give the parameter another name"));
    }
    Ok(())
}

fn check(parameter: &Parameter, reserved: &[String]) -> Result<(), Box<Fault>> {
    let flag = parameter.flag();
    if let Some(taken) = clash(parameter, &flag, reserved) {
        let error = Error::failed(format!("--{taken} is an option of 'epic run' itself"));
        return fault(Part::Name, error.hint("give the parameter another name"));
    }
    if parameter.is_optional && parameter.default.is_some() {
        let error = Error::failed("a parameter with a default is never missing");
        return fault(Part::Kind, error.hint("leave out the ?, or the default"));
    }
    if parameter.is_list && parameter.kind == Kind::Bool {
        let error = Error::failed("a switch is no list");
        return fault(Part::Kind, error.hint("leave out the []"));
    }
    if parameter.is_secret() {
        return check_secret(parameter);
    }
    if matches!(parameter.kind, Kind::Row(_)) {
        return Ok(());
    }
    for default in parameter.defaults() {
        if let Err(expected) = parameter.kind.value(&default) {
            let mut error =
                Error::failed(format!("the default '{default}' does not fit: {expected}"));
            let has_words = default.contains(' ');
            let hint = has_words.then_some("two spaces come before the description");
            error.hints.extend(hint.map(str::to_owned));
            return fault(Part::Default, error);
        }
    }
    Ok(())
}

/// The flag of every script that a parameter's is, or that its `--no-…` is.
fn clash<'a>(parameter: &Parameter, flag: &str, reserved: &'a [String]) -> Option<&'a String> {
    let negated = format!("no-{flag}");
    reserved
        .iter()
        .find(|taken| *taken == flag || parameter.kind == Kind::Bool && **taken == negated)
}

fn check_secret(parameter: &Parameter) -> Result<(), Box<Fault>> {
    let variable = parameter.variable();
    if parameter.kind != Kind::Text || parameter.is_list {
        let error = Error::failed(format!("'{}' is a secret by its name", parameter.name));
        let how =
            format!("secrets are of type text, and come from {variable}; or give it another name");
        return fault(Part::Kind, error.hint(how));
    }
    if parameter.default.is_some() {
        let error = Error::failed("a secret is never written in a script");
        let how = format!("it is taken from {variable}, or asked for");
        return fault(Part::Default, error.hint(how));
    }
    Ok(())
}

/// What is declared, and the description behind two spaces. Columns may be lined up around the `=`.
fn split(rest: &str) -> (String, String) {
    let mut parts = parts(rest.trim()).into_iter().peekable();
    let mut declared = parts.next().unwrap_or_default().to_owned();
    while let Some(next) = parts.next_if(|next| next.starts_with('=') || declared.ends_with('=')) {
        declared = format!("{declared} {next}");
    }
    (declared, parts.collect::<Vec<_>>().join(" "))
}

/// What is between two or more spaces, or tabs, outside of quotes.
fn parts(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut is_quoted, mut spaces) = (0, false, 0);
    for (at, letter) in text.char_indices() {
        if letter == '"' {
            is_quoted = !is_quoted;
        }
        match letter {
            '\t' if !is_quoted => spaces += 2,
            ' ' if !is_quoted => spaces += 1,
            _ if spaces > 1 => {
                found.push(text[start..at].trim());
                (start, spaces) = (at, 0);
            }
            _ => spaces = 0,
        }
    }
    found.push(text[start..].trim());
    found.retain(|part| !part.is_empty());
    found
}

/// A type, and what stands behind it.
struct Suffixes<'a> {
    word: &'a str,
    is_list: bool,
    is_optional: bool,
}

fn suffixes(kind: &str) -> Suffixes<'_> {
    let (word, is_optional) = match kind.strip_suffix('?') {
        Some(word) => (word.trim_end(), true),
        None => (kind, false),
    };
    let (word, is_list) = match word.strip_suffix("[]") {
        Some(word) => (word.trim_end(), true),
        None => (word, false),
    };
    Suffixes {
        word,
        is_list,
        is_optional,
    }
}

/// A text in quotes is what is in them.
fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(text).to_owned()
}
