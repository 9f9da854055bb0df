//! Terminals that can't move their cursor, as `TERM` says: the line editor leaves the line to them.

/// Those that the line editor knows as such.
const DUMB: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Whether this one is.
pub(super) fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| DUMB.contains(&term.as_str()))
}
