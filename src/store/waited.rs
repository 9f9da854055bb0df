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
    let took = u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX);
    WAITED.fetch_add(took, Ordering::Relaxed);
    answer
}
