//! Starts and stops the server. The caller holds the start lock, except for looking.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::account::{self, Account};
use super::binaries::Binaries;
use super::folders::{Folders, cannot};
use super::log::{self, Log};
use super::options::Options;
use super::postmaster::{Phase, Postmaster};
use super::status::Status;
use super::{cluster, socket};
use crate::error::{Error, Result};

/// The port in the socket's name, unless the server listens on a port of 127.0.0.1 too.
const PORT: u16 = 5432;
/// How often we look whether something has happened.
const GLANCE: Duration = Duration::from_millis(2);
/// How long a start or a stop may take; recovery after a crash takes its time.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long the remains of a killed server may prevent a new one.
const REMAINS: Duration = Duration::from_secs(5);

/// The server of one cluster.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pub(super) folders: Folders,
    pub(super) options: Options,
}

/// Where a running server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) host: PathBuf,
    pub(super) port: u16,
    pub(super) tcp: Option<u16>,
}

impl From<Postmaster> for Address {
    fn from(found: Postmaster) -> Self {
        Self {
            tcp: found.listens.then_some(found.port),
            host: found.socket_folder,
            port: found.port,
        }
    }
}

impl Server {
    /// Where the server is, when it takes connections.
    pub(super) fn address(&self) -> Option<Address> {
        self.ready().map(Address::from)
    }

    /// Whether it stays when nobody takes part.
    pub(super) fn stays(&self) -> bool {
        self.folders.stay().exists()
    }

    /// The port on 127.0.0.1 that was asked for when it was started to stay.
    pub(super) fn chosen_port(&self) -> Option<u16> {
        fs::read_to_string(self.folders.stay())
            .ok()?
            .trim()
            .parse()
            .ok()
    }

    pub(super) fn status(&self) -> Status {
        let found = self.ready();
        let pid = found.as_ref().map(|found| found.pid);
        let address = found.map(Address::from);
        Status {
            running: address.is_some(),
            pid,
            folder: self.folders.root.clone(),
            port: address.as_ref().map(|address| address.port),
            tcp: address.as_ref().and_then(|address| address.tcp),
            socket_folder: address.map(|address| address.host),
            stays: self.stays(),
            version: self.folders.version(),
        }
    }

    /// Starts it, unless it takes connections already, and makes the cluster when there is none.
    pub(super) fn start(&self, tcp: Option<u16>) -> Result<Address> {
        if let Some(found) = self.settled()? {
            return Ok(found.into());
        }
        self.folders.prepare()?;
        let account = Account::for_data(&self.folders.data())?;
        let binaries = Binaries::find(self.folders.version().as_deref())?;
        if self.folders.version().is_none() {
            cluster::make(&self.folders, &binaries, account, self.options.fsync_off)?;
        }
        self.launch(&binaries, account, tcp)
    }

    /// Tells the server to stop, and waits until it takes no more connections, or when `gone`, until
    /// it has gone. Returns whether there was one.
    pub(super) fn stop(&self, gone: bool) -> Result<bool> {
        let data = self.folders.data();
        let Some(found) = self.alive() else {
            return Ok(false);
        };
        if found.phase != Phase::Stopping {
            found.interrupt()?;
        }
        let stopped = || {
            let now = Postmaster::read(&data).filter(|now| now.pid == found.pid);
            !found.is_alive(&data) || !gone && now.is_none_or(|now| now.phase == Phase::Stopping)
        };
        wait_for(|| stopped().then_some(())).ok_or_else(|| {
            Error::unreachable(format!(
                "the database server (process {}) does not stop",
                found.pid
            ))
            .hint(format!("its log is {}", self.folders.log().display()))
        })?;
        if gone {
            let _ = fs::remove_dir(&found.socket_folder); // it is made again at the next start
        }
        Ok(true)
    }

    fn ready(&self) -> Option<Postmaster> {
        let data = self.folders.data();
        Postmaster::read(&data).filter(|found| found.answers(&data))
    }

    fn alive(&self) -> Option<Postmaster> {
        let data = self.folders.data();
        Postmaster::read(&data).filter(|found| found.is_alive(&data))
    }

