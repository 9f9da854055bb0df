//! Transactions inside an entry: savepoints.

use crate::error::Error;
use crate::script::context::Context;
use crate::script::outcome::Exit;
use crate::script::raise::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, EvalAltResult, FnPtr, Module, NativeCallContext, Position};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(transactions)]
}

/// Whether the closure itself could not be called: it has parameters.
fn is_of(error: &EvalAltResult, work: &FnPtr) -> bool {
    matches!(error, EvalAltResult::ErrorFunctionNotFound(signature, _) if signature.starts_with(work.fn_name()))
}

fn leave<T>(code: u8) -> Raised<T> {
    Err(EvalAltResult::Exit(Dynamic::from(Exit(code)), Position::NONE).into())
}

/// Transactions
///
/// Each entry at the prompt, each `-e` and each file is one transaction: all or nothing.
#[export_module]
mod transactions {
    /// Runs a closure as a step of its own, all or nothing.
    ///
    /// When it fails, what it changed is rolled back, and with `try … catch` the script can go on.
    ///
    /// ```rhai
    /// transaction(|| clients.count())
    /// ```
    #[rhai_fn(return_raw)]
    pub fn transaction(ctx: NativeCallContext, work: FnPtr) -> Raised<Dynamic> {
        let session = Context::of(ctx.tag())
            .and_then(|context| context.signed_in())
            .map_err(raise)?;
        let mut thrown: Option<Box<EvalAltResult>> = None;
        let result = session.transaction(|| {
            work.call_within_context::<Dynamic>(&ctx, ())
                .map_err(|error| {
                    thrown = Some(error);
                    Error::failed("the step failed")
                })
        });
        result.map_err(|error| match thrown {
            Some(thrown) if is_of(&thrown, &work) => {
                raise(Error::failed("a step takes nothing").hint("write transaction(|| { … })"))
            }
            Some(thrown) => thrown,
            None => raise(error),
        })
    }

    /// Ends the script or the shell, with a code from 0 to 255 for whoever started it.
    ///
    /// What the entry changed is kept; `throw` takes it back.
    ///
    /// ```rhai
    /// if clients.stale(30.days).exists() { exit(3) }
    /// ```
    #[rhai_fn(name = "exit", volatile, return_raw)]
    pub fn exit_with_code(code: i64) -> Raised<Dynamic> {
        let code = u8::try_from(code).map_err(|_| {
            raise(
                Error::usage(format!("exit({code}): a code is from 0 to 255"))
                    .hint("0 says that all went well"),
            )
        })?;
        leave(code)
    }

    /// Ends the script or the shell, as `exit(0)`.
    ///
    /// ```rhai
    /// exit()
    /// ```
    #[rhai_fn(volatile, return_raw)]
    pub fn exit() -> Raised<Dynamic> {
        leave(0)
    }
}
