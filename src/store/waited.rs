//! How long this process has waited for answers of the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// In nanoseconds.
static WAITED: AtomicU64 = AtomicU64::new(0);

/// How long this process has waited for answers of the database in all, since it began. The difference of two is what
/// was between them.
#[must_use]
pub fn waited() -> Duration {
    Duration::from_nanos(WAITED.load(Ordering::Relaxed))
}

/// Counts the time of `work`, which waits for an answer.
pub(super) fn waiting<T>(work: impl FnOnce() -> T) -> T {
    let since = Instant::now();
    let answer = work();
    WAITED.fetch_add(nanoseconds(since), Ordering::Relaxed);
    answer
}

/// Does something while an answer is on its way: that is no wait.
pub(super) fn meanwhile<T>(work: impl FnOnce() -> T) -> T {
    let since = Instant::now();
    let done = work();
    // What is counted around it, a moment later, is more.
    WAITED.fetch_sub(nanoseconds(since), Ordering::Relaxed);
    done
}

fn nanoseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
