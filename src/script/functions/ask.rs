//! Questions to whoever runs the script.

use crate::error::{Error, Result};
use crate::host::Host;
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(talk)]
}

/// The host, if it can answer this question.
fn asked(host: &dyn Host, question: &str) -> Result<()> {
    if host.may_ask() {
        return Ok(());
    }
    Err(Error::usage("the script asks, and nobody is at a terminal")
        .hint(format!("the question: {question}")))
}

/// A question, with what else there is to know at its end.
fn line(question: &str, more: &str) -> String {
    let question = question.trim_end();
    match more {
        "" => format!("{question} "),
        more => format!("{question} [{more}] "),
    }
}

fn text(host: &dyn Host, question: &str, default: Option<&str>) -> Result<String> {
    if let Some(default) = default.filter(|_| host.is_answered()) {
        return Ok(default.to_owned());
    }
    let instead = match default {
        Some(_) => "take what it proposes: --yes",
        None => "run it at a terminal, or write the answer into it",
    };
    asked(host, question).map_err(|error| error.hint(instead))?;
    let answer = host.ask(&line(question, default.unwrap_or_default()))?;
    Ok(match default {
        Some(default) if answer.is_empty() => default.to_owned(),
        _ => answer,
    })
}

fn yes(host: &dyn Host, question: &str) -> Result<bool> {
    if host.is_answered() {
        return Ok(true);
    }
    asked(host, question).map_err(|error| error.hint("say yes beforehand: --yes"))?;
    let answer = host.ask(&line(question, "y/N"))?.to_lowercase();
    Ok(["y", "yes"].contains(&answer.as_str()))
}

/// Talk
///
/// With whoever runs the script. Where nobody is at a terminal, a script that asks is stopped and nothing of it is kept;
/// `--yes` answers beforehand.
#[export_module]
mod talk {
    /// Asks for a line of text, at a terminal.
    ///
    /// ```rhai
    /// if clients.count() < 0 { ask("Which city?") }
    /// ```
    #[rhai_fn(volatile, return_raw)]
    pub fn ask(ctx: NativeCallContext, question: &str) -> Raised<String> {
        let host = Context::of(ctx.tag()).map_err(raise)?.host();
        super::text(&*host, question, None).map_err(raise)
    }

    /// Asks for a line of text; an empty answer is the default, and so is `--yes`.
    ///
    /// ```rhai
    /// if clients.count() < 0 { ask("Which city?", "Paris") }
    /// ```
    #[rhai_fn(name = "ask", volatile, return_raw)]
    pub fn ask_with_default(
        ctx: NativeCallContext,
        question: &str,
        default: &str,
    ) -> Raised<String> {
        let host = Context::of(ctx.tag()).map_err(raise)?.host();
        super::text(&*host, question, Some(default)).map_err(raise)
    }

    /// Asks a question that is answered by yes or no; `--yes` says yes, an empty answer no.
    ///
    /// ```rhai
    /// if clients.count() < 0 && confirm("Go on without clients?") { print("on we go") }
    /// ```
    #[rhai_fn(volatile, return_raw)]
    pub fn confirm(ctx: NativeCallContext, question: &str) -> Raised<bool> {
        let host = Context::of(ctx.tag()).map_err(raise)?.host();
        super::yes(&*host, question).map_err(raise)
    }
}
