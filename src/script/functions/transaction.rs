//! Transactions inside an entry: savepoints.

use crate::error::Error;
use crate::script::context::Context;
use crate::script::failure::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};

pub(super) fn register(engine: &mut Engine) {
    engine.register_global_module(exported_module!(functions).into());
}

#[export_module]
mod functions {
    /// Runs a closure as a step of its own: when it fails, what it changed is taken back, and with
    /// `try … catch` the script can go on.
    ///
    /// ```
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
        result.map_err(|error| thrown.unwrap_or_else(|| raise(error)))
    }
}
