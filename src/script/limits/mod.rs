//! What a script may use: depth, operations, time, memory. Ctrl-C stops it at once.
//!
//! Rhai can limit the sizes of values itself, but then every `push` counts its whole list. So memory is
//! measured as a whole at each operation, which costs nothing when the program's allocator counts; one
//! operation can at most double a value. The few functions that make much at once look first
//! ([`sizes`]).

mod sizes;
mod sleep;
mod stop;

pub use stop::Limits;
pub(super) use stop::Stopped;

use super::context::Context;
use rhai::{Dynamic, Engine};
use std::cell::Cell;
use std::sync::OnceLock;
use std::time::Instant;
use stop::{DEADLINE, stopped};

/// How deep functions may call each other.
const CALLS: usize = 64;
/// How deep expressions may nest: at the top, and in functions.
const NESTING: (usize, usize) = (64, 48);
/// The clock is read once in so many operations: reading it at each would cost more than half the speed.
const CLOCK_EVERY: u64 = 1024;

static GAUGE: OnceLock<fn() -> usize> = OnceLock::new();

thread_local! {
    /// How much memory may be in use.
    static CEILING: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Says how many bytes of memory the process uses; it is asked at every operation of a script. Call it
/// once, before the first interpreter, if the allocator of the program counts.
pub fn measure_memory(used: fn() -> usize) {
    let _ = GAUGE.set(used); // the first one stays
}

pub(super) fn set(engine: &mut Engine, limits: Limits, context: &Context) {
    engine.set_max_call_levels(CALLS);
    engine.set_max_expr_depths(NESTING.0, NESTING.1);
    engine.set_max_operations(limits.operations);
    engine.set_module_resolver(rhai::module_resolvers::DummyModuleResolver::new());
    engine.disable_symbol("eval");
    sizes::register(engine, limits);
    sleep::register(engine, limits);
    let gauge = GAUGE.get().copied();
    let context = context.clone();
    engine.on_progress(move |count| {
        if context.is_unwritten() {
            return Some(Dynamic::from(Stopped::Unwritten));
        }
        let full = gauge.is_some_and(|used| used() > CEILING.get());
        if full {
            return Some(Dynamic::from(Stopped::TooMuch(limits.memory)));
        }
        let look = count % CLOCK_EVERY == 0;
        stopped(limits, look).map(Dynamic::from)
    });
}

/// Runs an evaluation under the limits of time and memory.
pub(super) fn within<T>(limits: Limits, work: impl FnOnce() -> T) -> T {
    let used = GAUGE.get().map_or(0, |used| used());
    let deadline = DEADLINE.replace(Some(Instant::now() + limits.time));
    let ceiling = CEILING.replace(used.saturating_add(limits.memory));
    let result = work();
    DEADLINE.set(deadline);
    CEILING.set(ceiling);
    result
}
