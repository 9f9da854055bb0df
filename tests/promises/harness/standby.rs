//! A real standby of a test's own server, made as docs/operate.md says: a copy that follows it by streaming.

use super::own_server::OwnServer;
use super::port::free_port;
use super::programs::client_programs;
use super::{TestDatabase, documented};
use epic::store::Server;
use epic::store::embedded::{Embedded, Options};
use postgres::Client;
use secrecy::ExposeSecret;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where that is documented.
const PAGE: &str = "operate.md";
const HEADING: &str = "Standbys";
/// How long something is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

impl OwnServer {
    /// A standby of it; nothing where the programs that copy a server are not installed.
    pub fn standby(&self) -> Option<Self> {
        let programs = client_programs()?;
        if !programs.join("pg_basebackup").exists() {
            return None;
        }
        let block = |kind: &str| documented(PAGE, HEADING, kind).remove(0);
        self.superuser()
            .batch_execute(&block("sql"))
            .expect("a role that copies");
        let folder = tempfile::Builder::new()
            .prefix("epic-")
            .permissions(Permissions::from_mode(0o755))
            .tempdir()
            .expect("a folder");
        let (root, port) = (folder.path().join("postgres"), free_port());
        let (data, original) = (root.join("data"), self.embedded.folder());
        let owner = fs::metadata(original.join("data")).expect("a folder");
        fs::create_dir_all(&data).expect("a folder");
        fs::set_permissions(&data, Permissions::from_mode(0o700)).expect("a mode");
        chown(&data, Some(owner.uid()), Some(owner.gid())).expect("an owner");
        for name in ["superuser.password", "login.password"] {
            fs::copy(original.join(name), root.join(name)).expect("a password");
        }
        let copy = block("sh")
            .replace("db1.example.org", "127.0.0.1")
            .replace("5432", &self.port.to_string())
            .replace("/var/lib/postgresql/15/main", &data.display().to_string());
        let mut bash = Command::new("bash");
        bash.args(["-ec", &copy])
            .current_dir("/")
            .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
            .env("PGPASSWORD", password(&block("sql")));
        if rustix::process::geteuid().is_root() {
            bash.gid(owner.gid()).uid(owner.uid());
        }
        let copied = bash.output().expect("bash runs");
        assert!(copied.status.success(), "{copied:?}");
        let embedded = Embedded::with(&root, Options::for_tests());
        embedded.start(Some(port)).expect("it starts");
        Some(Self {
            login_password: self.login().password().expect("a password"),
            embedded,
            port,
            folder,
        })
    }

    /// Waits until a standby has done all that was done here.
    pub fn is_followed_by(&self, standby: &Self) {
        let sql = "select pg_current_wal_insert_lsn()::text";
        let here: String = self.superuser().query_one(sql, &[]).expect("a row").get(0);
        let mut standby = standby.superuser();
        let sql = format!("select pg_last_wal_replay_lsn() >= '{here}'::pg_lsn");
        until("it follows", || asked(&mut standby, &sql));
    }

    /// Whether it is connected to its primary.
    pub fn hears(&self) -> bool {
        let sql = "select exists (select from pg_stat_wal_receiver)";
        asked(&mut self.superuser(), sql)
    }

    /// Makes a primary of a standby.
    pub fn is_promoted(&self) {
        assert!(asked(&mut self.superuser(), "select pg_promote()"));
    }

    /// Lets a standby get what is done at its primary, and not do it.
    pub fn falls_behind(&self) {
        let mut superuser = self.superuser();
        superuser
            .batch_execute("select pg_wal_replay_pause()")
            .expect("it may");
        let is_so = "select pg_get_wal_replay_pause_state() = 'paused'";
        until("it rests", || asked(&mut superuser, is_so));
    }

    /// Lets it go on.
    pub fn catches_up(&self) {
        let mut superuser = self.superuser();
        superuser
            .batch_execute("select pg_wal_replay_resume()")
            .expect("it may");
    }

    /// The host and the port, as a URL has them.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What `DATABASE_URL` says for some of several servers of the same database, with these parameters.
    pub fn url_of(servers: &[&Self], parameters: &str) -> String {
        let hosts: Vec<String> = servers.iter().map(|server| server.host()).collect();
        let password = &servers[0].login_password;
        format!(
            "postgres://epic_login:{}@{}/epic{parameters}",
            password.expose_secret(),
            hosts.join(",")
        )
    }

    /// Its database, by a URL of several servers.
    pub fn database_of(servers: &[&Self], parameters: &str) -> TestDatabase {
        let url = Self::url_of(servers, parameters);
        let runs = servers.iter().find(|one| one.embedded.status().running);
        TestDatabase {
            login: Server::from_url(&url.into()).expect("a URL"),
            admin: runs.expect("one runs").admin("epic"),
        }
    }
}

/// The password in a statement.
fn password(sql: &str) -> String {
    let quoted = sql.split('\'').nth(1);
    quoted.expect("a password in quotes").to_owned()
}

fn asked(client: &mut Client, sql: &str) -> bool {
    client.query_one(sql, &[]).expect("a row").get(0)
}

/// Waits for something.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < PATIENCE, "not within a minute: {what}");
        sleep(Duration::from_millis(20));
    }
}
