//! Signals. Ctrl-C stops the script, the query or the wait for a connection that is running now; SIGHUP and
//! SIGTERM do so too, and end the process (`ending.rs`).
//!
//! A thread waits for the signal, raises a flag that loops look at, and asks the server to cancel the
//! running statement. A cancel request that arrives when nothing runs would kill the *next* statement,
//! so the request is kept only while a statement runs.

use super::ending::{self, Wait};
use postgres::CancelToken;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio_postgres_rustls::MakeRustlsConnect;

static REQUESTED: AtomicBool = AtomicBool::new(false);
static WATCHED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Option<(CancelToken, MakeRustlsConnect)>> = Mutex::new(None);

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
    ending::at_last(work);
}

/// Whether what runs is to stop: Ctrl-C was pressed since the last [`clear`], or the process is to end.
#[must_use]
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed) || ending().is_some()
}

/// The number of the signal that is ending the process, if there is one.
#[must_use]
pub fn ending() -> Option<i32> {
    ending::signal()
}

/// Forgets an earlier Ctrl-C: a new entry begins.
pub fn clear() {
    REQUESTED.store(false, Ordering::SeqCst);
}

/// Waits for somebody at the terminal: a signal that ends the process ends it at once meanwhile, after
/// `undo`, which makes the terminal as it was. Nothing when the process is to end anyhow.
pub fn at_terminal<T>(undo: impl FnOnce() + Send + 'static, work: impl FnOnce() -> T) -> Option<T> {
    let wait = Wait {
        undo: Box::new(undo),
        by_ctrl_c: false,
    };
    ending::wait_for(wait, work)
}

/// Waits for a file or for another process: Ctrl-C ends the process at once meanwhile, and so do the
/// others. Nothing when the process is to end anyhow.
pub fn blocked<T>(work: impl FnOnce() -> T) -> Option<T> {
    let wait = Wait {
        undo: Box::new(|| {}),
        by_ctrl_c: true,
    };
    ending::wait_for(wait, work)
}

/// Does as if the terminal had been closed: it is gone, but nobody told us (yet).
pub fn hang_up() {
    ending::begin(SIGHUP);
}

fn take(signal: i32) {
    if signal != SIGINT {
        ending::begin(signal);
    }
    ending::end_a_wait(signal);
    REQUESTED.store(true, Ordering::SeqCst);
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((token, tls)) = &*running {
        // When it can't be sent, the statement ends by itself or by its timeout.
        let _ = token.cancel_query(tls.clone());
    }
}

/// The signals that this process was started to ignore, one bit each. Only Linux tells.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
        .unwrap_or_default()
}

/// While it lives, Ctrl-C cancels the statement running on this connection.
pub(super) struct Cancellable(());

impl Cancellable {
    pub(super) fn new(client: &postgres::Client, tls: &super::tls::Tls) -> Option<Self> {
        WATCHED.load(Ordering::Relaxed).then(|| {
            let running = Some((client.cancel_token(), tls.connector()));
            *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = running;
            Self(())
        })
    }
}

impl Drop for Cancellable {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
