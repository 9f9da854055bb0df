//! What the maps of options hold.

use crate::error::{Error, Result};
use crate::script::raise::{article, type_name};
use rhai::Dynamic;

/// What is said of a key that is no option of a function.
pub(super) fn unknown(function: &str, name: &str, options: &[&str]) -> Error {
    Error::failed(format!("{function} has no option '{name}'"))
        .did_you_mean(name, options.iter().copied())
        .hint(format!("options: {}", options.join(", ")))
}

/// A text.
pub(super) fn text(name: &str, value: &Dynamic) -> Result<String> {
    let text = value.clone().into_string();
    text.map_err(|_| wrong(name, value, "a text"))
}

/// One of a few words.
pub(super) fn one_of<T>(
    name: &str,
    value: &Dynamic,
    words: &[&str],
    known: impl Fn(&str) -> Option<T>,
) -> Result<T> {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let expected = quoted.join(" or ");
    let said = value.clone().into_string().ok();
    said.and_then(|word| known(&word))
        .ok_or_else(|| wrong(name, value, &expected))
}

/// What is said of a value that an option does not take.
pub(super) fn wrong(name: &str, value: &Dynamic, expected: &str) -> Error {
    let given = match value.clone().into_string() {
        Ok(text) => format!("'{text}'"),
        Err(_) => article(type_name(value.type_name())),
    };
    Error::failed(format!("{name} takes {expected}, not {given}"))
}
