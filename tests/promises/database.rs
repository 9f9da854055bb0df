//! What the owner of a database does: set it up, look after it, fill it, name the first administrator;
//! and the demo, which does all of it alone.

use crate::harness::{PASSWORD, Said, Shell, TestDatabase, server_version};
use epic::store::Server;
use epic::store::embedded::{Embedded, Membership, Options};
use insta::{allow_duplicates, assert_snapshot};
use postgres::{Client, NoTls};
use secrecy::ExposeSecret;

/// A server of one's own, without anything.
struct OwnServer {
    superuser: Server,
    member: Option<Membership>,
    _folder: tempfile::TempDir,
}

impl OwnServer {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let embedded = Embedded::with(
            folder.path().join("server"),
            Options::for_tests().home(folder.path()),
        );
        let member = embedded.join().expect("a server");
        let password = embedded.superuser_password().expect("a password");
        let server = Server::on_socket(member.host(), member.port(), "epic_events");
        Self {
            superuser: server.as_role("postgres", &password),
            member: Some(member),
            _folder: folder,
        }
    }

    /// What a superuser does in a database.
    fn does(&self, database: &str, sql: &str) {
        let url = self.superuser.with_database(database).url();
        let mut client = Client::connect(url.expose_secret(), NoTls).expect("a connection");
        client.batch_execute(sql).expect("it may");
    }

    /// Somebody who may create roles and has another right besides, or not.
    fn installer(&self, right: &str) -> Server {
        let create = format!(
            "create role installer login createrole {right} password 'secret of installer'"
        );
        self.does("postgres", &create);
        let password = "secret of installer".to_owned().into();
        self.superuser.as_role("installer", &password)
    }

    /// Before 15 the schema that everybody writes to is a superuser's.
    fn closes_public(&self, installer: &Server, database: &str) {
        if server_version() < 15 {
            let role = installer.role().expect("a role");
            self.does(database, &format!("alter schema public owner to {role}"));
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        if let Some(member) = self.member.take() {
            let _ = member.leave(); // its folder goes next
        }
    }
}

/// Runs `epic` as the owner of a database.
fn as_owner(shell: &Shell, owner: &Server, arguments: &[&str], input: &str) -> Said {
    as_owner_at(shell, owner, None, arguments, input)
}

fn as_owner_at(
    shell: &Shell,
    owner: &Server,
    login: Option<&str>,
    arguments: &[&str],
    input: &str,
) -> Said {
    shell.file("input", input);
    let mut command = shell.command(arguments);
    let input = std::fs::File::open(shell.home().join("input")).expect("it was written");
    command
        .env("DATABASE_OWNER_URL", owner.url().expose_secret())
        .stdin(input);
    match login {
        Some(url) => command.env("DATABASE_URL", url),
        None => command.env_remove("DATABASE_URL"),
    };
    shell.said(command)
}

