//! What can't be run among statements that somebody typed: what would end the shell's own transaction,
//! what would stay after it, and what needs a protocol of its own.

use super::sql_text::first_words;
use crate::error::{Error, Result};

/// They would end the shell's own transaction.
const TRANSACTION: [&str; 8] = [
    "begin",
    "start",
    "commit",
    "end",
    "rollback",
    "abort",
    "savepoint",
    "release",
];
/// They deal with names that live as long as a connection, and the shell has some of its own.
const NAMES: [(&str, &str); 9] = [
    ("prepare", VALUES),
    ("execute", VALUES),
    ("deallocate", VALUES),
    ("declare", LOOP),
    ("fetch", LOOP),
    ("move", LOOP),
    ("close", LOOP),
    ("listen", "nobody would hear of it; use psql with: epic url"),
    ("discard", "it would take away what the shell needs"),
];
const VALUES: &str = "values are bound as they are: sql(\"select … where id = $1\", [12])";
const LOOP: &str = "a loop reads a thousand rows at a time: for c in clients { … }";
/// Statements that tell how many rows they touched.
const COUNTED: [&str; 9] = [
    "insert", "update", "delete", "merge", "with", "select", "values", "table", "(",
];

/// Refuses what can't be run here.
pub(super) fn check(sql: &str) -> Result<()> {
    if sql.contains('\0') {
        // It ends a statement on the way to the server, and the client gives up the connection.
        let error = Error::failed("the statement holds the character \\0, which no text can");
        return Err(error.hint("take it out"));
    }
    let [word, second, third] = first_words(sql);
    if word.is_empty() {
        return Err(
            Error::usage("there is no statement").hint("for example: select count(*) from clients")
        );
    }
    if TRANSACTION.contains(&word.as_str()) || (word == "prepare" && second == "transaction") {
        return Err(Error::failed(format!(
            "'{word}' is not for here: each entry is one transaction"
        ))
        .hint("it is committed when it succeeds and rolled back when it fails"));
    }
    let not_for_here = |hint: &str| {
        let error = Error::failed(format!("'{word}' is not for here"));
        Err(error.hint(hint))
    };
    if word == "copy" {
        return not_for_here(
            "write a result to a file with --format csv, or use psql with: epic url",
        );
    }
    if let Some((_, hint)) = NAMES.iter().find(|(name, _)| *name == word) {
        return not_for_here(hint);
    }
    // What is set for good would hold on one of several connections, for whatever comes by.
    let for_this_entry = ["local", "transaction", "constraints"];
    if word == "reset" || (word == "set" && !for_this_entry.contains(&second.as_str())) {
        let error = Error::failed(format!(
            "'{word}' is not for here: it would outlast the entry"
        ));
        let name = if second == "session" { third } else { second };
        return Err(match (word.as_str(), name.as_str()) {
            ("reset", _) => error.hint("what set local says ends with its entry"),
            (_, "characteristics") => error.hint("for this entry alone: set transaction …"),
            (_, name) => error.hint(format!("for this entry alone: set local {name} …")),
        });
    }
    Ok(())
}

/// Whether the number of rows means something after a statement.
pub(super) fn is_counted(sql: &str) -> bool {
    let [word, ..] = first_words(sql);
    COUNTED.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_the_session_is_refused() {
        for sql in [
            "COMMIT",
            "/* x */ rollback",
            "copy clients to stdout",
            "",
            ";",
            "select 'a\0b'",
            "deallocate all",
            "close all",
            "discard all",
            "listen x",
            "prepare transaction 'x'",
            "set search_path = auth",
            "set session search_path = auth",
            "set role epic_owner",
            "reset all",
        ] {
            assert!(check(sql).is_err(), "{sql}");
        }
        for sql in [
            "table clients",
            "set local lock_timeout = 1",
            "set transaction read only",
            "set constraints all immediate",
            "explain select 1",
        ] {
            assert!(check(sql).is_ok(), "{sql}");
        }
    }
}
