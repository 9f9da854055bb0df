//! Somebody at a machine of their own: the real `epic`, a home folder, a database.

use super::server::connect;
use super::{Said, TestDatabase, Wire};
use epic::access::TokenFile;
use epic::api::Session;
use epic::store::Server;
use postgres::Client;
use secrecy::{ExposeSecret, SecretString};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The password of everybody in the demo data.
pub const PASSWORD: &str = "epic-events-demo";

/// How long a statement is waited for, and how often it is looked for.
const PATIENCE: Duration = Duration::from_mins(1);
const GLANCE: Duration = Duration::from_millis(10);

/// The variables that would change what `epic` does.
const VARIABLES: [&str; 11] = [
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "EPIC_HOME",
    "EPIC_TOKEN",
    "NO_COLOR",
    "SENTRY_DSN",
    "VISUAL",
    "EDITOR",
    "PAGER",
    "LESS",
    "COLUMNS",
];

/// Takes away what would change what `epic` does.
pub fn clean_environment(command: &mut Command) {
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command.env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
    command.env("EPIC_PAGER", ""); // none
}

/// Somebody with a database, a home folder and `epic`.
pub struct Shell {
    pub database: Rc<TestDatabase>,
    home: TempDir,
    url: SecretString,
}

impl Shell {
    /// Somebody who signed in, with a database of their own that holds the demo data.
    #[track_caller]
    pub fn as_(email: &str) -> Self {
        Self::signed_out().signed_in(email)
    }

    /// Nobody yet, with a database that holds the demo data.
    pub fn signed_out() -> Self {
        Self::at(TestDatabase::with_demo_data())
    }

    /// Nobody yet, at this database.
    pub fn at(database: TestDatabase) -> Self {
        let url = database.login.url();
        Self::with(Rc::new(database), url)
    }

    fn with(database: Rc<TestDatabase>, url: SecretString) -> Self {
        let home = tempfile::tempdir().expect("a home");
        Self {
            database,
            home,
            url,
        }
    }

    /// Somebody else at the same database, with a home of their own.
    #[track_caller]
    pub fn beside(&self, email: &str) -> Self {
        Self::with(Rc::clone(&self.database), self.database.login.url()).signed_in(email)
    }

    /// The same person, whose statements all go through a wire that writes them down.
    pub fn on_wire(&self) -> (Self, Wire) {
        let wire = Wire::to(&self.database.login);
        let other = Self::with(Rc::clone(&self.database), wire.url(&self.database.login));
        std::fs::create_dir_all(other.state()).expect("a folder");
        std::fs::copy(self.state().join("token"), other.state().join("token")).expect("a token");
        (other, wire)
    }

    #[track_caller]
    fn signed_in(self, email: &str) -> Self {
        self.login(email, PASSWORD).ok();
        self
    }

    /// `epic login EMAIL`
    pub fn login(&self, email: &str, password: &str) -> Said {
        self.run_with(&["login", email, "--password-stdin"], password)
    }

    /// `epic -e CODE`
    pub fn e(&self, code: &str) -> Said {
        self.run(&["-e", code])
    }

    /// `epic ARGUMENTS…`
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.said(self.command(arguments))
    }

    /// `epic ARGUMENTS…`, with a standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Said {
        self.said_with(self.command(arguments), input)
    }

    /// Runs a command of [`Shell::command`] that was changed, with a standard input.
    pub fn said_with(&self, mut command: Command, input: &str) -> Said {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("epic runs");
        let mut stdin = child.stdin.take().expect("piped");
        let _ = stdin.write_all(input.as_bytes()); // it may not want to read it
        drop(stdin);
        let output = child.wait_with_output().expect("epic ends");
        Said::of(&output, &self.changing())
    }

    /// Runs a command of [`Shell::command`] that was changed.
    pub fn said(&self, mut command: Command) -> Said {
        Said::of(&command.output().expect("epic runs"), &self.changing())
    }

    /// `epic ARGUMENTS…`, to be run in the home folder, which is also the working folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_epic"));
        clean_environment(&mut command);
        command
            .args(arguments)
            .current_dir(self.home())
            .stdin(Stdio::null())
            .env("EPIC_HOME", self.home())
            .env("DATABASE_URL", self.url.expose_secret());
        command
    }

    /// The folder that is `EPIC_HOME`.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The folder of the token.
    pub fn state(&self) -> std::path::PathBuf {
        self.home().join("state")
    }

    /// Writes a file in the home folder.
    pub fn file(&self, name: &str, text: &str) {
        let path = self.home().join(name);
        let folder = path.parent().expect("a folder");
        std::fs::create_dir_all(folder).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// The same session, in this process.
    pub fn session(&self) -> Session {
        let token = TokenFile::new(&self.state()).load().expect("a good token");
        Session::resume(&self.database.login, token.expect("a token"))
    }

    /// A connection with the rights of `epic url`.
    #[track_caller]
    pub fn psql_url(&self) -> Client {
        let output = self.command(&["url"]).output().expect("epic runs");
        assert!(output.status.success(), "{output:?}");
        let url = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        connect(&Server::from_url(&url.into()).expect("a URL"))
    }

    /// Adds 100,000 clients of Luc's to those of the demo, with statistics for the planner.
    pub fn add_100_000_clients(&self) {
        let mut owner = self.owner();
        let insert = "alter table crm.clients disable trigger user;
            insert into crm.clients (full_name, email, phone, company_name, commercial_id)
            select md5(i::text), md5(i::text) || '@example.org', '+33 ' || i, md5((i * 7)::text),
                   (select id from crm.collaborators where email = 'luc@epic.events')
              from generate_series(1, 100000) i;
            reset role";
        owner.batch_execute(insert).expect("clients");
        owner
            .batch_execute("vacuum analyze crm.clients")
            .expect("statistics");
    }

    /// A connection as the owner of everything.
    pub fn owner(&self) -> Client {
        self.database.owner()
    }

    /// Waits until the server runs a statement that holds this text.
    #[track_caller]
    pub fn is_asked(&self, statement: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let running = self.running();
            if running.iter().any(|query| query.contains(statement)) {
                return;
            }
            assert!(Instant::now() < end, "no {statement}, but {running:?}");
            sleep(GLANCE);
        }
    }

    /// What the server does for others at this moment.
    pub fn running(&self) -> Vec<String> {
        let sql = "select query from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend'
              and pid <> pg_backend_pid() and state <> 'idle'";
        let rows = self.database.superuser().query(sql, &[]);
        let rows = rows.expect("an answer");
        rows.iter().map(|row| row.get(0)).collect()
    }

    fn changing(&self) -> Vec<(String, &'static str)> {
        let home = self.home().display().to_string();
        vec![
            (home, "$EPIC_HOME"),
            (self.database.name().to_owned(), "epic"),
        ]
    }
}
