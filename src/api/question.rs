//! What is asked before all rows of a table are changed.

use super::collection::Collection;
use super::record::Record;
use super::session::Session;
use crate::catalog::Action;
use crate::error::Result;
use crate::host::Question;
use crate::store::{Answer, Parameters, SqlChange, changes};
use crate::value::Value;

/// How many rows are named.
const EXAMPLES: u64 = 2;

impl Collection {
    /// The question whether all its rows are meant, which are so many.
    pub(super) fn all_of(&self, action: Action, count: u64) -> Result<Question> {
        let name = &self.entity().name;
        let examples = self.take(EXAMPLES).all()?;
        Ok(Question {
            what: what(action, count, self.entity().singular(), name),
            examples: examples.iter().map(example).collect(),
            instead: Some(format!(
                "say which: {name}.filter(|{}| …)",
                name.chars().next().unwrap_or('x')
            )),
        })
    }
}

impl Session {
    /// As [`Session::sql_exec`], after `confirm` was asked whether all rows of a table are meant, if the statement
    /// changes or deletes them all.
    ///
    /// # Errors
    /// As [`Session::sql_exec`], and what `confirm` returns. Then nothing was changed.
    pub fn sql_exec_if(
        &self,
        sql: &str,
        params: &[Value],
        confirm: impl FnOnce(&Question) -> Result<()>,
    ) -> Result<Answer> {
        self.exec_if(sql, Parameters::Values(params), confirm)
    }

    /// As [`Session::sql_exec_if`], with parameters of any sort.
    pub(super) fn exec_if(
        &self,
        sql: &str,
        params: Parameters<'_>,
        confirm: impl FnOnce(&Question) -> Result<()>,
    ) -> Result<Answer> {
        if !changes(sql).is_empty() {
            self.may_write()?;
        }
        if let Some(question) = self.question_before(sql)? {
            confirm(&question)?;
        }
        self.exec(sql, params)
    }

    /// The question before a statement of plain SQL that changes or deletes all rows of a table; none for others,
    /// and for what is refused in any case.
    fn question_before(&self, sql: &str) -> Result<Option<Question>> {
        let Some(found) = changes(sql).into_iter().find(SqlChange::is_of_all_rows) else {
            return Ok(None);
        };
        let action = Action::named(found.verb)?;
        let catalog = self.catalog()?;
        if catalog.entity(&found.table).is_err() || !self.may(action, &found.table)? {
            return Ok(None);
        }
        let all = self.collection(&found.table)?;
        let count = all.count()?.unsigned_abs();
        if count == 0 {
            return Ok(None);
        }
        let mut question = all.all_of(action, count)?;
        question.instead = Some(format!("say which: {} … where …", found.verb));
        Ok(Some(question))
    }
}

fn what(action: Action, count: u64, one: &str, many: &str) -> String {
    let verb = match action {
        Action::Delete => "deletes",
        _ => "changes",
    };
    match count {
        1 => format!("this {verb} the only {one}"),
        count => format!("this {verb} all {count} {many}"),
    }
}

/// `client 12, Kevin Casey`: the row, and the first text in it.
fn example(record: &Record) -> String {
    let values = record.values().unwrap_or_default();
    let text = values.into_iter().find_map(|value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    match text {
        Some(text) => format!("{}, {text}", record.label()),
        None => record.label(),
    }
}
