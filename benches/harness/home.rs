//! A database of the benchmark's own, with somebody signed in.

use epic::access::TokenFile;
use epic::api::Session;
use epic::store::Server;
use epic::store::embedded::{Embedded, Membership, Options};
use postgres::{Client, Config, NoTls};
use secrecy::ExposeSecret;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// How many texts each added table has.
const COLUMNS: usize = 20;

/// How many contracts there are in a database that is filled.
const CONTRACTS: &str = "EPIC_BENCH_CONTRACTS";

const EPIC: &str = env!("CARGO_BIN_EXE_epic");

/// A temporary home with the demo data, its embedded server running, and somebody signed in.
pub struct Home {
    folder: TempDir,
    member: Membership,
    embedded: Embedded,
}

impl Home {
    pub fn new(email: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // As root, the server runs as somebody else, who must reach its folder.
        let open = std::fs::Permissions::from_mode(0o711);
        std::fs::set_permissions(folder.path(), open).expect("own folder");
        run(&mut epic(
            folder.path(),
            &["demo", "--as", email, "-e", "1"],
        ));
        let options = Options::default().home(folder.path());
        let embedded = Embedded::with(folder.path().join("data/postgres"), options);
        let member = embedded.join().expect("the server runs");
        Self {
            folder,
            member,
            embedded,
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn epic(&self, args: &[&str]) -> Command {
        epic(self.path(), args)
    }

    /// A million contracts of 100,000 clients, beside the demo data; as many as [`CONTRACTS`] says, if it is set.
    pub fn fill(&self) {
        let asked = std::env::var(CONTRACTS).ok();
        let contracts: u32 = asked.map_or(1_000_000, |text| text.parse().expect(CONTRACTS));
        let rows = format!(
            "set session_replication_role = replica;
            insert into clients (full_name, email, commercial_id)
            select 'Client ' || n, 'client' || n || '@example.com', 2 from generate_series(1, 100000) n;
            insert into contracts (client_id, total_amount, amount_due, signed_at)
            select 1001 + n % 100000, 1000, n % 1000, case when n % 3 > 0 then now() end
              from generate_series(1, {contracts}) n;
            set session_replication_role = origin;
            vacuum analyze"
        );
        let mut superuser = self.superuser();
        for statement in rows.split(';') {
            superuser.batch_execute(statement).expect("rows");
        }
    }

    /// Tables of many columns, which lead to clients: `crm.table_0` and so on.
    pub fn add_tables(&self, numbers: Range<usize>) {
        let columns: Vec<String> = (0..COLUMNS).map(|n| format!("column_{n} text")).collect();
        let columns = columns.join(", ");
        let mut owner = self.owner();
        for n in numbers {
            let table = format!(
                "create table crm.table_{n} (id integer primary key, client_id bigint references crm.clients, {columns});
                 comment on table crm.table_{n} is 'one of many';
                 grant select on crm.table_{n} to epic_app"
            );
            owner.batch_execute(&table).expect("a table");
        }
    }

    /// The kept session, to be used in this process.
    pub fn resumed(&self) -> Session {
        resume(&self.url(), &self.path().join("state"))
    }

    /// A URL of the session.
    pub fn url(&self) -> String {
        let said = self.epic(&["url", "--quiet"]).output().expect("epic runs");
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    }

    /// The embedded server, the folder of its socket and the port in the socket's name.
    pub fn server(&self) -> (&Embedded, &Path, u16) {
        (&self.embedded, self.member.host(), self.member.port())
    }

    /// A connection as the session.
    pub fn session(&self) -> Client {
        Client::connect(&self.url(), NoTls).expect("the session connects")
    }

    /// A connection as the superuser.
    pub fn superuser(&self) -> Client {
        let password = self.embedded.superuser_password().expect("a password");
        let mut config = Config::new();
        config
            .host_path(self.member.host())
            .port(self.member.port())
            .dbname("epic");
        config.user("postgres").password(password.expose_secret());
        config
            .options("-c search_path=crm")
            .connect(NoTls)
            .expect("the superuser connects")
    }

    /// A URL of the superuser, who may take the owner's role.
    pub fn owner_url(&self) -> String {
        let password = self.embedded.superuser_password().expect("a password");
        format!(
            "host={} port={} dbname=epic user=postgres password={}",
            self.member.host().display(),
            self.member.port(),
            password.expose_secret()
        )
    }

    /// A connection as the owner of the tables, for whom no policy counts.
    pub fn owner(&self) -> Client {
        let mut client = self.superuser();
        client.batch_execute("set role epic_owner").expect("a role");
        client
    }
}

/// The session of a state folder, at a database.
pub fn resume(url: &str, state: &Path) -> Session {
    let server = Server::from_url(&url.to_owned().into()).expect("a server");
    let token = TokenFile::new(state).load().expect("a token file");
    Session::resume(&server, token.expect("a token"))
}

fn epic(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(EPIC);
    command.args(args).env("EPIC_HOME", home);
    for name in ["DATABASE_URL", "EPIC_TOKEN", "SENTRY_DSN"] {
        command.env_remove(name);
    }
    command
}

pub fn run(command: &mut Command) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = command.status().expect("the program runs");
    assert!(status.success(), "{command:?} fails");
}
