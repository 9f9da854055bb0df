//! The embedded server: a private PostgreSQL cluster, made from the server programs installed on
//! this machine, started on demand and stopped when the last user leaves.
//!
//! This module keeps a server running and says how to address it. It opens no database connection
//! and knows nothing of roles, schemas or settings.
//!
//! ```no_run
//! use epic::store::embedded::Embedded;
//! # fn main() -> epic::error::Result<()> {
//! let embedded = Embedded::new("/home/marie/.local/share/epic/postgres");
//! let membership = embedded.join()?; // made and started when it has to be
//! println!("{} port {}", membership.host().display(), membership.port());
//! membership.leave()?; // or drop it; the last to leave stops the server
//! # Ok(())
//! # }
//! ```
//!
//! # What lies where
//!
//! | in the folder | what it is |
//! |---|---|
//! | `data/` | the cluster |
//! | `server.log` | what the server says |
//! | `users.lock` | held shared by every member for as long as it takes part |
//! | `start.lock` | held while a process starts or stops the server |
//! | `stay` | present while the server stays without members; its TCP port, if any |
//! | `superuser.password`, `login.password` | one line each, mode 0600 |
//!
//! The socket lies in a short folder elsewhere, since its path may have 107 bytes at most:
//! `$XDG_RUNTIME_DIR/epic-HASH`, or `/tmp/epic-UID/HASH`. A process that joins a running server takes the
//! folder from the server's own `postmaster.pid`, so a different environment does no harm.
//!
//! # Root
//!
//! PostgreSQL refuses to run as root. For root, the server runs as `postgres`, or else `nobody`, and
//! that account must be able to reach the cluster. The home folder given in [`Options::home`], and what
//! lies between it and the cluster, is opened for passing through (`chmod go+x`). When another folder
//! on the way is closed, as `/root` is, the cluster lies in `/var/lib/epic/HASH` instead, where HASH
//! is made from the folder's name.

mod account;
mod aside;
mod binaries;
mod cluster;
mod folders;
mod install;
mod locks;
mod log;
mod membership;
mod options;
mod passwords;
mod path;
mod postmaster;
mod server;
mod socket;
mod status;

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::error::Result;
use binaries::Binaries;
use folders::Folders;
pub use membership::Membership;
pub(in crate::store) use membership::leave_all;
pub use options::Options;
use server::Server;
pub use status::Status;

/// The major version that a new cluster gets, such as `15`: the newest whose programs are installed here.
///
/// # Errors
/// [`Kind::Unreachable`](crate::error::Kind::Unreachable) when there are none.
pub fn newest_version() -> Result<String> {
    Ok(version_of(&Binaries::find(None)?))
}

fn version_of(binaries: &Binaries) -> String {
    let unknown = || binaries.folder().display().to_string();
    binaries.version().unwrap_or_else(unknown)
}

/// A private cluster in a folder of its own, running or not.
#[derive(Debug, Clone)]
pub struct Embedded {
    folder: PathBuf,
    options: Options,
}

impl Embedded {
    /// The cluster in this folder. Nothing is read or written before it is used.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self::with(folder, Options::default())
    }

    /// The cluster in this folder, with these options.
    #[must_use]
    pub fn with(folder: impl Into<PathBuf>, options: Options) -> Self {
        Self {
            folder: folder.into(),
            options,
        }
    }

    /// Takes part in the server, which is made when there is none and started when it is not running.
    ///
    /// When it runs this costs a lock and a connection to the socket, well under a millisecond.
    ///
    /// # Errors
    /// [`Kind::Unreachable`](crate::error::Kind::Unreachable) when the server programs are missing or
    /// the server can't be made or started; the message has the end of the server's log.
    pub fn join(&self) -> Result<Membership> {
        Membership::join(self.server())
    }

    /// Starts the server to stay, also when nobody takes part, until [`stop`](Self::stop); with `tcp`
    /// it listens on that port of 127.0.0.1 too.
    ///
    /// # Errors
    /// As [`join`](Self::join); and when it runs with another port while somebody takes part.
    pub fn start(&self, tcp: Option<u16>) -> Result<Status> {
        membership::start_to_stay(&self.server(), tcp)?;
        Ok(self.status())
    }

    /// Stops the server and waits until it has gone. Its members lose the connection, and
    /// starts it again by joining again. Returns whether there was a server to stop.
    ///
    /// # Errors
    /// [`Kind::Unreachable`](crate::error::Kind::Unreachable) when it does not stop.
    pub fn stop(&self) -> Result<bool> {
        membership::stop(&self.server())
    }

    /// Whether anybody takes part in the server. A process that does so itself must not ask. Starts nothing.
    ///
    /// # Errors
    /// The locks can't be read.
    pub fn is_in_use(&self) -> Result<bool> {
        membership::is_in_use(&self.server())
    }

    /// What the server is doing now. Starts nothing.
    #[must_use]
    pub fn status(&self) -> Status {
        self.server().status()
    }

    /// Gives a cluster that none of the programs here can run another name, so that a new one can be made; says which.
    /// Nothing of it is lost: it is a cluster as before, in that folder.
    ///
    /// # Errors
    /// [`Kind::Unreachable`](crate::error::Kind::Unreachable) when the folder can't be renamed.
    pub fn set_aside(&self) -> Result<Option<PathBuf>> {
        aside::set_aside(&self.server())
    }

    /// The major version of the programs that run the cluster, or would make it.
    ///
    /// # Errors
    /// [`Kind::Unreachable`](crate::error::Kind::Unreachable) when there are none that fit.
    pub fn programs(&self) -> Result<String> {
        Binaries::find(self.folders().version().as_deref()).map(|found| version_of(&found))
    }

    /// The folder of the cluster: for root perhaps not the one that was asked for.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folders().root
    }

    /// The password of the superuser `postgres`, which exists as soon as somebody has joined.
    ///
    /// # Errors
    /// [`Kind::Failed`](crate::error::Kind::Failed) when its file can't be read.
    pub fn superuser_password(&self) -> Result<SecretString> {
        passwords::superuser(&self.folders())
    }

    /// The password meant for the shared login role, made up at its first use.
    ///
    /// # Errors
    /// [`Kind::Failed`](crate::error::Kind::Failed) when its file can't be read or written.
    pub fn login_password(&self) -> Result<SecretString> {
        membership::login_password(&self.server())
    }

    fn folders(&self) -> Folders {
        Folders::of(&self.folder, self.home())
    }

    fn server(&self) -> Server {
        Server {
            folders: self.folders(),
            options: self.options.clone(),
        }
    }

    fn home(&self) -> Option<&Path> {
        self.options.home.as_deref()
    }
}
