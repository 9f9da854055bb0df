//! A lazy pool of connections as one role.

use super::server::Server;
use super::{failure, interrupt, zone};
use crate::error::{Error, Result};
use r2d2::{HandleError, PooledConnection};
use r2d2_postgres::PostgresConnectionManager;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio_postgres_rustls::MakeRustlsConnect;

type Manager = PostgresConnectionManager<MakeRustlsConnect>;

/// A pooled connection.
pub(super) type Pooled = PooledConnection<Manager>;

/// How many connections one process uses at most.
const SIZE: u32 = 4;
/// How long an idle or quick connection is waited for before looking for failures and for Ctrl-C.
const TICK: Duration = Duration::from_millis(20);
/// How often a longer wait looks.
const GLANCE: Duration = Duration::from_millis(2);
/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(15);

/// Connections to a server, opened when they are needed.
pub(super) struct Pool {
    connections: r2d2::Pool<Manager>,
    last_failure: LastFailure,
    server: Server,
}

/// r2d2 goes on trying in the background and reports only a time-out; this keeps the reason.
#[derive(Debug, Clone, Default)]
struct LastFailure(Arc<Mutex<Option<postgres::Error>>>);

impl HandleError<postgres::Error> for LastFailure {
    fn handle_error(&self, error: postgres::Error) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

impl LastFailure {
    fn take(&self) -> Option<postgres::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Pool {
    /// A pool that has not connected yet.
    pub(super) fn new(server: &Server) -> Self {
        let (config, tls) = server.parts();
        let last_failure = LastFailure::default();
        let connections = r2d2::Pool::builder()
            .max_size(SIZE)
            .min_idle(Some(0))
            .test_on_check_out(false)
            .error_handler(Box::new(last_failure.clone()))
            .build_unchecked(Manager::new(config, tls.connector()));
        Self {
            connections,
            last_failure,
            server: server.clone(),
        }
    }

    /// Takes a connection; Ctrl-C stops the wait.
    pub(super) fn take(&self) -> Result<Pooled> {
        let since = Instant::now();
        if let Ok(connection) = self.connections.get_timeout(TICK) {
            return Ok(connection);
        }
        // Asking like this once more would open one more connection; looking does not.
        loop {
            if let Some(connection) = self.connections.try_get() {
                return Ok(connection);
            }
            match self.last_failure.take() {
                Some(error) if failure::is_starting_up(&error) && since.elapsed() < PATIENCE => {}
                Some(error) => {
                    zone::is_refused(&error);
                    return Err(self.server.refused(&error));
                }
                None if interrupt::requested() => return Err(Error::interrupted()),
                None if since.elapsed() > PATIENCE => {
                    return Err(Error::unreachable(format!(
                        "no connection to {} within {} s",
                        self.server.label(),
                        PATIENCE.as_secs()
                    )));
                }
                None => {}
            }
            std::thread::sleep(GLANCE);
        }
    }
}
