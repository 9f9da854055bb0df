//! Expressions and queries as data.

pub(super) mod derived;
pub(super) mod expr;
pub(super) mod functions;
pub(super) mod path;
pub(super) mod select;
mod visit;
