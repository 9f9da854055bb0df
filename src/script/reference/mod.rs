//! What the doc comments of the functions say: help, hints, completion and the language reference are made of it.

mod closures;
mod described;
mod entity;
mod failures;
mod function;
pub(super) mod help;
mod language;
mod markdown;
mod quoted;
mod topics;

pub(super) use described::{example, names, of_record};
pub use entity::rules;
pub use function::{Function, Gives, functions, functions_of};
pub(super) use help::{help, knows};
pub use language::reference;
pub(super) use quoted::with_quotes;
pub use topics::listed as topics;
