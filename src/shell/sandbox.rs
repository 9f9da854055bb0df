//! Whether what is said at the prompt is kept.

use crate::api;

/// Whether what entries change is kept.
pub(super) enum Sandbox {
    /// It is, entry by entry.
    Off,
    /// It is not; the next entry opens the transaction.
    Empty,
    /// It is not; this is the transaction.
    Open(api::Sandbox),
}

impl Sandbox {
    /// Whether it is not.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether its transaction was begun.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// Whether its transaction is gone.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Open(open) if open.is_lost())
    }
}
