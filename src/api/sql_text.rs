//! A text of SQL with several statements: one after the other, up to the first that fails.

use super::session::Session;
use crate::error::{Error, Excerpt, Kind, Result};
use crate::host::Question;
use crate::store::sql_text::{Statement, parameters, statements};
use crate::store::{Answer, Parameters, changes};

impl Session {
    /// Runs the statements of a text one by one, and hands each with its answer to `shown` before the next. `confirm`
    /// is asked before one that changes all rows of a table. All see the same parameters: `$2` is the second
    /// everywhere.
    ///
    /// # Errors
    /// As [`Session::sql_exec`], with the line in the text and, of several, the number of the statement that failed;
    /// what `confirm` and `shown` return. Those before it are for the caller's transaction to take back.
    pub fn sql_exec_each(
        &self,
        text: &str,
        params: Parameters<'_>,
        confirm: impl Fn(&Question) -> Result<()>,
        mut shown: impl FnMut(&str, Answer) -> Result<()>,
    ) -> Result<()> {
        // Each with how many parameters it takes.
        let all: Vec<(Statement<'_>, usize)> = statements(text)
            .map(|one| (one, parameters(one.text).max().unwrap_or(0)))
            .collect();
        if all.is_empty() {
            return self.exec(text, params).map(drop); // says so
        }
        let most = all.iter().map(|(_, needed)| *needed).max().unwrap_or(0);
        for (index, (one, needed)) in all.iter().enumerate() {
            // One alone takes what is given, and so does the first when there are too many: it says what is wrong.
            let takes_all = all.len() == 1 || params.len() > most;
            let used = if takes_all {
                params
            } else {
                params.first(*needed)
            };
            let done = if all.len() == 1 && changes(one.text).is_empty() {
                self.exec_alone(one.text, used)
            } else {
                self.exec_if(one.text, used, &confirm)
            };
            done.and_then(|answer| shown(one.text, answer))
                .map_err(|error| located(error, one, (index + 1, all.len())))?;
        }
        Ok(())
    }
}

/// The error with its place in the text; and, of several statements, in their order.
fn located(mut error: Error, statement: &Statement<'_>, (number, count): (usize, usize)) -> Error {
    if let Some(excerpt) = &mut error.excerpt {
        excerpt.line += statement.line - 1; // it counts from where the statement begins
    }
    if count == 1 || matches!(error.kind, Kind::Interrupted | Kind::Unread) {
        return error;
    }
    let first = statement.text.lines().next().unwrap_or_default();
    error.excerpt.get_or_insert_with(|| {
        Box::new(Excerpt {
            line: statement.line,
            text: first.to_owned(),
            start: 0,
            width: first.chars().count(),
        })
    });
    error.hint(format!(
        "this is statement {number} of {count}; nothing of any is kept"
    ))
}
