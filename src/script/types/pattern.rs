//! Regular expressions that mean the same to Rust and to PostgreSQL.

use crate::error::Error;
use crate::script::raise::{Raised, raise};
use regex::{Regex, RegexBuilder};

/// What the database reads otherwise, or not at all.
const ELSEWHERE: [&str; 16] = [
    "[[:<", "[[:>", "[[.", "[[=", "\\b", "\\B", "\\A", "\\z", "\\p", "\\P", "\\<", "\\>", "(?P",
    "(?<", "&&", "~~",
];

/// A regular expression that means the same here and in the database.
pub(in crate::script) fn pattern(text: &str) -> Raised<Regex> {
    let wrong = |why: String| {
        let what = format!("'{text}' is no pattern: {why}");
        raise(Error::failed(what).hint("for example \"^[A-Z]\", \"\\\\d+$\", \"ltd|inc\""))
    };
    if let Some(part) = ELSEWHERE.iter().find(|part| text.contains(*part)) {
        return Err(wrong(format!(
            "{part} does not mean the same in the database"
        )));
    }
    RegexBuilder::new(text)
        .dot_matches_new_line(true)
        .build()
        .map_err(|error| {
            let said = error.to_string();
            let why = said.lines().last().unwrap_or_default();
            wrong(why.trim_start_matches("error: ").to_owned())
        })
}
