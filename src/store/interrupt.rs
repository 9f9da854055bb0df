//! Ctrl-C: stops the script, the query or the wait for a connection that is running now.
//!
//! A thread waits for the signal, raises a flag that loops look at, and asks the server to cancel the
//! running statement. A cancel request that arrives when nothing runs would kill the *next* statement,
//! so the request is kept only while a statement runs.

use postgres::CancelToken;
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio_postgres_rustls::MakeRustlsConnect;

static REQUESTED: AtomicBool = AtomicBool::new(false);
static WATCHED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Option<(CancelToken, MakeRustlsConnect)>> = Mutex::new(None);

/// Begins to watch for Ctrl-C; the process no longer ends by it.
///
/// # Errors
/// The system refuses a signal handler.
pub fn watch() -> std::io::Result<()> {
    if WATCHED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let mut signals = Signals::new([SIGINT])?;
    std::thread::Builder::new()
        .name("ctrl-c".into())
        .spawn(move || {
            for _ in signals.forever() {
                REQUESTED.store(true, Ordering::SeqCst);
                let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((token, tls)) = &*running {
                    // When it can't be sent, the statement ends by itself or by its timeout.
                    let _ = token.cancel_query(tls.clone());
                }
            }
        })?;
    Ok(())
}

/// Whether Ctrl-C was pressed since the last [`clear`].
#[must_use]
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// Forgets an earlier Ctrl-C: a new entry begins.
pub fn clear() {
    REQUESTED.store(false, Ordering::SeqCst);
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
