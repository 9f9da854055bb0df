//! What a script may use: depth, operations, time. Ctrl-C stops it at once.

use crate::store::interrupt;
use rhai::{Dynamic, Engine};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// How deep functions may call each other.
const CALLS: usize = 64;
/// How deep expressions may nest: at the top, and in functions.
const NESTING: (usize, usize) = (64, 48);
/// How many operations one entry may take.
const OPERATIONS: u64 = 2_000_000_000;
/// How long one entry may take.
pub(super) const TIME: Duration = Duration::from_hours(1);
/// The clock is read once in so many operations: reading it at each would cost more than half the speed.
const CLOCK_EVERY: u64 = 1024;

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Why a script was stopped; `try … catch` can't hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// Ctrl-C.
    Interrupted,
    /// It took too long.
    TooLong,
}

pub(super) fn set(engine: &mut Engine) {
    engine.set_max_call_levels(CALLS);
    engine.set_max_expr_depths(NESTING.0, NESTING.1);
    engine.set_max_operations(OPERATIONS);
    engine.disable_symbol("eval");
    engine.on_progress(|count| {
        if interrupt::requested() {
            return Some(Dynamic::from(Stopped::Interrupted));
        }
        let late = || {
            DEADLINE
                .get()
                .is_some_and(|deadline| Instant::now() > deadline)
        };
        (count % CLOCK_EVERY == 0 && late()).then(|| Dynamic::from(Stopped::TooLong))
    });
}

/// Runs an evaluation under the time limit.
pub(super) fn timed<T>(work: impl FnOnce() -> T) -> T {
    let outer = DEADLINE.replace(Some(Instant::now() + TIME));
    let result = work();
    DEADLINE.set(outer);
    result
}
