//! What an entry may use, and why it is stopped.

use crate::store::interrupt;
use std::cell::Cell;
use std::time::{Duration, Instant};

thread_local! {
    /// When the entry that runs now must be done.
    pub(super) static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// What one entry may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many operations it may take.
    pub operations: u64,
    /// How long it may take.
    pub time: Duration,
    /// How much memory it may take beyond what was in use before, in bytes; only where
    /// [`measure_memory`](super::measure_memory) was called.
    pub memory: usize,
}

/// Two thousand million operations, an hour, half a gigabyte.
impl Default for Limits {
    fn default() -> Self {
        Self {
            operations: 2_000_000_000,
            time: Duration::from_hours(1),
            memory: 512 << 20,
        }
    }
}

/// Why a script was stopped; `try … catch` can't hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::script) enum Stopped {
    /// Ctrl-C.
    Interrupted,
    /// `print` could not write.
    Unwritten,
    /// It took longer than this.
    TooLong(Duration),
    /// It took more bytes than this.
    TooMuch(usize),
}

/// Whether it has to stop: Ctrl-C, or the time is over; the clock is read when asked to.
pub(super) fn stopped(limits: Limits, clock: bool) -> Option<Stopped> {
    let late = || {
        DEADLINE
            .get()
            .is_some_and(|deadline| Instant::now() > deadline)
    };
    if interrupt::requested() {
        Some(Stopped::Interrupted)
    } else {
        (clock && late()).then_some(Stopped::TooLong(limits.time))
    }
}
