//! Expressions and queries as SQL text and parameters.

mod aggregate;
mod call;
pub(super) mod change;
pub(super) mod columns;
mod derived;
mod expression;
mod joins;
mod pen;
pub(super) mod select;
pub(super) mod undo;
