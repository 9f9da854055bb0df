//! What the doc comments of the functions say: help, hints, completion and the language reference are made of it.

mod described;
mod entity;
pub(super) mod help;
mod language;
mod signature;

pub(super) use described::{example, names, of_record};
pub(super) use help::help;
pub use language::reference;
pub use signature::Function;
pub(super) use signature::functions;
