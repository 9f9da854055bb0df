//! A new script, to begin with.

/// The text of a new script: it runs as it is.
#[must_use]
pub fn template(name: &str) -> String {
    format!(
        r"//! What {name} is for, in one line.
//!
//! More about it. See first what it would change: epic run {name} --dry-run
//!
//! @param silence: span = 30d     how long since the last contact
//! @param client: client[]?       only these
//! @role admin, commercial

let found = clients.stale(silence);
if client.len() > 0 {{
    found = found.filter(|c| c in client);
}}

found.select(|c| #{{
    id: c.id,
    name: c.full_name,
    since: c.last_contact_date,
    owes: c.contracts.sum(|k| k.amount_due),
}})
"
    )
}
