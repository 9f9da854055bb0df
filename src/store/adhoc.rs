//! Statements that somebody typed: one statement, of any kind, with any column types.

use super::codec;
use super::connection::Connection;
use super::database::Database;
use super::failure::comes_from;
use super::parameters::Parameters;
use super::row::Row;
use super::sql_changes::changes;
use super::{parameters, sql_text, statement_guard};
use crate::error::{DatabaseCause, Error, Kind, Result};
use crate::rows::Rows;
use futures_util::TryStreamExt;
use futures_util::future::join;
use postgres::error::SqlState;
use postgres::types::Type;
use std::fmt::Write as _;
use std::pin::pin;
use tokio_postgres::{Client, Statement};

/// What a statement gave back.
#[derive(Debug)]
pub enum Answer {
    /// Rows (possibly none), for a statement that has columns.
    Rows(Rows),
    /// How many rows were touched.
    Count(u64),
    /// It is done, and there is nothing to count.
    Done,
}

impl Answer {
    /// What it says when there are no rows to show.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Rows(_) => None,
            Self::Count(1) => Some("1 row".to_owned()),
            Self::Count(count) => Some(format!("{count} rows")),
            Self::Done => Some("done".to_owned()),
        }
    }
}

impl Database {
    /// Runs a statement that somebody typed: any one statement, whatever its columns.
    ///
    /// # Errors
    /// As [`Database::query`]; also several statements at once, `copy` and transaction commands.
    pub fn adhoc(&self, sql: &str, params: Parameters<'_>) -> Result<Answer> {
        self.adhoc_on(&self.connection()?, sql, params)
    }

    pub(super) fn adhoc_on(
        &self,
        connection: &Connection,
        sql: &str,
        params: Parameters<'_>,
    ) -> Result<Answer> {
        connection.touch();
        let answer = run(connection, sql, params);
        if !self.in_transaction() {
            connection.restore();
        }
        answer
    }
}

pub(super) fn run(connection: &Connection, sql: &str, params: Parameters<'_>) -> Result<Answer> {
    check(sql, params)?;
    let prepared = prepare_after(None, connection, sql, params)?;
    answer(connection, sql, params, &prepared)
}

/// Refuses what is never sent.
pub(super) fn check(sql: &str, params: Parameters<'_>) -> Result<()> {
    statement_guard::check(sql)?;
    parameters::check(sql, params)
}

/// Prepares a statement that was checked, and says something before by the same round trip.
pub(super) fn prepare_after(
    before: Option<&str>,
    connection: &Connection,
    sql: &str,
    params: Parameters<'_>,
) -> Result<Statement> {
    let sql = sql_text::without_end(sql);
    let types = params.types(sql);
    let prepare = async |client: &Client| {
        let Some(before) = before else {
            return client.prepare_typed(sql, &types).await;
        };
        // They are sent in this order.
        let said = client.batch_execute(before);
        let (said, prepared) = join(said, client.prepare_typed(sql, &types)).await;
        said.and(prepared)
    };
    connection
        .run(sql, prepare)
        .map_err(|error| parameters::refine(one_at_a_time(error), params))
}

/// What a statement that was prepared gives.
pub(super) fn answer(
    connection: &Connection,
    sql: &str,
    params: Parameters<'_>,
    prepared: &Statement,
) -> Result<Answer> {
    let sql = sql_text::without_end(sql);
    let needed = prepared.params().len();
    if params.len() != needed {
        return Err(parameters::wrong_number(needed, params));
    }
    let statement = readable(connection, sql, params, prepared)?;
    let sent = params.sent();
    let (rows, touched) = connection.run(sql, async |client| {
        let mut found = pin!(client.query_raw(&statement, sent).await?);
        let mut rows = Vec::new();
        while let Some(row) = found.try_next().await? {
            rows.push(Row(row));
        }
        Ok((rows, found.rows_affected()))
    })?;
    if statement.columns().is_empty() {
        return Ok(match touched {
            Some(touched) if statement_guard::is_counted(sql) => Answer::Count(touched),
            _ => Answer::Done,
        });
    }
    Ok(Answer::Rows(Rows {
        columns: codec::columns(statement.columns()),
        rows: rows.iter().map(Row::values).collect::<Result<_>>()?,
    }))
}

/// The statement, or one around it whose columns all have a form here.
fn readable(
    connection: &Connection,
    sql: &str,
    params: Parameters<'_>,
    prepared: &Statement,
) -> Result<Statement> {
    let columns = prepared.columns();
    let unreadable = columns
        .iter()
        .find(|column| codec::kind(column.type_()).is_none());
    let Some(column) = unreadable else {
        return Ok(prepared.clone());
    };
    let inside = sql_text::bare(sql);
    let around = if changes(sql).iter().any(|change| change.is_outermost) {
        change_as_text(inside, columns)
    } else {
        as_text(inside, columns)
    };
    let types = params.types(sql);
    connection
        .run(&around, async |client| {
            client.prepare_typed(&around, &types).await
        })
        .map_err(|error| match error.kind {
            Kind::Interrupted | Kind::Unreachable => error,
            _ => {
                let (name, kind) = (column.name(), column.type_());
                Error::failed(format!(
                    "{name} is of the type {kind}, which can't be shown"
                ))
                .hint(format!("cast it to text: {name}::text"))
            }
        })
}

/// The server's words for several statements speak of what nobody here sees.
fn one_at_a_time(error: Error) -> Error {
    // Other errors of syntax come from the parser.
    let is_syntax = |cause: &DatabaseCause| cause.code == SqlState::SYNTAX_ERROR.code();
    if error.cause.as_deref().is_some_and(is_syntax) && comes_from(&error, &["exec_parse_message"])
    {
        Error::failed("there are several statements").hint("run them one at a time")
    } else {
        error
    }
}

/// The same query with those columns as text that have no form here (intervals, ranges, addresses …).
fn as_text(sql: &str, columns: &[postgres::Column]) -> String {
    let (list, names) = list(columns);
    format!("select {list} from ({sql}) as answer ({names})")
}

/// The same, of a statement that changes rows and returns them.
fn change_as_text(sql: &str, columns: &[postgres::Column]) -> String {
    let (list, names) = list(columns);
    format!("with answer ({names}) as ({sql}) select {list} from answer")
}

/// The columns with their headings, and their names inside.
fn list(columns: &[postgres::Column]) -> (String, String) {
    let (mut list, mut names) = (String::new(), String::new());
    for (i, column) in columns.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        let heading = quoted(column.name());
        let _ = match *column.type_() {
            // Their cast to text is another text than the one that is shown.
            Type::INET | Type::CIDR => write!(
                list,
                "{comma}case when c{i} is not null then pg_catalog.format('%s', c{i}) end as {heading}"
            ),
            ref other if codec::kind(other).is_none() => {
                write!(list, "{comma}c{i}::text as {heading}")
            }
            _ => write!(list, "{comma}c{i} as {heading}"),
        };
        let _ = write!(names, "{comma}c{i}");
    }
    (list, names)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
