//! Names that follow from other names.

/// What one of them is called: `clients` → `client`.
#[must_use]
pub fn singular(plural: &str) -> &str {
    plural.strip_suffix('s').unwrap_or(plural)
}

/// `a client`, `an event`
#[must_use]
pub fn with_article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// What a foreign key leads to: `client_id` → `client`.
pub(super) fn relation(field: &str) -> &str {
    field.strip_suffix("_id").unwrap_or(field)
}