    /// Waits for a server that somebody else left starting or stopping. One whose socket has been
    /// removed, with the folder of a login session or by a cleaner of `/tmp`, is of no use: it is stopped.
    fn settled(&self) -> Result<Option<Postmaster>> {
        let data = self.folders.data();
        let mut interrupted = false;
        wait_for(|| match self.alive() {
            None => Some(Ok(None)),
            Some(found) if found.answers(&data) => Some(Ok(Some(found))),
            Some(found) if found.phase == Phase::Ready && !interrupted => {
                interrupted = true;
                found.interrupt().err().map(|error| Err(error.into()))
            }
            Some(_) => None,
        })
        .unwrap_or_else(|| {
            Err(
                Error::unreachable("the database server neither starts nor stops")
                    .hint(format!("its log is {}", self.folders.log().display())),
            )
        })
    }

    /// Starts the process and waits until it takes connections. A killed server's shared memory may
    /// be in use for about a second more, during which a new one gives up at once: try again.
    fn launch(
        &self,
        binaries: &Binaries,
        account: Option<Account>,
        tcp: Option<u16>,
    ) -> Result<Address> {
        let socket_folder = socket::prepare(&self.folders.root, account)?;
        let end = Instant::now() + REMAINS;
        loop {
            let path = self.folders.log();
            let (log, file) = Log::open(&path).map_err(|error| cannot("open", &path, &error))?;
            let program = binaries.program("postgres");
            let child = self
                .process(&program, account, &socket_folder, tcp, file)
                .map_err(|error| cannot("run", &program, &error))?;
            if let Some(address) = self.attend(child)? {
                return Ok(address);
            }
            let said = log.said();
            if !remains_of_another(&said) || Instant::now() > end {
                let _ = fs::remove_dir(&socket_folder); // it was made for this
                return Err(log::failure(
                    "the database server does not start",
                    &said,
                    Some(&path),
                ));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn process(
        &self,
        program: &Path,
        account: Option<Account>,
        socket_folder: &Path,
        tcp: Option<u16>,
        log: File,
    ) -> io::Result<Child> {
        let mut command = account::command(program, account);
        command
            .arg("-D")
            .arg(self.folders.data())
            .arg("-k")
            .arg(socket_folder);
        command.args(["-p", &tcp.unwrap_or(PORT).to_string()]);
        command.args(["-N", &self.options.max_connections.to_string()]);
        for setting in settings(tcp.is_some(), self.options.fsync_off) {
            command.args(["-c", setting]);
        }
        command
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
    }

    /// Waits until the server takes connections; nothing when it gave up.
    fn attend(&self, mut child: Child) -> Result<Option<Address>> {
        let pid = i32::try_from(child.id()).unwrap_or_default();
        let started = wait_for(|| match self.ready() {
            Some(found) if found.pid == pid => Some(Ok(Some(found.into()))),
            _ => child
                .try_wait()
                .map_err(Error::from)
                .map(|dead| dead.map(|_| None))
                .transpose(),
        });
        bury_when_dead(child);
        started.unwrap_or_else(|| {
            Err(
                Error::unreachable("the database server takes too long to start")
                    .hint("it may be recovering from a crash: try again in a minute")
                    .hint(format!("its log is {}", self.folders.log().display())),
            )
        })
    }
}

/// Looks until there is an answer or patience ends.
fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = look() {
            return Some(answer);
        }
        if Instant::now() > end {
            return None;
        }
        thread::sleep(GLANCE);
    }
}

/// The settings of a server that listens on 127.0.0.1 or not, and that may lose data or not.
fn settings(tcp: bool, fsync_off: bool) -> impl Iterator<Item = &'static str> {
    let listen = if tcp {
        "listen_addresses=127.0.0.1"
    } else {
        "listen_addresses="
    };
    let quick = [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "dynamic_shared_memory_type=mmap", // a killed server leaves nothing outside its folder
    ];
    let quick = quick.into_iter().filter(move |_| fsync_off);
    [listen, "unix_socket_permissions=0700"]
        .into_iter()
        .chain(quick)
}

/// Whether a server gave up because of one that was killed a moment ago.
fn remains_of_another(said: &str) -> bool {
    ["pre-existing shared memory block", "lock file \""]
        .iter()
        .any(|sign| said.contains(sign))
}

/// Takes note of the server's death while we live: as a dead child that nobody has buried it would
/// still have its number, and no new server would start.
fn bury_when_dead(mut child: Child) {
    thread::spawn(move || child.wait());
}
