//! SIGHUP (the terminal was closed) and SIGTERM (`kill`): the process is to end, but orderly.
//!
//! What runs is interrupted, as by Ctrl-C, and ends the process from within: the transaction is rolled back,
//! the embedded server is left. Where nothing looks at the flag, because it waits for input at the
//! terminal or something hangs, the process is ended from outside: the server rolls back what was open
//! when its connection closes.

use super::embedded;
use signal_hook::consts::SIGINT;
use std::process;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

/// How long what runs may take to end by itself.
const GRACE: Duration = Duration::from_secs(4);
/// How long leaving the embedded server may take: somebody else may be starting or stopping it.
const PATIENCE: Duration = Duration::from_secs(4);

/// A wait that a signal ends, and the process with it.
pub(super) struct Wait {
    /// Undoes what the wait did to the terminal.
    pub(super) undo: Box<dyn FnOnce() + Send>,
    /// Whether Ctrl-C ends it too; else the wait itself hears of it.
    pub(super) by_ctrl_c: bool,
}

/// The signal that ends the process; 0 as long as there was none.
static SIGNAL: AtomicI32 = AtomicI32::new(0);
/// While waiting for something that no flag can interrupt.
static WAITING: Mutex<Option<Wait>> = Mutex::new(None);
/// What is done last.
static LAST: OnceLock<fn()> = OnceLock::new();

/// The signal that is ending the process, if there is one.
pub(super) fn signal() -> Option<i32> {
    Some(SIGNAL.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
}

/// Names what is done last when the process is ended from outside; the first name stays.
pub(super) fn at_last(work: fn()) {
    let _ = LAST.set(work);
}

/// Takes note that the process is to end.
pub(super) fn begin(signal: i32) {
    let first = SIGNAL.compare_exchange(0, signal, Ordering::SeqCst, Ordering::SeqCst);
    if first.is_ok() {
        // Without a thread, what hangs stays so: there is kill -9.
        let _ = thread::Builder::new().name("ending".into()).spawn(|| {
            thread::sleep(GRACE);
            give_up(None);
        });
    }
}

/// Ends the process at once if it only waits.
pub(super) fn end_a_wait(signal: i32) {
    let mut waiting = waiting();
    if waiting
        .as_ref()
        .is_some_and(|wait| signal != SIGINT || wait.by_ctrl_c)
    {
        let wait = waiting.take();
        drop(waiting);
        begin(signal);
        give_up(wait);
    }
}

/// Waits; nothing when the process is to end.
pub(super) fn wait_for<T>(wait: Wait, work: impl FnOnce() -> T) -> Option<T> {
    // In this order: either we see the signal here, or its thread sees that we wait.
    *waiting() = Some(wait);
    let _no_longer = Waiting;
    signal().is_none().then(work)
}

struct Waiting;

impl Drop for Waiting {
    fn drop(&mut self) {
        *waiting() = None;
    }
}

fn waiting() -> MutexGuard<'static, Option<Wait>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process from outside. The second caller waits for its end.
fn give_up(wait: Option<Wait>) {
    static ONCE: Mutex<()> = Mutex::new(());
    let _only_one = ONCE.lock().unwrap_or_else(PoisonError::into_inner);
    let wait = wait.or_else(|| waiting().take());
    if let Some(wait) = wait {
        (wait.undo)();
    }
    let (done, left) = mpsc::channel();
    let leave = move || {
        embedded::leave_all();
        // Nobody listens when it took too long.
        let _ = done.send(());
    };
    // Without a thread the kernel gives our locks back, and the next epic finds the server running.
    if thread::Builder::new().spawn(leave).is_ok() {
        let _ = left.recv_timeout(PATIENCE);
    }
    if let Some(last) = LAST.get() {
        last();
    }
    process::exit(128 + signal().unwrap_or_default());
}
