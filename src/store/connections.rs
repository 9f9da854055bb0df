//! The connections of one database: a pool that is made at the first need, and anew when it is of no use.

use super::pool::{Pool, Pooled};
use super::server::Server;
use super::zone;
use crate::error::Result;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Connections to a server, for all threads.
pub(super) struct Connections {
    server: Server,
    pool: Mutex<Option<Arc<Pool>>>,
}

impl Connections {
    /// None is made yet.
    pub(super) fn new(server: Server) -> Self {
        Self {
            server,
            pool: Mutex::default(),
        }
    }

    /// Where they lead, and as which role.
    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    /// Takes a connection, an idle one if there is one; Ctrl-C stops the wait.
    pub(super) fn take(&self) -> Result<Pooled> {
        let with_zone = zone::is_sent();
        let mut taken = self.pool().take();
        if taken.is_err() && with_zone && !zone::is_sent() {
            self.forget();
            taken = self.pool().take();
        }
        if taken.is_err() {
            // Its threads would go on trying in the background.
            self.forget();
        }
        taken
    }

    /// Gives up those that are idle; the next is a new one.
    pub(super) fn forget(&self) {
        self.lock().take();
    }

    /// A connection is waited for without the lock: others may take one meanwhile.
    fn pool(&self) -> Arc<Pool> {
        let mut pool = self.lock();
        Arc::clone(pool.get_or_insert_with(|| Arc::new(Pool::new(&self.server))))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Pool>>> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
