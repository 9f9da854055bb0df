//! What happened to rows.

use crate::api::{Collection, Record, Session};
use crate::rows::Rows;
use crate::script::raise::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Module};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(see)]
}

fn list(session: &Session, rows: Rows) -> Array {
    let records = session.records(rows).into_iter();
    records.map(Dynamic::from).collect()
}

/// See
#[export_module]
mod see {
    /// What happened to a record, the oldest change first.
    ///
    /// Each change has `when`, `who`, `action`, and for each `field` what it was `before` and `after`; and
    /// in which `run`. Changes by other programs are there too.
    ///
    /// ```rhai
    /// clients.get(12).history().filter(|h| h.field == "phone")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn history(record: Record) -> Raised<Array> {
        let rows = record.history().map_err(raise)?;
        Ok(list(record.session(), rows))
    }

    /// What happened to the row with an id; it may be deleted.
    ///
    /// ```rhai
    /// clients.history(12)
    /// ```
    #[rhai_fn(name = "history", return_raw)]
    pub fn history_of(collection: Collection, id: i64) -> Raised<Array> {
        let rows = collection.history(id).map_err(raise)?;
        Ok(list(collection.session(), rows))
    }
}