/// From a server without epic to the first login; `found` is what is said of the database.
fn set_up(owner: &Server, found: &str) {
    let shell = Shell::at(TestDatabase::none());
    let first = as_owner(&shell, owner, &["db", "init"], "");
    let found = format!("· database epic_events {found}\n");
    assert!(first.stderr.contains(&found), "{first}");
    assert!(first.stderr.contains("· V1 business tables\n"), "{first}");
    let url = first.ok().to_owned();
    assert!(url.starts_with("postgresql://epic_login:"), "{first}");

    let again = as_owner_at(&shell, owner, Some(&url), &["db", "init"], "");
    assert!(
        again.ok().is_empty() && again.stderr.contains("· all migrations are applied\n"),
        "{again}"
    );
    let migrated = as_owner(&shell, owner, &["db", "migrate"], "");
    assert_snapshot!(migrated, @r"
    --- stderr
    · all migrations are applied
    ");

    let login = |email: &str, password: &str| {
        let mut command = shell.command(&["login", email, "--password-stdin"]);
        shell.file("input", password);
        command
            .env("DATABASE_URL", &url)
            .stdin(std::fs::File::open(shell.home().join("input")).expect("it was written"));
        shell.said(command)
    };
    assert_eq!(login("ada@epic.events", PASSWORD).code, 3);
    let admin = |email: &str, password: &str| {
        let arguments = [
            "db",
            "admin",
            email,
            "--name",
            "Ada Byron",
            "--password-stdin",
        ];
        as_owner(&shell, owner, &arguments, password)
    };
    assert_snapshot!(admin("ada@epic.events", "short"), @r"
    --- stderr
    error: the password is too short: at least 12 characters
     hint: a few words in a row are long and easy to remember
    --- exit 2
    ");
    assert_snapshot!(admin("Ada@epic.events", PASSWORD), @r"
    --- stderr
    ada@epic.events is an administrator now. Sign in with: epic login ada@epic.events
    ");
    assert_snapshot!(admin("eve@epic.events", PASSWORD), @r"
    --- stderr
    error: there is an administrator already: ada@epic.events
     hint: an administrator creates the others in the shell: collaborators.create(#{ … })
    --- exit 1
    ");
    assert_snapshot!(as_owner(&shell, owner, &["db", "seed"], ""), @r"
    --- stderr
    error: epic_events on this machine is not empty
     hint: demo data goes into an empty database only
    --- exit 1
    ");
    let status = as_owner(&shell, owner, &["db", "status"], "");
    assert!(status.ok().contains("holds data of its own"), "{status}");

    // Whoever has DATABASE_URL can lock everybody out with it; the owner is told, and mends it.
    let status = || as_owner_at(&shell, owner, Some(&url), &["db", "status"], "");
    let locked = "the password in DATABASE_URL is not that of epic_login";
    assert!(!status().ok().contains(locked), "{}", status());
    let mut anybody = Client::connect(&url, NoTls).expect("a connection");
    let lock = "alter role epic_login password 'another one'";
    anybody.batch_execute(lock).expect("PostgreSQL allows it");
    assert_eq!(login("ada@epic.events", PASSWORD).code, 3);
    let said = status();
    assert!(said.code == 1 && said.stdout.contains(locked), "{said}");
    as_owner_at(&shell, owner, Some(&url), &["db", "init"], "").ok();
    assert!(!status().ok().contains(locked), "{}", status());

    login("ada@epic.events", PASSWORD).ok();
    let mut command = shell.command(&["-e", "me.role"]);
    command.env("DATABASE_URL", &url);
    assert_snapshot!(shell.said(command), @"admin");
}

#[test]
fn a_superuser_sets_a_server_up() {
    let server = OwnServer::new();
    allow_duplicates!(set_up(&server.superuser, "created"));
}

#[test]
fn a_user_who_may_create_roles_and_databases_sets_a_server_up() {
    let server = OwnServer::new();
    let installer = server.installer("createdb");
    server.closes_public(&installer, "template1");
    allow_duplicates!(set_up(&installer, "created"));
}

/// As it is where somebody else looks after the server, whatever a new role is to its creator there.
#[test]
fn a_user_who_may_create_roles_sets_a_database_up_that_was_given_to_them() {
    for self_grant in ["", "inherit", "set, inherit"] {
        let server = OwnServer::new();
        let installer = server.installer("nocreatedb");
        let give = "create database epic_events owner installer";
        server.does("postgres", give);
        if server_version() >= 16 {
            let set = format!("alter role installer set createrole_self_grant = '{self_grant}'");
            server.does("postgres", &set);
        }
        server.closes_public(&installer, "epic_events");
        allow_duplicates!(set_up(&installer, "is in place"));
    }
}

#[test]
fn a_database_where_everybody_may_create_things_is_not_set_up() {
    let server = OwnServer::new();
    let installer = server.installer("createdb");
    let open = "alter schema public owner to postgres; grant all on schema public to public";
    server.does("template1", open);
    let shell = Shell::at(TestDatabase::none());
    let init = || as_owner(&shell, &installer, &["db", "init"], "");
    assert_snapshot!(init(), @r#"
    --- stderr
    error: schema public of database "epic_events" is open to everybody, and installer may not close it
     hint: Have a superuser do this in that database, and try again: alter schema public owner to installer
    --- exit 4
    "#);
    server.does("epic_events", "alter schema public owner to installer");
    init().ok();
}

#[test]
fn the_state_of_a_database_is_told() {
    let shell = Shell::as_("marie@epic.events");
    let status = as_owner(
        &shell,
        &shell.database.admin,
        &["db", "status", "--format", "csv"],
        "",
    );
    let mut reader = csv::Reader::from_reader(status.ok().as_bytes());
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    let said = |check: &str| {
        let row = rows.iter().find(|row| &row[0] == check).expect("a check");
        (row[1].to_owned(), row[2].to_owned())
    };
    let (state, last) = said("migrations");
    assert!(state == "ok" && last.contains("the last: V"), "{last}");
    let holds = "epic on this machine holds the demo data".to_owned();
    assert_eq!(said("data"), ("ok".to_owned(), holds));
    assert_snapshot!(as_owner(&shell, &shell.database.admin, &["db", "seed"], ""), @r"
    --- stderr
    error: epic on this machine is not empty
     hint: demo data goes into an empty database only
    --- exit 1
    ");
}

#[test]
fn nobody_else_looks_after_a_database() {
    let shell = Shell::as_("admin@epic.events");
    assert_snapshot!(shell.run(&["db", "migrate"]), @r"
    --- stderr
    error: DATABASE_OWNER_URL is not set
     hint: it names the database as its owner: postgres://OWNER:PASSWORD@HOST/DATABASE
    --- exit 2
    ");
    let login = &shell.database.login;
    assert_snapshot!(as_owner(&shell, login, &["db", "migrate"], ""), @r"
    --- stderr
    error: epic_login may not act as the owner of epic on this machine
     hint: DATABASE_OWNER_URL must name the role that ran: epic db init
    --- exit 4
    ");
    let own = shell.session();
    let said = as_owner(&shell, own.server(), &["db", "seed"], "");
    assert_eq!(said.code, 4, "{said}");
}

/// `epic` without `DATABASE_URL`.
fn embedded(shell: &Shell, arguments: &[&str], input: &str) -> Said {
    shell.file("input", input);
    let mut command = shell.command(arguments);
    let input = std::fs::File::open(shell.home().join("input")).expect("it was written");
    command.env_remove("DATABASE_URL").stdin(input);
    shell.said(command)
}

#[test]
fn the_demo_needs_nothing_and_can_start_over() {
    let shell = Shell::at(TestDatabase::none());
    let demo = |arguments: &[&str]| embedded(&shell, &[&["demo"], arguments].concat(), "");
    assert_snapshot!(demo(&["-e", "[clients.count(), me.email]"]), @r"
    [1000, admin@epic.events]
    --- stderr
    The demo data is there. Anybody can sign in to it: the password is epic-events-demo.
    ");
    assert_snapshot!(embedded(&shell, &["-e", "clients.get(1).delete()"], ""), @r#"
    --- stderr
    error: a contract belongs to a client
     1 │ clients.get(1).delete()
       │                ^^^^^^
     hint: Name a client who exists. A client who has contracts cannot be deleted: delete the contracts first.
     hint: there are contracts that refer to it
    --- exit 1
    "#);
    assert_snapshot!(embedded(&shell, &["-e", "clients.get(1).update(#{ phone: \"changed\" })"], ""), @"clients 1 updated");
    assert_snapshot!(demo(&["--as", "marie@epic.events", "-e", "[me.full_name, clients.get(1).phone]"]), @"[Marie Durand, changed]");
    assert_snapshot!(demo(&["--fresh", "-e", "clients.get(1).phone == \"changed\""]), @r"
    false
    --- stderr
    The demo data is there. Anybody can sign in to it: the password is epic-events-demo.
    ");
    assert_snapshot!(demo(&["--as", "nobody@epic.events", "-e", "1"]), @r"
    --- stderr
    error: wrong e-mail or password
     hint: after five wrong passwords an account is closed to logins for a quarter of an hour
     hint: all people of the demo can sign in; admin@epic.events sees them with: collaborators
     hint: when a password was changed: epic demo --fresh starts over
    --- exit 3
    ");
    let mut with_token = shell.command(&["demo", "-e", "1"]);
    with_token.env("EPIC_TOKEN", "x");
    assert_eq!(shell.said(with_token).code, 2);
}

#[test]
fn the_demo_leaves_other_data_alone() {
    let shell = Shell::at(TestDatabase::none());
    assert_eq!(embedded(&shell, &["db", "ttl"], "").ok(), "8 hours");
    embedded(&shell, &["db", "ttl", "2 hours"], "").ok();
    embedded(&shell, &["db", "init"], "").ok();
    assert_eq!(embedded(&shell, &["db", "ttl"], "").ok(), "2 hours");
    let admin = [
        "db",
        "admin",
        "ada@epic.events",
        "--name",
        "Ada",
        "--password-stdin",
    ];
    embedded(&shell, &admin, PASSWORD).ok();
    assert_snapshot!(embedded(&shell, &["demo", "-e", "1"], ""), @r"
    --- stderr
    error: the embedded database holds data of its own, not the demo data
     hint: use another folder for the demo: EPIC_HOME=/some/folder epic demo
    --- exit 1
    ");
    assert_snapshot!(embedded(&shell, &["demo", "--fresh", "-e", "1"], ""), @r"
    --- stderr
    error: the embedded database holds data of its own, not the demo data
     hint: use another folder for the demo: EPIC_HOME=/some/folder epic demo
    --- exit 1
    ");
    embedded(
        &shell,
        &["login", "ada@epic.events", "--password-stdin"],
        PASSWORD,
    )
    .ok();
    assert_snapshot!(embedded(&shell, &["-e", "me.email"], ""), @"ada@epic.events");
}
