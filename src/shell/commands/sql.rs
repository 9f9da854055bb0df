//! `:sql`: one statement of plain SQL, as one transaction.

use crate::error::Result;
use crate::script::Outcome;
use crate::shell::repl::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, statement: &str) -> Result<()> {
    let since = Instant::now();
    shell.signed_in()?;
    let printer = &shell.printer;
    let mut interpreter = shell.interpreter.borrow_mut();
    interpreter.sql(statement, |outcome| match outcome {
        Outcome::Rows(rows) => printer.first_rows(rows, since),
        outcome => printer.show(outcome, since),
    })
}

/// Whether a semicolon ends a statement.
pub(super) fn is_ended(statement: &str) -> bool {
    statement.trim_end().ends_with(';')
}

/// Whether a statement can't end yet: a quote, a comment or a parenthesis is open. A
/// semicolon at the end ends it in any case.
pub(super) fn is_open(statement: &str) -> bool {
    let statement = statement.trim_end();
    let mut rest = statement;
    let mut depth = 0usize;
    while let Some(first) = rest.chars().next() {
        let body = &rest[first.len_utf8()..];
        let end = match first {
            '\'' | '"' => body.find(first).map(|at| at + 1),
            '-' if body.starts_with('-') => Some(body.find('\n').unwrap_or(body.len())),
            '/' if body.starts_with('*') => body.find("*/").map(|at| at + 2),
            '$' => past_dollar_quote(body),
            '(' => {
                depth += 1;
                Some(0)
            }
            ')' => {
                depth = depth.saturating_sub(1);
                Some(0)
            }
            _ => Some(0),
        };
        let Some(end) = end else {
            return !statement.ends_with(';');
        };
        rest = &body[end..];
    }
    depth > 0 && !statement.ends_with(';')
}

/// The length of `tag$ … $tag$`, or nothing at all to skip when it is only a parameter, as `$1`.
fn past_dollar_quote(body: &str) -> Option<usize> {
    let tag = body.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    match tag.map(|end| (&body[..end], &body[end..])) {
        Some((tag, rest))
            if rest.starts_with('$') && !tag.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            let close = format!("${tag}$");
            let from = tag.len() + 1;
            body[from..].find(&close).map(|at| from + at + close.len())
        }
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_goes_on_while_something_is_open() {
        let open = [
            "select (1",
            "select 'a",
            "select \"a b",
            "select 1 /* why",
            "select $$ it's",
            "select $x$ $$ ",
            "select ('a(' || f(1)",
        ];
        for sql in open {
            assert!(is_open(sql), "{sql}");
        }
        let done = [
            "select 1",
            "select 'it''s (' -- (",
            "select $1 + $2",
            "select $$ it's ( $$",
            "select (1;",
            "select /* ( */ 1)",
            "select é",
            "",
        ];
        for sql in done {
            assert!(!is_open(sql), "{sql}");
        }
    }
}
