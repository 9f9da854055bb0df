//! Sleeping, which Ctrl-C and the time limit end like everything else. Rhai's own sleep would not.

use super::stop::{Limits, stopped};
use crate::script::raise::Raised;
use rhai::{Dynamic, Engine, EvalAltResult, Position};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a sleep checks whether it should stop.
const TICK: Duration = Duration::from_millis(20);

pub(super) fn register(engine: &mut Engine, limits: Limits) {
    engine.register_fn("sleep", move |seconds: i64| {
        nap(limits, Duration::from_secs(seconds.try_into().unwrap_or(0)))
    });
    engine.register_fn("sleep", move |seconds: f64| {
        nap(
            limits,
            Duration::try_from_secs_f64(seconds).unwrap_or_default(),
        )
    });
}

fn nap(limits: Limits, how_long: Duration) -> Raised<()> {
    let since = Instant::now();
    while let Some(left) = how_long.checked_sub(since.elapsed()) {
        if let Some(why) = stopped(limits, true) {
            return Err(EvalAltResult::ErrorTerminated(Dynamic::from(why), Position::NONE).into());
        }
        sleep(left.min(TICK));
    }
    Ok(())
}
