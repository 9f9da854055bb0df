//! Who takes part in the server, told by locks.
//!
//! Every member holds `users.lock` shared. A process that starts or stops the server holds `start.lock`
//! alone; and stopping it for lack of members needs `users.lock` alone too, which is only ever tried,
//! never waited for. So nobody waits for a lock while holding one that the other waits for.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use secrecy::SecretString;

use super::folders::cannot;
use super::locks::{StartLock, UsersLock};
use super::passwords;
use super::server::{Address, Server};
use crate::error::{Error, Result};

/// The parts that this process takes.
static TAKEN: Mutex<Vec<Weak<Part>>> = Mutex::new(Vec::new());

/// A part in the running server. When the last one is dropped the server stops, unless it stays.
///
/// `std::process::exit` drops nothing: leave before it.
#[derive(Debug)]
pub struct Membership {
    address: Address,
    part: Arc<Part>,
}

/// What a signal that ends the process gives up too.
#[derive(Debug)]
struct Part {
    server: Server,
    /// Held shared; nothing once we have left.
    users: Mutex<Option<UsersLock>>,
}

impl Membership {
    /// The folder of the socket: the `host` of a connection.
    #[must_use]
    pub fn host(&self) -> &Path {
        &self.address.host
    }

    /// The port in the socket's name: the `port` of a connection.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port
    }

    /// The port on 127.0.0.1, when the server listens there.
    #[must_use]
    pub fn tcp(&self) -> Option<u16> {
        self.address.tcp
    }

    /// Leaves, and when this was the last member, waits until the server has gone. Dropping does not
    /// wait for that: the server finishes alone.
    ///
    /// # Errors
    /// [`Kind::Unreachable`](crate::error::Kind::Unreachable) when the server does not stop.
    pub fn leave(self) -> Result<()> {
        self.part.withdraw(true)
    }

    pub(super) fn join(server: Server) -> Result<Self> {
        let users = UsersLock::share(&server.folders)?;
        let address = if let Some(address) = server.address() {
            address
        } else {
            let _start = StartLock::take(&server.folders)?;
            server.start(server.chosen_port())?
        };
        let part = Arc::new(Part {
            server,
            users: Mutex::new(Some(users)),
        });
        let mut taken = taken();
        taken.retain(|part| part.strong_count() > 0);
        taken.push(Arc::downgrade(&part));
        Ok(Self { address, part })
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        let _ = self.part.withdraw(false); // there is nobody to tell
    }
}

impl Part {
    fn withdraw(&self, wait: bool) -> Result<()> {
        // Locked until it is done: who comes second does not end the process meanwhile.
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(users) = users.take() else {
            return Ok(());
        };
        if !self.server.folders.root.exists() {
            return Ok(()); // it was removed under us, and is not to be made again
        }
        let _start = StartLock::take(&self.server.folders)?;
        if users.is_alone()? && !self.server.stays() {
            self.server.stop(wait)?;
        }
        Ok(())
    }
}

/// Gives up every part that this process takes: it is about to end without dropping anything.
pub(in crate::store) fn leave_all() {
    let taken = std::mem::take(&mut *taken());
    for part in taken.iter().filter_map(Weak::upgrade) {
        let _ = part.withdraw(false); // there is nobody to tell
    }
}

fn taken() -> MutexGuard<'static, Vec<Weak<Part>>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the server to stay. One that runs with another port is restarted when nobody uses it.
pub(super) fn start_to_stay(server: &Server, tcp: Option<u16>) -> Result<()> {
    let users = UsersLock::share(&server.folders)?;
    let _start = StartLock::take(&server.folders)?;
    let running = server.address();
    if running.is_some_and(|address| tcp.is_some() && address.tcp != tcp) {
        if !users.is_alone()? {
            return Err(Error::failed(
                "the database server is in use, and does not listen on that port",
            )
            .hint("leave the other shells, or stop it for all: epic db stop"));
        }
        server.stop(true)?;
    }
    let tcp = tcp.or(server.chosen_port());
    server.start(tcp)?;
    let marker = server.folders.stay();
    let port = tcp.map(|port| port.to_string()).unwrap_or_default();
    fs::write(&marker, port).map_err(|error| cannot("write", &marker, &error))
}

/// Whether anybody takes part in the running server; this process must not.
pub(super) fn is_in_use(server: &Server) -> Result<bool> {
    if !server.folders.root.exists() || server.address().is_none() {
        return Ok(false);
    }
    let users = UsersLock::share(&server.folders)?;
    let _start = StartLock::take(&server.folders)?;
    Ok(!users.is_alone()?)
}

/// Stops the server, even if others use it.
pub(super) fn stop(server: &Server) -> Result<bool> {
    if !server.folders.root.exists() {
        return Ok(false);
    }
    let _start = StartLock::take(&server.folders)?;
    let _ = fs::remove_file(server.folders.stay()); // usually there is none
    server.stop(true)
}

/// The login role's password; two that come first at once agree on it.
pub(super) fn login_password(server: &Server) -> Result<SecretString> {
    if let Some(password) = passwords::login(&server.folders)? {
        return Ok(password);
    }
    let _start = StartLock::take(&server.folders)?;
    if passwords::login(&server.folders)?.is_none() {
        passwords::make_login(&server.folders)?;
    }
    passwords::login(&server.folders)?
        .ok_or_else(|| Error::failed("the password that was just written is not there"))
}
