//! Options of functions, given as a map.

use super::raise::{article, type_name};
use crate::error::{Error, Result};
use rhai::Dynamic;

/// The option that one of the words stands for.
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

/// What an option takes instead.
pub(super) fn wrong(name: &str, value: &Dynamic, expected: &str) -> Error {
    let given = match value.clone().into_string() {
        Ok(text) => format!("'{text}'"),
        Err(_) => article(type_name(value.type_name())),
    };
    Error::failed(format!("{name} takes {expected}, not {given}"))
}
