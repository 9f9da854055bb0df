//! What follows the dot of a text, of another value, and of related rows.

pub(super) mod relation;
pub(super) mod scalar;
pub(super) mod text;
