//! Names that follow from other names.

/// What the rows of a statement in plain SQL are called, since they belong to no table.
pub const ROWS: &str = "rows";

/// What one of them is called: `clients` → `client`.
#[must_use]
pub fn singular(plural: &str) -> &str {
    plural.strip_suffix('s').unwrap_or(plural)
}

/// What a foreign key leads to: `client_id` → `client`.
pub(super) fn relation(field: &str) -> &str {
    field.strip_suffix("_id").unwrap_or(field)
}
