//! What was run.

use crate::api::{RunRecord, Session, Wanted};
use crate::error::{Error, Result};
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use crate::script::types::Span;
use chrono::{TimeDelta, Utc};
use rhai::plugin::{NativeCallContext, export_module, exported_module};
use rhai::{Array, Dynamic, Module};

/// How many runs a script gets at most.
const MOST: u32 = 1_000;

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(see)]
}

fn list(session: &Session, wanted: &Wanted) -> Result<Array> {
    let rows = RunRecord::rows(session.runs(wanted)?);
    let records = session.records(rows).into_iter();
    Ok(records.map(Dynamic::from).collect())
}

/// See
#[export_module]
mod see {
    /// What was run, the newest first: yours; an admin sees everybody's. The newest thousand, if they are more.
    ///
    /// Each run has `id`, `script`, `outcome`, `changed`, `who`, `started`, `ended`, `parameters`, `sha256`, `undoes` and
    /// `undone_by`. What is no saved script is a run named `entry`, if it changed something.
    ///
    /// ```rhai
    /// runs().filter(|r| r.script != "entry" && r.outcome == "failed")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn runs(ctx: NativeCallContext) -> Raised<Array> {
        let session = Context::of(ctx.tag()).and_then(|context| context.signed_in());
        let wanted = Wanted {
            most: Some(MOST),
            ..Wanted::default()
        };
        session
            .and_then(|session| list(&session, &wanted))
            .map_err(raise)
    }

    /// What was run for so long, the newest first.
    ///
    /// ```rhai
    /// runs(30.days).len()
    /// ```
    #[rhai_fn(name = "runs", return_raw)]
    pub fn runs_since(ctx: NativeCallContext, span: Span) -> Raised<Array> {
        let session = Context::of(ctx.tag()).and_then(|context| context.signed_in());
        let since = TimeDelta::try_seconds(span.seconds)
            .and_then(|ago| Utc::now().checked_sub_signed(ago))
            .ok_or_else(|| Error::failed("the span is too long"));
        session
            .and_then(|session| {
                let wanted = Wanted {
                    since: Some(since?),
                    most: Some(MOST),
                    ..Wanted::default()
                };
                list(&session, &wanted)
            })
            .map_err(raise)
    }
}
