//! The server of a test run: started by the first test process, used by all, stopped after the last.
//!
//! Test processes hold `run.lock` shared as long as they live; the kernel gives it back however they
//! end. Each of them also starts a caretaker (this very program, see [`caretaker`]), of which only one
//! stays: it waits until nobody holds the lock, and stops the server. So it does not matter whether
//! tests are threads of one process (`cargo test`) or processes (`cargo nextest run`).
//!
//! The cluster stays in `target/tmp`, with its template database: the next run begins at once.
//! `EPIC_TEST_SERVER` may name another server by a superuser's URL, `PG_BINDIR` programs of another version. With
//! `EPIC_TEST_INSTALLER=plain`, databases are set up by a role that is no superuser.

use epic::store::Server;
use epic::store::embedded::{self, Embedded, Options};
use postgres::{Client, NoTls};
use secrecy::{ExposeSecret, SecretString};
use std::env;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

/// Another server than the one that is started here.
const OTHER: &str = "EPIC_TEST_SERVER";
/// Who sets databases up: `plain` for somebody who may create roles and databases; otherwise a superuser.
const INSTALLER: &str = "EPIC_TEST_INSTALLER";
/// Tells this program that it is the caretaker.
const CARETAKER: &str = "EPIC_TEST_CARETAKER";
/// Between two processes of one run there may be a moment without any.
const GRACE: Duration = Duration::from_secs(2);

/// A server where tests may do anything.
pub struct TestServer {
    /// As a superuser, in the database `postgres`.
    pub admin: Server,
    /// Who sets databases up, in the database `postgres`.
    pub installer: Server,
    /// The password of the role that may only log in.
    pub login_password: SecretString,
    /// Held until this process ends.
    _run: Option<File>,
}

/// The server of this run; the first call starts it.
pub fn server() -> &'static TestServer {
    static SERVER: LazyLock<TestServer> = LazyLock::new(|| match env::var(OTHER) {
        Ok(url) => {
            let admin = Server::from_url(&url.into()).expect("EPIC_TEST_SERVER is a URL");
            TestServer {
                installer: installer(&admin),
                admin,
                login_password: "the tests' login".to_owned().into(),
                _run: None,
            }
        }
        Err(_) => TestServer::start(),
    });
    &SERVER
}

impl TestServer {
    fn start() -> Self {
        let run = open("run.lock");
        run.lock_shared().expect("a lock");
        call_caretaker();
        let embedded = embedded();
        embedded.start(None).expect("the server starts");
        Self::at(&embedded, Some(run))
    }

    fn at(embedded: &Embedded, run: Option<File>) -> Self {
        let status = embedded.status();
        let socket = status.socket_folder.expect("it runs");
        let password = embedded.superuser_password().expect("it was made");
        let admin = Server::on_socket(&socket, status.port.expect("it runs"), "postgres");
        let admin = admin.as_role("postgres", &password);
        Self {
            installer: installer(&admin),
            admin,
            login_password: embedded.login_password().expect("a password"),
            _run: run,
        }
    }

    /// A connection as the superuser.
    pub fn connect(&self) -> Client {
        connect(&self.admin)
    }
}

/// The major version of the server.
pub fn server_version() -> u32 {
    static VERSION: LazyLock<u32> = LazyLock::new(|| {
        let asked = "select current_setting('server_version_num')::int / 10000";
        let row = server().connect().query_one(asked, &[]);
        let version: i32 = row.expect("a version").get(0);
        version.unsigned_abs()
    });
    *VERSION
}

/// Whether databases are set up by a superuser.
pub fn is_set_up_by_superuser() -> bool {
    env::var(INSTALLER).as_deref() != Ok("plain")
}

/// Who sets databases up; the role is made when it is not there.
fn installer(admin: &Server) -> Server {
    if is_set_up_by_superuser() {
        return admin.clone();
    }
    let password = "secret of installer".to_owned().into();
    let mut client = connect(admin);
    let known = "select pg_advisory_lock(1), to_regrole('installer') is not null";
    let row = client.query_one(known, &[]).expect("an answer");
    if !row.get::<_, bool>(1) {
        let create =
            "create role installer login createrole createdb password 'secret of installer';
            grant connect on database postgres to installer";
        client.batch_execute(create).expect("a role");
        // Before 15 nobody else may close the schema that everybody writes to.
        let close = "revoke all on schema public from public; grant usage on schema public to installer with grant option";
        let mut template1 = connect(&admin.with_database("template1"));
        template1.batch_execute(close).expect("it may");
    }
    admin.as_role("installer", &password)
}

/// A plain connection, without the shell's own settings.
pub fn connect(server: &Server) -> Client {
    try_connect(server).expect("a connection")
}

/// A plain connection, if the server allows one.
pub fn try_connect(server: &Server) -> Result<Client, postgres::Error> {
    Client::connect(server.url().expose_secret(), NoTls)
}

/// Waits until no test process is left, then clears up and stops the server. The test of this name
/// does nothing unless the harness runs it.
pub fn caretaker() {
    if env::var_os(CARETAKER).is_none() {
        return;
    }
    let only_one = open("caretaker.lock");
    if only_one.try_lock().is_err() {
        return;
    }
    let run = open("run.lock");
    loop {
        run.lock().expect("a lock");
        run.unlock().expect("it is ours");
        thread::sleep(GRACE);
        if run.try_lock().is_ok() {
            break;
        }
    }
    // From here on newcomers wait, and then start the server and a new caretaker.
    let embedded = embedded();
    if embedded.status().running {
        super::database::clear_up(&mut TestServer::at(&embedded, None).connect());
    }
    embedded.stop().expect("it stops");
    drop(only_one);
    drop(run);
}

fn call_caretaker() {
    let mut caretaker = Command::new(env::current_exe().expect("a program"))
        .args(["--exact", "the_caretaker", "--include-ignored"])
        .env(CARETAKER, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("a caretaker");
    // One that is not needed ends at once.
    thread::spawn(move || caretaker.wait());
}

fn embedded() -> Embedded {
    Embedded::with(folder().join("postgres"), Options::for_tests())
}

fn open(name: &str) -> File {
    fs::create_dir_all(folder()).expect("a folder");
    File::create(folder().join(name)).expect("a lock file")
}

fn folder() -> PathBuf {
    let version = embedded::newest_version().expect("the programs of a server");
    let installer = env::var(INSTALLER).unwrap_or_default();
    let name = format!("epic-{version}{installer}");
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}
