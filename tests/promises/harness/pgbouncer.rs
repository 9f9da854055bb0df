//! A real PgBouncer before a server, set up as docs/operate.md says.

use super::port::{free_port, until_somebody_listens};
use super::{OwnServer, TestDatabase, documented};
use epic::store::Server;
use secrecy::ExposeSecret;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Where its settings are documented.
const PAGE: &str = "operate.md";
const HEADING: &str = "PgBouncer";

/// It runs as long as this lives.
pub struct PgBouncer {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl PgBouncer {
    /// Before the database `epic` of a server, with this `pool_mode`; nothing where it is not installed.
    pub fn before(server: &OwnServer, pool_mode: &str) -> Option<Self> {
        let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"];
        let program = program
            .into_iter()
            .find(|path| fs::exists(path).unwrap_or(false))?;
        let block = |kind: &str| {
            documented(PAGE, HEADING, kind)
                .remove(0)
                .replace("events", "epic")
        };
        server
            .superuser()
            .batch_execute(&block("sql"))
            .expect("the function");
        let folder = tempfile::Builder::new()
            .permissions(Permissions::from_mode(0o755))
            .tempdir()
            .expect("a folder");
        let port = free_port();
        let users = folder.path().join("userlist.txt");
        let text = block("ini")
            .replace("port=5432", &format!("port={}", server.port))
            .replace("listen_port = 6432", &format!("listen_port = {port}"))
            .replace("/etc/pgbouncer/userlist.txt", &users.display().to_string())
            .replace(
                "pool_mode = transaction",
                &format!("pool_mode = {pool_mode}"),
            );
        let password = server.login().password().expect("a password");
        fs::write(
            &users,
            block("text").replace("b7d57923…", password.expose_secret()),
        )
        .expect("a file");
        let settings = folder.path().join("pgbouncer.ini");
        fs::write(&settings, text).expect("a file");
        let mut command = Command::new(program);
        if rustix::process::geteuid().is_root() {
            command.args(["-u", "postgres"]);
        }
        let process = command
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.path().join("log")).expect("a file"))
            .spawn()
            .expect("PgBouncer runs");
        let bouncer = Self {
            process,
            folder,
            port,
        };
        assert!(until_somebody_listens(port), "{}", bouncer.log());
        Some(bouncer)
    }

    /// What it said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }

    /// The way to the database through it.
    pub fn database(&self, server: &OwnServer) -> TestDatabase {
        let password = server.login().password().expect("a password");
        let url = format!(
            "postgres://epic_login:{}@127.0.0.1:{}/epic",
            password.expose_secret(),
            self.port
        );
        TestDatabase {
            login: Server::from_url(&url.into()).expect("a URL"),
            admin: server.admin("epic"),
        }
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}
