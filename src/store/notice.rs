//! What somebody should know while something runs or after it went well: no error, and no result.

use std::sync::OnceLock;

static TELL: OnceLock<fn(&str)> = OnceLock::new();

/// Sets who is told; the first stays. Without anybody, nothing is said.
pub fn on_notice(tell: fn(&str)) {
    let _ = TELL.set(tell);
}

/// Tells it, from whatever thread.
pub(super) fn tell(text: &str) {
    if let Some(tell) = TELL.get() {
        tell(text);
    }
}
