//! Named scopes: words of this house for rows that matter.

use crate::api::Collection;
use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::script::types::Span;
use chrono::{Duration, Local, Utc};
use rhai::Module;
use rhai::plugin::{EvalAltResult, export_module, exported_module};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(narrow)]
}

fn duration(span: Span) -> Raised<Duration> {
    Duration::try_seconds(span.seconds).ok_or_else(|| raise(Error::failed("the span is too long")))
}

fn out_of_calendar() -> Box<EvalAltResult> {
    raise(Error::failed("the date is out of the calendar"))
}

/// Narrow
#[export_module]
mod narrow {
    /// The rows that are mine: I am their commercial or their support.
    ///
    /// ```rhai
    /// clients.mine()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn mine(collection: Collection) -> Raised<Collection> {
        collection.mine().map_err(raise)
    }

    /// Contracts that are not signed.
    ///
    /// ```rhai
    /// contracts.unsigned()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn unsigned(collection: Collection) -> Raised<Collection> {
        collection.unsigned().map_err(raise)
    }

    /// Contracts with something left to pay.
    ///
    /// ```rhai
    /// contracts.unpaid().sum(|k| k.amount_due)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn unpaid(collection: Collection) -> Raised<Collection> {
        collection.unpaid().map_err(raise)
    }

    /// Clients who were not contacted for a while.
    ///
    /// ```rhai
    /// clients.stale(30.days)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn stale(collection: Collection, span: Span) -> Raised<Collection> {
        let today = Local::now().date_naive();
        let since = today
            .checked_sub_signed(duration(span)?)
            .ok_or_else(out_of_calendar)?;
        collection.stale(since).map_err(raise)
    }

    /// Events without support.
    ///
    /// ```rhai
    /// events.unassigned()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn unassigned(collection: Collection) -> Raised<Collection> {
        collection.unassigned().map_err(raise)
    }

    /// Events that start from now on, within a while.
    ///
    /// ```rhai
    /// events.upcoming(14.days)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn upcoming(collection: Collection, span: Span) -> Raised<Collection> {
        let until = Utc::now()
            .checked_add_signed(duration(span)?)
            .ok_or_else(out_of_calendar)?;
        collection.upcoming(until).map_err(raise)
    }

    /// Rows in whose texts something occurs, in capitals or not.
    ///
    /// ```rhai
    /// clients.search("casey")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn search(collection: Collection, text: &str) -> Raised<Collection> {
        collection.search(text).map_err(raise)
    }
}
