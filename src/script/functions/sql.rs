//! Plain SQL, under one's own rights. Values are parameters, never text.

use crate::api::{Answer, Session};
use crate::error::Result;
use crate::rows::Rows;
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use crate::script::types::{Hinted, Message};
use crate::script::values::params;
use crate::value::Value;
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(sql)]
}

fn run(
    ctx: &NativeCallContext,
    (sql, values): (&str, &Array),
    statement: impl FnOnce(&Session, &str, &[Value]) -> Result<Answer>,
) -> Raised<Dynamic> {
    let session = Context::of(ctx.tag())
        .and_then(|context| context.signed_in())
        .map_err(raise)?;
    let answer = params(values)
        .and_then(|params| statement(&session, sql, &params))
        .map_err(raise)?;
    Ok(value_of(&session, sql, answer))
}

/// The value that a statement's answer is in a script.
pub(in crate::script) fn value_of(session: &Session, sql: &str, answer: Answer) -> Dynamic {
    let words = answer.words().map(Message);
    let hint = words
        .as_ref()
        .and_then(|_| session.why_no_row(sql, &answer));
    match (answer, words, hint) {
        (_, Some(words), Some(hint)) => Dynamic::from(Hinted(words, hint)),
        (_, Some(words), None) => Dynamic::from(words),
        (Answer::Rows(rows), ..) => records(session, rows).into(),
        _ => Dynamic::UNIT,
    }
}

/// Runs a statement that may change things; one that changes all rows of a table is asked about first.
fn change(ctx: &NativeCallContext, sql: &str, values: &Array) -> Raised<Dynamic> {
    let host = Context::of(ctx.tag()).map_err(raise)?.host();
    run(ctx, (sql, values), |session, sql, params| {
        session.sql_exec_if(sql, params, |question| host.confirm(question))
    })
}

fn records(session: &Session, rows: Rows) -> Array {
    let records = session.records(rows).into_iter();
    records.map(Dynamic::from).collect()
}

/// Plain SQL
///
/// It has your own rights, and values are bound as parameters: nothing is pasted into the text.
#[export_module]
mod sql {
    /// Runs a query in plain SQL; it can't change anything.
    ///
    /// ```rhai
    /// sql("select count(*) as n from clients")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sql(ctx: NativeCallContext, statement: &str) -> Raised<Dynamic> {
        run(&ctx, (statement, &Array::new()), Session::sql)
    }

    /// Runs a query in plain SQL with parameters; it can't change anything.
    ///
    /// ```rhai
    /// sql("select full_name from clients where id = $1", [12])
    /// ```
    #[rhai_fn(name = "sql", return_raw)]
    pub fn sql_with(ctx: NativeCallContext, statement: &str, parameters: Array) -> Raised<Dynamic> {
        run(&ctx, (statement, &parameters), Session::sql)
    }

    /// Runs a statement in plain SQL that may change things.
    ///
    /// An update or a delete without `where` asks first, at a terminal; elsewhere it needs `--yes`.
    ///
    /// Rows that the rules do not let you change are passed over without an error, as in any SQL; `why` says
    /// what fails for one of them.
    ///
    /// ```rhai
    /// sql_exec("update clients set phone = null where id = 12")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sql_exec(ctx: NativeCallContext, statement: &str) -> Raised<Dynamic> {
        change(&ctx, statement, &Array::new())
    }

    /// Runs a statement in plain SQL with parameters; it may change things.
    ///
    /// ```rhai
    /// sql_exec("update clients set phone = $1 where id = $2", ["+33 1 99 00 12 34", 12])
    /// ```
    #[rhai_fn(name = "sql_exec", return_raw)]
    pub fn sql_exec_with(
        ctx: NativeCallContext,
        statement: &str,
        parameters: Array,
    ) -> Raised<Dynamic> {
        change(&ctx, statement, &parameters)
    }
}
