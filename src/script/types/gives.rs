//! What functions give, where Rust's type does not say it: their signatures do, by these names. Completion reads them.

use crate::api::Collection;
use rhai::{Array, Dynamic};

/// A record of the collection, or nothing.
pub(in crate::script) type RecordOrNothing = Dynamic;
/// A list of records of the collection.
pub(in crate::script) type Records = Array;
/// Rows whose columns are what a closure gives.
pub(in crate::script) type Selected = Collection;
/// Rows whose columns are the keys and the aggregates of groups.
pub(in crate::script) type Grouped = Collection;
/// A value of the type that the closure gives.
pub(in crate::script) type OfClosure = Dynamic;
/// An item of the list.
pub(in crate::script) type Item = Dynamic;
