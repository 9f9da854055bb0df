//! What ends a statement at the prompt besides a semicolon, as in psql: `\g`, `\gx`, `\watch`.

use super::argument::{SECONDS, seconds};
use crate::error::{Error, Result};
use crate::store::sql_text;

/// How a statement ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a semicolon, `\g`, or nothing.
    Plain,
    /// With `\gx`: each field is shown on a line of its own.
    Vertical,
    /// With `\watch N`: it is asked every so many seconds.
    Watch(u32),
}

/// Whether the text of a statement is at its end.
pub(super) fn is_ended(sql: &str) -> bool {
    sql_text::is_ended(sql) || backslash(sql).is_some()
}

/// The statements of a text, and how they end.
///
/// # Errors
/// What follows a backslash is no end.
pub(super) fn split(sql: &str) -> Result<(&str, End)> {
    let Some(at) = backslash(sql) else {
        return Ok((sql, End::Plain));
    };
    let (text, end) = sql.split_at(at);
    match end.trim_end().trim_end_matches(';') {
        "\\g" => Ok((text, End::Plain)),
        "\\gx" => Ok((text, End::Vertical)),
        "\\watch" => Ok((text, End::Watch(SECONDS))),
        other => {
            if let Some(seconds) = other.strip_prefix("\\watch ").and_then(seconds) {
                return Ok((text, End::Watch(seconds)));
            }
            let word = other.split_whitespace().next().unwrap_or(other);
            let error = Error::usage(format!("'{word}' does not end a statement here"));
            Err(error.hint("end it with ;, \\g, \\gx or \\watch 5"))
        }
    }
}

/// Where a backslash stands that is in no quote and no comment.
fn backslash(sql: &str) -> Option<usize> {
    let mut at = 0;
    for token in sql_text::tokens(sql) {
        if token.is_sign("\\") {
            return Some(at);
        }
        at += token.text.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_as_in_psql() {
        assert_eq!(split("select 1;").unwrap(), ("select 1;", End::Plain));
        assert_eq!(split("select 1 \\g").unwrap(), ("select 1 ", End::Plain));
        assert_eq!(
            split("select 1\n\\gx\n").unwrap(),
            ("select 1\n", End::Vertical)
        );
        assert_eq!(split("select e'\\\\' /* \\g */").unwrap().1, End::Plain);
        assert!(is_ended("select 1 \\gx") && is_ended("select 1;") && !is_ended("select '\\g'"));
        assert_eq!(
            split("table t \\watch").unwrap(),
            ("table t ", End::Watch(2))
        );
        assert_eq!(split("table t \\watch 5").unwrap().1, End::Watch(5));
        assert!(split("table t \\watch 0").is_err());
        let error = split("select 1 \\gset x").unwrap_err();
        assert_eq!(error.message, "'\\gset' does not end a statement here");
        assert_eq!(error.hints, ["end it with ;, \\g, \\gx or \\watch 5"]);
    }
}
