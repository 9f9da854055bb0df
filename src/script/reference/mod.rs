//! What the doc comments of the functions say: help, hints, completion and the language reference are made of it.

mod closures;
mod described;
mod entity;
mod function;
pub(super) mod help;
mod language;

pub(super) use described::{example, names, of_record};
pub use function::{Function, Gives, functions, functions_of};
pub(super) use help::help;
pub use language::reference;
