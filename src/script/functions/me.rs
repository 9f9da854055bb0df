//! What I may do, and why not.

use crate::api::{Collection, Reason, Reasons, Record};
use crate::catalog::Action;
use crate::script::raise::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Engine, Map, Module};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(me)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Reasons>("reasons");
    engine.register_get("allowed", |reasons: &mut Reasons| reasons.allowed);
    engine.register_get("rules", |reasons: &mut Reasons| -> Array {
        reasons.rules.iter().map(rule).collect()
    });
}

fn rule(reason: &Reason) -> Dynamic {
    let map = Map::from([
        ("rule".into(), reason.rule.clone().into()),
        ("holds".into(), reason.holds.into()),
        (
            "because".into(),
            reason.because().unwrap_or_default().into(),
        ),
        ("could".into(), reason.could.join(", ").into()),
    ]);
    map.into()
}

/// Me
#[export_module]
mod me {
    /// Whether I may read, create, update or delete rows of a collection at all.
    ///
    /// For one row, ask about the record.
    ///
    /// ```rhai
    /// can("update", clients)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn can(action: &str, collection: Collection) -> Raised<bool> {
        Action::named(action)
            .and_then(|action| collection.can(action))
            .map_err(raise)
    }

    /// Whether I may read, update or delete a record. Rules of the business may still say no.
    ///
    /// ```rhai
    /// can("delete", contracts.get(3))
    /// ```
    #[rhai_fn(name = "can", return_raw)]
    pub fn can_record(action: &str, record: Record) -> Raised<bool> {
        Action::named(action)
            .and_then(|action| record.can(action))
            .map_err(raise)
    }

    /// Which rules allow something in a collection, and which of them are for me.
    ///
    /// ```rhai
    /// why("create", contracts)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn why(action: &str, collection: Collection) -> Raised<Reasons> {
        Action::named(action)
            .and_then(|action| collection.why(action))
            .map_err(raise)
    }

    /// Which rules allow something with a record, what of them fails for me, and who could do it.
    ///
    /// In a script, `.allowed` says whether I may, and `.rules` is a list of `rule`, `holds`, `because` and
    /// `could`.
    ///
    /// ```rhai
    /// why("update", events.get(3))
    /// ```
    #[rhai_fn(name = "why", return_raw)]
    pub fn why_record(action: &str, record: Record) -> Raised<Reasons> {
        Action::named(action)
            .and_then(|action| record.why(action))
            .map_err(raise)
    }
}
