//! Aggregates of a group: `count()`, `sum(|k| …)`.

use crate::api::Collection;
use crate::error::Error;
use crate::query::{Aggregate, Expr};
use crate::script::lowering;
use crate::script::raise::{Raised, raise};
use crate::script::types::AggregateCall;
use rhai::plugin::{export_module, exported_module};
use rhai::{Engine, FnPtr, Module, NativeCallContext};
use rust_decimal::Decimal;

/// An aggregate as an expression over the rows of a collection.
pub(super) fn expr(
    call: &AggregateCall,
    ctx: &NativeCallContext,
    collection: &Collection,
) -> Raised<Expr> {
    let Some(closure) = &call.of else {
        return Ok(Expr::Aggregate(Aggregate::Count, None, None));
    };
    if call.name == "count" {
        let only = lowering::condition(ctx, collection, closure)?;
        return Ok(Expr::Aggregate(
            Aggregate::Count,
            None,
            Some(Box::new(only)),
        ));
    }
    let (aggregate, of) = lowering::aggregate(ctx, collection, call.name, closure)?;
    Ok(Expr::Aggregate(aggregate, Some(Box::new(of)), None))
}

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(aggregates)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<AggregateCall>("aggregate");
    macro_rules! comparisons {
        ($($number:ty)*) => { $(
            for sign in ["==", "!=", "<", "<=", ">", ">="] {
                engine.register_fn(sign, |_: AggregateCall, _: $number| compared());
                engine.register_fn(sign, |_: $number, _: AggregateCall| compared());
            }
        )* };
    }
    comparisons!(i64 f64 Decimal);
}

/// Rhai would find an aggregate and a number different, and the condition false.
fn compared() -> Raised<bool> {
    Err(raise(
        Error::failed("an aggregate of a group is known once the group is made")
            .hint("name it, then ask: .group(|k| k.client, #{ n: count() }).filter(|g| g.n > 2)"),
    ))
}

/// Group
#[export_module]
mod aggregates {
    /// In `group`: how many rows the group has.
    ///
    /// ```rhai
    /// contracts.group(|k| k.signed, #{ n: count() })
    /// ```
    #[rhai_fn(name = "count")]
    pub fn count_all() -> AggregateCall {
        AggregateCall {
            name: "count",
            of: None,
        }
    }

    /// In `group`: for how many rows of the group the closure is true.
    ///
    /// ```rhai
    /// contracts.group(|k| k.client.commercial.full_name, #{ unsigned: count(|k| !k.signed) })
    /// ```
    #[rhai_fn(name = "count")]
    pub fn count_if(closure: FnPtr) -> AggregateCall {
        AggregateCall {
            name: "count",
            of: Some(closure),
        }
    }

    /// In `group`: the sum over the group.
    ///
    /// ```rhai
    /// contracts.group(|k| k.signed, #{ due: sum(|k| k.amount_due) })
    /// ```
    #[rhai_fn(name = "sum")]
    pub fn sum_of(closure: FnPtr) -> AggregateCall {
        AggregateCall {
            name: "sum",
            of: Some(closure),
        }
    }

    /// In `group`: the mean over the group.
    ///
    /// ```rhai
    /// events.group(|e| e.location, #{ guests: avg(|e| e.attendees) })
    /// ```
    #[rhai_fn(name = "avg")]
    pub fn avg_of(closure: FnPtr) -> AggregateCall {
        AggregateCall {
            name: "avg",
            of: Some(closure),
        }
    }

    /// In `group`: the least of the group.
    ///
    /// ```rhai
    /// events.group(|e| e.location, #{ first: min(|e| e.starts_at) })
    /// ```
    #[rhai_fn(name = "min")]
    pub fn min_of(closure: FnPtr) -> AggregateCall {
        AggregateCall {
            name: "min",
            of: Some(closure),
        }
    }

    /// In `group`: the greatest of the group.
    ///
    /// ```rhai
    /// contracts.group(|k| k.signed, #{ largest: max(|k| k.total_amount) })
    /// ```
    #[rhai_fn(name = "max")]
    pub fn max_of(closure: FnPtr) -> AggregateCall {
        AggregateCall {
            name: "max",
            of: Some(closure),
        }
    }
}
