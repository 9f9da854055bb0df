//! Questions about a collection: closures that become SQL.

use crate::api::Collection;
use crate::query::{Direction, Expr};
use crate::script::lowering;
use crate::script::raise::{Raised, raise};
use crate::script::types::{OfClosure, Selected};
use crate::script::values::to_rhai;
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, FnPtr, Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(narrow), exported_module!(take)]
}

fn sorted(
    ctx: &NativeCallContext,
    collection: &Collection,
    closure: &FnPtr,
    direction: Direction,
) -> Raised<Collection> {
    let keys = lowering::keys(ctx, collection, closure)?;
    Ok(keys.into_iter().fold(collection.clone(), |sorted, key| {
        sorted.sort(key, direction)
    }))
}

fn aggregate(
    ctx: &NativeCallContext,
    collection: &Collection,
    name: &str,
    closure: &FnPtr,
) -> Raised<Dynamic> {
    let (aggregate, of) = lowering::aggregate(ctx, collection, name, closure)?;
    collection
        .aggregate(aggregate, &of)
        .map(to_rhai)
        .map_err(raise)
}

/// Narrow
#[export_module]
mod narrow {
    /// Only the rows for which the closure is true.
    ///
    /// ```rhai
    /// contracts.filter(|k| k.amount_due > 0 && k.client.commercial == me)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn filter(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<Collection> {
        lowering::condition(&ctx, &collection, &closure)
            .map(|condition| collection.filter(condition))
    }

    /// Sorted by the closure's value, the least first; a list of values gives several keys.
    ///
    /// ```rhai
    /// clients.sort(|c| [c.company_name, c.full_name])
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sort(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<Collection> {
        sorted(&ctx, &collection, &closure, Direction::Up)
    }

    /// Sorted by the closure's value, the greatest first.
    ///
    /// ```rhai
    /// contracts.sort_desc(|k| k.amount_due).take(10)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sort_desc(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<Collection> {
        sorted(&ctx, &collection, &closure, Direction::Down)
    }

    /// Rows with the closure's map as columns.
    ///
    /// ```rhai
    /// contracts.select(|k| #{ client: k.client.full_name, due: k.amount_due })
    /// ```
    #[rhai_fn(return_raw)]
    pub fn select(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<Selected> {
        let columns = lowering::columns(&ctx, &collection, &closure)?;
        collection.columns_of(columns).map_err(raise)
    }

    /// Rows that are equal in every column, once.
    ///
    /// ```rhai
    /// clients.select(|c| c.company_name).distinct()
    /// ```
    pub fn distinct(collection: Collection) -> Collection {
        collection.distinct()
    }
}

/// Take
#[export_module]
mod take {
    /// Whether the closure is true for any row.
    ///
    /// ```rhai
    /// events.any(|e| e.attendees > 500)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn any(ctx: NativeCallContext, collection: Collection, closure: FnPtr) -> Raised<bool> {
        super::narrow::filter(ctx, collection, closure)?
            .exists()
            .map_err(raise)
    }

    // As of a list.
    #[rhai_fn(return_raw)]
    pub fn some(ctx: NativeCallContext, collection: Collection, closure: FnPtr) -> Raised<bool> {
        any(ctx, collection, closure)
    }

    /// For how many rows the closure is true.
    ///
    /// ```rhai
    /// contracts.count(|k| !k.signed)
    /// ```
    #[rhai_fn(name = "count", return_raw)]
    pub fn count_of(ctx: NativeCallContext, collection: Collection, closure: FnPtr) -> Raised<i64> {
        super::narrow::filter(ctx, collection, closure)?
            .count()
            .map_err(raise)
    }

    /// Whether the closure is true for all rows.
    ///
    /// ```rhai
    /// contracts.all(|k| k.amount_due <= k.total_amount)
    /// ```
    #[rhai_fn(name = "all", return_raw)]
    pub fn all_are(ctx: NativeCallContext, collection: Collection, closure: FnPtr) -> Raised<bool> {
        let condition = lowering::condition(&ctx, &collection, &closure)?;
        let exception = collection.filter(Expr::Not(Box::new(condition)));
        exception.exists().map(|exists| !exists).map_err(raise)
    }

    /// Whether the closure is true for no row.
    ///
    /// ```rhai
    /// contracts.none(|k| k.amount_due < 0)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn none(ctx: NativeCallContext, collection: Collection, closure: FnPtr) -> Raised<bool> {
        any(ctx, collection, closure).map(|any| !any)
    }

    /// The sum of the closure's value over all rows; 0 when there are none.
    ///
    /// ```rhai
    /// contracts.sum(|k| k.amount_due)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sum(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<OfClosure> {
        aggregate(&ctx, &collection, "sum", &closure)
    }

    /// The mean of the closure's value over all rows; `()` when there are none.
    ///
    /// ```rhai
    /// events.avg(|e| e.attendees)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn avg(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<OfClosure> {
        aggregate(&ctx, &collection, "avg", &closure)
    }

    /// The least value of the closure over all rows; `()` when there are none.
    ///
    /// ```rhai
    /// events.min(|e| e.starts_at)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn min(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<OfClosure> {
        aggregate(&ctx, &collection, "min", &closure)
    }

    /// The greatest value of the closure over all rows; `()` when there are none.
    ///
    /// ```rhai
    /// contracts.max(|k| k.total_amount)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn max(
        ctx: NativeCallContext,
        collection: Collection,
        closure: FnPtr,
    ) -> Raised<OfClosure> {
        aggregate(&ctx, &collection, "max", &closure)
    }
}
