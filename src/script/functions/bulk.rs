//! Changes of all rows of a collection at once.

use crate::api::{Assigned, Changed, Collection};
use crate::script::context::Context;
use crate::script::lowering;
use crate::script::raise::{Raised, raise};
use crate::script::types::Message;
use crate::script::values::given_one;
use rhai::plugin::{export_module, exported_module};
use rhai::{FnPtr, Map, Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(change)]
}

fn report(collection: &Collection, changed: Changed, what: &str) -> Message {
    let Changed { rows, of } = changed;
    let entity = collection.entity();
    let name = if of == 1 {
        entity.singular()
    } else {
        &entity.name
    };
    Message(if rows == of {
        format!("{rows} {name} {what}")
    } else {
        format!("{rows} of {of} {name} {what}; the others you may not change")
    })
}

/// Change
#[export_module]
mod change {
    /// Changes fields of all rows, in one statement. A closure computes the value from each row.
    ///
    /// Without a filter it asks first, at a terminal; elsewhere it needs `--yes`.
    ///
    /// ```rhai
    /// contracts.filter(|k| k.id == 3).update(#{ amount_due: |k| k.amount_due / 2 })
    /// ```
    #[rhai_fn(name = "update", return_raw)]
    pub fn update_all(
        ctx: NativeCallContext,
        collection: Collection,
        values: Map,
    ) -> Raised<Message> {
        let values = values.into_iter().map(|(name, value)| {
            let assigned = match value.clone().try_cast::<FnPtr>() {
                Some(closure) => {
                    let (value, row_of) = lowering::assigned(&ctx, &collection, &closure)?;
                    Assigned::Computed { value, row_of }
                }
                None => Assigned::Given(given_one(&value).map_err(raise)?),
            };
            Ok((name.to_string(), assigned))
        });
        let values = values.collect::<Raised<Vec<(String, Assigned)>>>()?;
        let context = Context::of(ctx.tag()).map_err(raise)?;
        let changed = collection
            .update_all_if(values, |question| context.host().confirm(question))
            .map_err(raise)?;
        Ok(report(&collection, changed, "updated"))
    }

    /// Deletes all rows, in one statement.
    ///
    /// Without a filter it asks first, at a terminal; elsewhere it needs `--yes`.
    ///
    /// ```rhai
    /// events.filter(|e| e.id == 3).delete()
    /// ```
    #[rhai_fn(name = "delete", return_raw)]
    pub fn delete_all(ctx: NativeCallContext, collection: Collection) -> Raised<Message> {
        let context = Context::of(ctx.tag()).map_err(raise)?;
        let changed = collection
            .delete_all_if(|question| context.host().confirm(question))
            .map_err(raise)?;
        Ok(report(&collection, changed, "deleted"))
    }
}
