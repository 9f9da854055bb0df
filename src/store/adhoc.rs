//! Statements that somebody typed: one statement, of any kind, with any column types.

use super::codec;
use super::connection::Connection;
use super::row::Row;
use crate::error::{Error, Result};
use crate::rows::Rows;
use crate::value::Value;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::Type;
use std::fmt::Write as _;

/// What a statement gave back.
#[derive(Debug)]
pub enum Answer {
    /// Rows (possibly none), for a statement that has columns.
    Rows(Rows),
    /// How many rows were touched.
    Count(u64),
}

pub(super) fn run(connection: &Connection, sql: &str, params: &[Value]) -> Result<Answer> {
    refuse_what_would_break_the_session(sql)?;
    let sql = sql.trim().trim_end_matches(';');
    let types: Vec<Type> = params.iter().map(codec::wire).collect();
    let prepared = connection
        .run(sql, |client| client.prepare_typed(sql, &types))
        .map_err(one_at_a_time)?;
    if params.len() != prepared.params().len() {
        let (needs, has) = (prepared.params().len(), params.len());
        return Err(Error::failed(format!(
            "the statement has {needs} parameters, {has} were given"
        )));
    }
    let columns = prepared.columns();
    let mut statement = prepared.clone();
    if columns
        .iter()
        .any(|column| codec::kind(column.type_()).is_none())
    {
        let readable = as_text(sql, columns);
        statement = connection
            .run(&readable, |client| client.prepare_typed(&readable, &types))
            .map_err(|_| {
                Error::failed("a column has a type that can't be shown")
                    .hint("cast it: column::text")
            })?;
    }
    let (rows, touched) = connection.run(sql, |client| {
        let mut found = client.query_raw(&statement, params)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(Row(row));
        }
        Ok((rows, found.rows_affected()))
    })?;
    if statement.columns().is_empty() {
        return Ok(Answer::Count(touched.unwrap_or_default()));
    }
    Ok(Answer::Rows(Rows {
        columns: codec::columns(statement.columns()),
        rows: rows.iter().map(Row::values).collect::<Result<_>>()?,
    }))
}

/// The server's words for several statements speak of what nobody here sees.
fn one_at_a_time(error: Error) -> Error {
    if error.message.contains("multiple commands") {
        Error::failed("there are several statements").hint("run them one at a time")
    } else {
        error
    }
}

/// The same query with those columns as text that have no form here (intervals, ranges, addresses …).
fn as_text(sql: &str, columns: &[postgres::Column]) -> String {
    let (mut list, mut names) = (String::new(), String::new());
    for (i, column) in columns.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        let cast = if codec::kind(column.type_()).is_none() {
            "::text"
        } else {
            ""
        };
        let heading = quoted(column.name());
        let _ = write!(list, "{comma}c{i}{cast} as {heading}");
        let _ = write!(names, "{comma}c{i}");
    }
    // The line break ends a comment that ends the statement.
    format!("select {list} from ({sql}\n) as answer ({names})")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Transaction commands would end the shell's own transaction; `copy` needs a protocol of its own.
fn refuse_what_would_break_the_session(sql: &str) -> Result<()> {
    const TRANSACTION: [&str; 11] = [
        "begin",
        "start",
        "commit",
        "end",
        "rollback",
        "abort",
        "savepoint",
        "release",
        "prepare",
        "declare",
        "discard",
    ];
    let word = first_word(sql);
    if word.is_empty() {
        return Err(
            Error::usage("there is no statement").hint("for example: select count(*) from clients")
        );
    }
    if TRANSACTION.contains(&word.as_str()) {
        return Err(Error::failed(format!(
            "'{word}' is not for here: each entry is one transaction"
        ))
        .hint("it is committed when it succeeds and taken back when it fails"));
    }
    if word == "copy" {
        return Err(Error::failed("'copy' is not for here")
            .hint("write a result to a file with --format csv, or use psql with: epic url"));
    }
    Ok(())
}

/// The first word of a statement, in lower case, after comments.
fn first_word(sql: &str) -> String {
    let mut rest = sql.trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment
                .split_once('\n')
                .map_or("", |(_, after)| after)
                .trim_start();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment
                .split_once("*/")
                .map_or("", |(_, after)| after)
                .trim_start();
        } else {
            break;
        }
    }
    let word: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    if word.is_empty() {
        rest.chars().take(1).collect()
    } else {
        word.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_is_found_after_comments() {
        assert_eq!(first_word("  -- a comment\n /* and */ SELECT 1"), "select");
        assert_eq!(first_word("(select 1)"), "(");
        assert_eq!(first_word(" -- nothing"), "");
    }

    #[test]
    fn transaction_commands_and_copy_are_refused() {
        for sql in ["COMMIT", "/* x */ rollback", "copy clients to stdout", ""] {
            assert!(refuse_what_would_break_the_session(sql).is_err(), "{sql}");
        }
        assert!(refuse_what_would_break_the_session("table clients").is_ok());
    }
}
