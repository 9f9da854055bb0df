//! What drives a connection: the thread that uses it.

use tokio::runtime::{Builder, Runtime};

/// A runtime for the calling thread.
pub(super) fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}
