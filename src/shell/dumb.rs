//! Terminals that can't move their cursor, as `TERM` says: the line editor leaves the line to them.

/// Those that the line editor knows as such.
const DUMB: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Whether this one is.
pub(crate) fn is_dumb() -> bool {
    let is_term = |term: &str| DUMB.iter().any(|dumb| dumb.eq_ignore_ascii_case(term));
    std::env::var("TERM").is_ok_and(|term| is_term(&term))
}
