//! Plain SQL, under one's own rights. Values are parameters, never text.

use crate::api::{Answer, Session};
use crate::error::Result;
use crate::script::context::Context;
use crate::script::failure::{Raised, raise};
use crate::script::outcome::Message;
use crate::script::values::params;
use crate::value::Value;
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(sql)]
}

fn run(
    ctx: &NativeCallContext,
    values: &Array,
    statement: impl FnOnce(&Session, &[Value]) -> Result<Answer>,
) -> Raised<Dynamic> {
    let session = Context::of(ctx.tag())
        .and_then(|context| context.signed_in())
        .map_err(raise)?;
    let answer = params(values)
        .and_then(|params| statement(&session, &params))
        .map_err(raise)?;
    Ok(match answer {
        Answer::Rows(rows) => session
            .records(rows)
            .into_iter()
            .map(Dynamic::from)
            .collect::<Array>()
            .into(),
        Answer::Count(count) => Dynamic::from(Message(format!(
            "{count} row{}",
            if count == 1 { "" } else { "s" }
        ))),
    })
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
        run(&ctx, &Array::new(), |session, params| {
            session.sql(statement, params)
        })
    }

    /// Runs a query in plain SQL with parameters; it can't change anything.
    ///
    /// ```rhai
    /// sql("select full_name from clients where id = $1", [12])
    /// ```
    #[rhai_fn(name = "sql", return_raw)]
    pub fn sql_with(ctx: NativeCallContext, statement: &str, parameters: Array) -> Raised<Dynamic> {
        run(&ctx, &parameters, |session, params| {
            session.sql(statement, params)
        })
    }

    /// Runs a statement in plain SQL that may change things.
    ///
    /// ```rhai
    /// sql_exec("update clients set phone = null where id = 12")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sql_exec(ctx: NativeCallContext, statement: &str) -> Raised<Dynamic> {
        run(&ctx, &Array::new(), |session, params| {
            session.sql_exec(statement, params)
        })
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
        run(&ctx, &parameters, |session, params| {
            session.sql_exec(statement, params)
        })
    }
}
