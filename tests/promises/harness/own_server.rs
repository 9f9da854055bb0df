//! A server of a test's own, where it may change what concerns the whole server.

use super::port::free_port;
use super::server::connect;
use super::{TestDatabase, until};
use epic::access::password;
use epic::store::embedded::{Embedded, Options};
use epic::store::{Database, Server, setup};
use postgres::Client;
use rustix::process::{Pid, Signal, kill_process};
use secrecy::SecretString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A server that lives as long as the test. It holds the database `epic` with two people: the admin
/// `admin@epic.events` and the commercial `marie@epic.events`.
pub struct OwnServer {
    pub(super) embedded: Embedded,
    pub(super) login_password: SecretString,
    pub port: u16,
    pub(super) folder: TempDir,
}

impl OwnServer {
    /// With settings that take effect at its start.
    pub fn with(settings: &[(&str, &str)]) -> Self {
        Self::made(Options::for_tests(), settings)
    }

    /// That takes so many connections.
    pub fn of_few(max_connections: u16) -> Self {
        let options = Options {
            max_connections,
            ..Options::for_tests()
        };
        Self::made(options, &[])
    }

    fn made(options: Options, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("epic-")
            .permissions(Permissions::from_mode(0o755)) // the server may run as somebody else
            .tempdir()
            .expect("a folder");
        let embedded = Embedded::with(folder.path().join("postgres"), options);
        let port = free_port();
        embedded.start(Some(port)).expect("it starts");
        let own = Self {
            login_password: embedded.login_password().expect("a password"),
            embedded,
            port,
            folder,
        };
        own.set(settings);
        own.embedded.stop().expect("it stops");
        own.embedded.start(Some(port)).expect("it starts");
        own.fill();
        own
    }

    /// Changes settings of the server that need no restart.
    pub fn set(&self, settings: &[(&str, &str)]) {
        let mut client = connect(&self.admin("postgres"));
        for (name, value) in settings {
            let set = format!("alter system set {name} = '{value}'");
            client.batch_execute(&set).expect("a setting");
        }
        // A new connection has what the server has read so far.
        let read = || {
            let when = "select pg_conf_load_time()::text";
            let row = connect(&self.admin("postgres")).query_one(when, &[]);
            row.expect("a time").get::<_, String>(0)
        };
        let before = read();
        client
            .batch_execute("select pg_reload_conf()")
            .expect("it may");
        until("they are read", || read() != before);
    }

    /// Writes a file that only the server's account may read, and returns its path.
    pub fn private_file(&self, name: &str, text: &str) -> PathBuf {
        let data = self.embedded.folder().join("data");
        let owner = fs::metadata(&data).expect("a folder");
        let file = data.join(name);
        fs::write(&file, text).expect("a file");
        fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("a mode");
        chown(&file, Some(owner.uid()), Some(owner.gid())).expect("an owner");
        file
    }

    /// The server's process.
    pub fn pid(&self) -> i32 {
        self.embedded.status().pid.expect("it runs")
    }

    /// Kills it, as a machine that breaks does.
    pub fn is_killed(&self) {
        let pid = self.pid();
        // Those that serve somebody would notice a moment later.
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let children = children.unwrap_or_default();
        let children = children
            .split_whitespace()
            .map(|pid| pid.parse().expect("a number"));
        for process in [pid].into_iter().chain(children).filter_map(Pid::from_raw) {
            let _ = kill_process(process, Signal::KILL); // it may have ended
        }
    }

    /// Stops it.
    pub fn stops(&self) {
        self.embedded.stop().expect("it stops");
    }

    /// Starts it again after it was killed or stopped.
    pub fn starts_again(&self) {
        self.embedded.start(Some(self.port)).expect("it starts");
    }

    /// A folder for the server, on a disk of so many megabytes; nothing where the system does not allow that.
    pub fn small_disk(&self, megabytes: u32) -> Option<SmallDisk> {
        let folder = self.folder.path().join("small");
        fs::create_dir(&folder).expect("a folder");
        let size = format!("size={megabytes}m");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status();
        if !mount.is_ok_and(|status| status.success()) {
            return None;
        }
        let disk = SmallDisk(folder);
        let owner = fs::metadata(self.embedded.folder().join("data")).expect("a folder");
        chown(&disk.0, Some(owner.uid()), Some(owner.gid())).expect("an owner");
        Some(disk)
    }

    /// What it logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.embedded.folder().join("server.log")).expect("a log")
    }

    /// A connection as the superuser to the database `epic`.
    pub fn superuser(&self) -> Client {
        connect(&self.admin("epic"))
    }

    /// Its database, through the socket.
    pub fn database(&self) -> TestDatabase {
        TestDatabase {
            login: self.login(),
            admin: self.admin("epic"),
        }
    }

    /// As the role that may only log in.
    pub fn login(&self) -> Server {
        self.admin("epic")
            .as_role("epic_login", &self.login_password)
    }

    /// The folder of its socket, and the port in the socket's name.
    pub fn socket(&self) -> (PathBuf, u16) {
        let folder = self.embedded.status().socket_folder.expect("it runs");
        (folder, self.port)
    }

    /// As the superuser.
    pub fn admin(&self, database: &str) -> Server {
        let socket = self.embedded.status().socket_folder.expect("it runs");
        let password = self.embedded.superuser_password().expect("it was made");
        Server::on_socket(&socket, self.port, database).as_role("postgres", &password)
    }

    fn fill(&self) {
        let admin = self.admin("epic");
        setup::initialise(&admin, Some(&self.login_password)).expect("it is set up");
        setup::migrate(&admin).expect("it is migrated");
        let people = "insert into crm.collaborators (employee_number, full_name, email, department, role) values
            ('1', 'Alma Reyes', 'admin@epic.events', 'IT', 'admin'),
            ('2', 'Marie Durand', 'marie@epic.events', 'Sales', 'commercial')";
        self.superuser().batch_execute(people).expect("people");
        let owner = Database::new(admin.as_owner());
        for id in [1, 2] {
            password::set(&owner, id, &super::PASSWORD.to_owned().into()).expect("a password");
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        let _ = self.embedded.stop(); // the folder goes anyway
    }
}

/// It goes at the end.
pub struct SmallDisk(pub PathBuf);

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
