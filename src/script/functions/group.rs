//! Groups of rows, with aggregates over them.

use super::aggregate;
use crate::api::Collection;
use crate::error::Error;
use crate::query::{Aggregate, Expr};
use crate::script::lowering;
use crate::script::raise::{Raised, raise};
use crate::script::types::{AggregateCall, Grouped};
use rhai::plugin::{export_module, exported_module};
use rhai::{FnPtr, Map, Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(group)]
}

/// The aggregates of a group, in the order of their names.
fn aggregates(
    ctx: &NativeCallContext,
    collection: &Collection,
    map: Map,
) -> Raised<Vec<(String, Expr)>> {
    map.into_iter()
        .map(|(name, value)| {
            let Some(call) = value.try_cast::<AggregateCall>() else {
                return Err(raise(
                    Error::failed(format!("'{name}' is not an aggregate of the group"))
                        .hint("write count(), sum(|x| …), avg(|x| …), min(|x| …) or max(|x| …)"),
                ));
            };
            Ok((name.to_string(), aggregate::expr(&call, ctx, collection)?))
        })
        .collect()
}

/// Group
///
/// One row for each group of rows, with aggregates over each group.
#[export_module]
mod group {
    /// Groups the rows for which the closure has the same value, and counts each group.
    ///
    /// ```rhai
    /// events.group(|e| e.location)
    /// ```
    #[rhai_fn(name = "group", return_raw)]
    pub fn group_count(
        ctx: NativeCallContext,
        collection: Collection,
        key: FnPtr,
    ) -> Raised<Grouped> {
        let keys = lowering::columns(&ctx, &collection, &key)?;
        let count = Expr::Aggregate(Aggregate::Count, None, None);
        collection
            .group(keys, vec![("count".to_owned(), count)])
            .map_err(raise)
    }

    /// Groups the rows for which the closure has the same value, with aggregates over each group.
    ///
    /// ```rhai
    /// contracts.group(|k| k.client.commercial.full_name, #{ n: count(), due: sum(|k| k.amount_due) })
    /// ```
    #[rhai_fn(return_raw)]
    pub fn group(
        ctx: NativeCallContext,
        collection: Collection,
        key: FnPtr,
        aggregates_of_group: Map,
    ) -> Raised<Grouped> {
        let keys = lowering::columns(&ctx, &collection, &key)?;
        let aggregates = aggregates(&ctx, &collection, aggregates_of_group)?;
        collection.group(keys, aggregates).map_err(raise)
    }
}
