//! Clusters for these tests: each in its own folder, copied from one that is made once.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use epic::store::embedded::{Embedded, Membership, Options};
use postgres::{Client, Config, NoTls};
use secrecy::ExposeSecret;
use tempfile::TempDir;

/// A folder of its own, and the cluster in it; stopped and removed at the end.
pub struct Cluster {
    pub embedded: Embedded,
    pub folder: PathBuf,
    /// The folder of its socket, once it has been started.
    socket: OnceLock<PathBuf>,
    _template: Option<Arc<Cluster>>,
    _kept: TempDir,
}

impl Cluster {
    /// A cluster that nobody has made yet.
    pub fn new(name: &str) -> Self {
        Self::with(name, None)
    }

    fn with(name: &str, template: Option<Arc<Self>>) -> Self {
        let kept = tempfile::tempdir_in(place()).expect("a folder");
        fs::set_permissions(kept.path(), Permissions::from_mode(0o711)).expect("a mode");
        let folder = kept.path().canonicalize().expect("it exists").join(name);
        Self {
            embedded: Embedded::with(&folder, Options::for_tests()),
            folder,
            socket: OnceLock::new(),
            _template: template,
            _kept: kept,
        }
    }

    /// A cluster that was made already, and is not running.
    pub fn made() -> Self {
        let template = template();
        let from = template.folder.clone();
        let cluster = Self::with("postgres", Some(template));
        let done = Command::new("cp")
            .arg("-a")
            .arg(from)
            .arg(&cluster.folder)
            .status();
        assert!(done.expect("cp runs").success());
        cluster
    }

    pub fn join(&self) -> Membership {
        let member = self.embedded.join().expect("the server is there");
        let _ = self.socket.set(member.host().to_owned()); // it stays the same
        member
    }

    pub fn pid(&self) -> i32 {
        self.embedded.status().pid.expect("the server runs")
    }

    /// A connection as the superuser.
    pub fn connect(&self) -> Client {
        let status = self.embedded.status();
        let mut config = self.superuser();
        config.host_path(status.socket_folder.expect("the server runs"));
        config.port(status.port.expect("the server runs"));
        config.connect(NoTls).expect("a connection")
    }

    pub fn superuser(&self) -> Config {
        let password = self.embedded.superuser_password().expect("a password");
        let mut config = Config::new();
        config
            .user("postgres")
            .dbname("postgres")
            .password(password.expose_secret());
        config
    }

    /// This test program, joining the cluster and waiting until its standard input ends.
    pub fn member_process(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("a program"));
        command.args([
            "--exact",
            "a_member_in_another_process",
            "--include-ignored",
            "--nocapture",
        ]);
        command.env(FOLDER, &self.folder);
        command
    }
}

/// The cluster that the others are copied from, removed with the last of them.
fn template() -> Arc<Cluster> {
    static TEMPLATE: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
    let mut known = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    known.upgrade().unwrap_or_else(|| {
        let template = Arc::new(Cluster::new("template"));
        template.join().leave().expect("it stops");
        *known = Arc::downgrade(&template);
        template
    })
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.embedded.stop(); // usually it has stopped
        if let Some(socket) = self.socket.get() {
            let _ = fs::remove_dir(socket); // usually it is gone
        }
    }
}

/// Memory, where making and copying a cluster is many times as fast, when there is plenty.
fn place() -> &'static str {
    const PLENTY: u64 = 2 << 30;
    let memory = "/dev/shm";
    match rustix::fs::statvfs(memory) {
        Ok(found) if found.f_bavail.saturating_mul(found.f_frsize) > PLENTY => memory,
        _ => "/tmp",
    }
}

/// Tells the other process which cluster to join.
pub const FOLDER: &str = "EPIC_TEST_FOLDER";

/// Kills a server, and waits until it is dead.
pub fn kill(pid: i32) {
    let process = rustix::process::Pid::from_raw(pid).expect("a process");
    rustix::process::kill_process(process, rustix::process::Signal::KILL).expect("it is killed");
    while is_alive(pid) {
        std::thread::yield_now();
    }
}

/// Whether this server lives; one that has ended, but is not buried yet, has lost its arguments.
pub fn is_alive(pid: i32) -> bool {
    let said = Command::new("ps")
        .args(["-o", "args=", "-p", &pid.to_string()])
        .output()
        .expect("ps runs");
    String::from_utf8_lossy(&said.stdout).contains(" -D ")
}

pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it exists").permissions().mode() & 0o777
}
