//! A connection that was lost is made again in the background, with longer and longer pauses: nobody waits for it, and
//! the next statement finds it.

use super::connections::Connections;
use crate::error::Kind;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

/// The first pause, which doubles up to the last.
const FIRST: Duration = Duration::from_millis(250);
const LAST: Duration = Duration::from_secs(15);

/// Begins to try, and tells when it is there. It ends by itself when the server refuses, or nobody needs it any more.
pub(super) fn begin(connections: &Arc<Connections>, tell: impl FnOnce() + Send + 'static) {
    connections.forget();
    if connections.reconnecting.swap(true, Ordering::SeqCst) {
        return;
    }
    let weak = Arc::downgrade(connections);
    let again = move || {
        let mut pause = FIRST;
        while let Some(connections) = weak.upgrade() {
            match connections.take() {
                Err(error) if may_pass(error.kind) => {}
                taken => {
                    connections.reconnecting.store(false, Ordering::SeqCst);
                    if taken.is_ok() {
                        drop(taken); // it is idle when this is told
                        tell();
                    }
                    return;
                }
            }
            drop(connections);
            thread::sleep(pause);
            pause = LAST.min(pause * 2);
        }
    };
    let thread = thread::Builder::new().name("reconnect".into());
    if thread.spawn(again).is_err() {
        connections.reconnecting.store(false, Ordering::SeqCst);
    }
}

/// What may be otherwise a moment later.
fn may_pass(kind: Kind) -> bool {
    matches!(kind, Kind::Unreachable | Kind::Interrupted)
}
