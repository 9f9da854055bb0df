//! Signals. Ctrl-C stops the script, the query or the wait for a connection that is running now; SIGHUP and
//! SIGTERM do so too, and end the process (`shutdown.rs`).
//!
//! A thread waits for the signal, raises a flag that loops look at, and asks the server to cancel the
//! running statement. A cancel request that arrives when nothing runs would kill the *next* statement,
//! so the request is kept only while a statement runs, and the end of a statement waits for one that is on its way.
//!
//! A server that says nothing (it is stopped, or the network is silent) can't be asked: a second Ctrl-C gives the
//! connection up.

use super::cancel::Cancel;
use super::link::Link;
use super::shutdown::{self, Wait};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

static REQUESTED: AtomicBool = AtomicBool::new(false);
static WATCHED: AtomicBool = AtomicBool::new(false);
static GIVEN_UP: AtomicBool = AtomicBool::new(false);
/// Wakes the waiters for one of them.
static RAISED: Notify = Notify::const_new();
/// The statement that runs now, and how to cancel it.
static RUNNING: Mutex<Option<Arc<Running>>> = Mutex::new(None);
/// What else is done at each Ctrl-C.
static AT_CTRL_C: OnceLock<fn()> = OnceLock::new();
/// How long the end of a statement waits for such a request.
const ON_ITS_WAY: Duration = Duration::from_secs(1);

struct Running {
    cancel: Cancel,
    /// Whether the server is being asked to cancel it.
    is_asked: Mutex<bool>,
    /// Wakes the waiters for its end.
    asked: Condvar,
}

impl Running {
    fn is_asked(&self) -> MutexGuard<'_, bool> {
        self.is_asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins to watch for signals; Ctrl-C no longer ends the process. SIGHUP or SIGTERM that this process was
/// started to ignore (`nohup`) stays ignored.
///
/// # Errors
/// The system refuses a signal handler.
pub fn watch() -> std::io::Result<()> {
    if WATCHED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let ignored = ignored();
    let is_wanted = |signal: &i32| *signal == SIGINT || ignored >> (signal - 1) & 1 == 0;
    let wanted = [SIGINT, SIGHUP, SIGTERM].into_iter().filter(is_wanted);
    let mut signals = Signals::new(wanted)?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || signals.forever().for_each(take))?;
    Ok(())
}

/// What is done last when SIGHUP or SIGTERM ends the process while it waits or hangs.
pub fn at_last(work: fn()) {
    shutdown::at_last(work);
}

/// What else is done at each Ctrl-C, in the thread of the signals; the first name stays.
pub fn at_ctrl_c(work: fn()) {
    let _ = AT_CTRL_C.set(work);
}

/// Whether what runs is to stop: Ctrl-C was pressed since the last [`clear`], or the process is to end.
#[must_use]
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed) || ending().is_some()
}

/// The number of the signal that is ending the process, if there is one.
#[must_use]
pub fn ending() -> Option<i32> {
    shutdown::signal()
}

/// Whether Ctrl-C was pressed again: the connection is not waited for any more.
pub(super) fn is_given_up() -> bool {
    GIVEN_UP.load(Ordering::Relaxed)
}

/// Waits until one of the two above is so.
pub(super) async fn raised(is_raised: fn() -> bool) {
    loop {
        let mut again = pin!(RAISED.notified());
        again.as_mut().enable();
        if is_raised() {
            return;
        }
        again.await;
    }
}

/// Forgets an earlier Ctrl-C: a new entry begins.
pub fn clear() {
    REQUESTED.store(false, Ordering::SeqCst);
    GIVEN_UP.store(false, Ordering::SeqCst);
}

/// Waits for somebody at the terminal: a signal that ends the process ends it at once meanwhile, after
/// `undo`, which makes the terminal as it was. Nothing when the process is to end anyhow.
pub fn at_terminal<T>(undo: impl FnOnce() + Send + 'static, work: impl FnOnce() -> T) -> Option<T> {
    let wait = Wait {
        undo: Box::new(undo),
        by_ctrl_c: false,
    };
    shutdown::wait_for(wait, work)
}

/// Waits for a file or for another process: Ctrl-C ends the process at once meanwhile, and so do the
/// others. Nothing when the process is to end anyhow, or Ctrl-C was pressed before the wait.
pub fn blocked<T>(work: impl FnOnce() -> T) -> Option<T> {
    let wait = Wait {
        undo: Box::new(|| {}),
        by_ctrl_c: true,
    };
    shutdown::wait_for(wait, || (!requested()).then(work)).flatten()
}

/// Does as if the terminal had been closed: it is gone, but nobody told us (yet).
pub fn hang_up() {
    shutdown::begin(SIGHUP);
    RAISED.notify_waiters();
}

fn take(signal: i32) {
    if signal != SIGINT {
        shutdown::begin(signal);
    }
    // In this order: a wait that begins now sees the flag, or is seen.
    let again = REQUESTED.swap(true, Ordering::SeqCst);
    shutdown::end_a_wait(signal);
    if again && signal == SIGINT {
        GIVEN_UP.store(true, Ordering::SeqCst);
    }
    RAISED.notify_waiters();
    cancel();
    if let Some(work) = AT_CTRL_C.get().filter(|_| signal == SIGINT) {
        work();
    }
}

/// Asks the server to cancel the statement that runs, unless that was asked for already.
fn cancel() {
    let Some(running) = running().clone() else {
        return;
    };
    if std::mem::replace(&mut *running.is_asked(), true) {
        return;
    }
    // In a thread of its own: the server may not answer, and the next Ctrl-C is to be heard.
    let asked = Arc::clone(&running);
    let ask = move || {
        asked.cancel.send();
        *asked.is_asked() = false;
        asked.asked.notify_all();
    };
    let thread = std::thread::Builder::new().name("cancel".into());
    if thread.spawn(ask).is_err() {
        *running.is_asked() = false;
    }
}

fn running() -> MutexGuard<'static, Option<Arc<Running>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The signals that this process was started to ignore, one bit each. Only Linux tells.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
        .unwrap_or_default()
}

/// Runs a statement; Ctrl-C cancels it. A connection that could still be hit by the request when this has ended is
/// given up.
pub(super) fn cancellable<T>(link: &mut Link, work: impl FnOnce(&mut Link) -> T) -> T {
    if !WATCHED.load(Ordering::Relaxed) {
        return work(link);
    }
    let now = link.cancel().map(|cancel| {
        Arc::new(Running {
            cancel,
            is_asked: Mutex::default(),
            asked: Condvar::new(),
        })
    });
    running().clone_from(&now);
    let done = work(link);
    *running() = None;
    if let Some(now) = now {
        let is_open = |is_asked: &mut bool| *is_asked && !link.is_over();
        let waited = now
            .asked
            .wait_timeout_while(now.is_asked(), ON_ITS_WAY, is_open);
        let (is_asked, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if *is_asked {
            link.give_up();
        }
    }
    done
}
