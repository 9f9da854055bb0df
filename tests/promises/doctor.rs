//! `epic doctor` and `epic db status` say what is in order, what is wrong and what to do, and end with 1 when something
//! is wrong. What they say is true: each fault is made for real.

use crate::harness::{OwnServer, PASSWORD, Said, Shell, TestDatabase, clock_ahead};
use epic::store::Server;
use insta::assert_snapshot;
use postgres::{Client, NoTls};
use secrecy::ExposeSecret;
use std::fmt::Write;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const MARIE: &str = "marie@epic.events";

#[test]
fn where_all_is_well_each_check_says_so() {
    let marie = Shell::as_(MARIE);
    let said = doctor(&marie, Some(&marie.database.admin));
    assert_eq!(said.code, 0, "{said}");
    assert_snapshot!(states(&marie, Some(&marie.database.admin)), @r"
    settings: ok
    state folder: ok
    data folder: ok
    working folder: ok
    terminal: ok
    locale: ok
    time zone: ok
    server: ok
    encryption: ok
    version: ok
    clock: ok
    sign-in: ok
    session: ok
    owner: ok
    installer's rights: ok
    pg_trgm: ok
    migrations: ok
    data: ok
    pg_hba.conf: ok
    connections: ok
    ");
    assert!(
        said.stdout
            .contains("session: Marie Durand (commercial) until"),
        "{said}"
    );
    // Staff have no DATABASE_OWNER_URL, and nobody has to be signed in.
    let nobody = Shell::signed_out();
    let said = doctor(&nobody, None);
    assert_snapshot!(from(&said, "sign-in"), @r"
    ok           sign-in: whoever has an account can sign in
    note         session: nobody is signed in here
                  hint: sign in: epic login
    not checked  owner, installer's rights, pg_trgm, migrations, data, pg_hba.conf, connections: DATABASE_OWNER_URL is not set
    ");
}

#[test]
fn a_server_that_is_not_there_leaves_the_checks_of_this_machine() {
    let marie = Shell::as_(MARIE);
    let nowhere = Server::from_url(&"postgres://epic_login:x@127.0.0.1:1/epic".to_owned().into());
    let mut command = marie.command(&["doctor"]);
    command.env(
        "DATABASE_URL",
        nowhere.expect("a URL").url().expose_secret(),
    );
    let said = marie.said(command);
    assert_eq!(said.code, 1, "{said}");
    assert_snapshot!(from(&said, "server"), @r"
    wrong        server: can't reach the database epic on 127.0.0.1:1: Connection refused (os error 111)
                  hint: check that the server runs and that the URL is right
    not checked  encryption, version, clock, sign-in, session: the server can't be reached
    not checked  owner, installer's rights, pg_trgm, migrations, data, pg_hba.conf, connections: DATABASE_OWNER_URL is not set
    ");
    let mut command = marie.command(&["doctor"]);
    command.env(
        "DATABASE_URL",
        "postgres://epic_login:secret word@db.example.org/epic?sslmode=disable",
    );
    let said = marie.said(command);
    assert_snapshot!(from(&said, "DATABASE_URL"), @r"
    wrong        DATABASE_URL: sslmode=disable would send your login over the network unprotected
                  hint: write sslmode=verify-full (and sslrootcert=FILE for a certificate authority of your own)
    not checked  server, encryption, version, clock, sign-in, session: see DATABASE_URL
    not checked  owner, installer's rights, pg_trgm, migrations, data, pg_hba.conf, connections: DATABASE_OWNER_URL is not set
    ");
}

#[test]
fn what_keeps_a_login_out_is_named_by_its_cause() {
    let server = OwnServer::with(&[]);
    let shell = Shell::at(server.database());
    let port = server.port;
    let url = shell.database.login.url().expose_secret().to_owned();
    let password = url.split(['@', ':']).nth(2).expect("a password").to_owned();
    let told = |password: &str| {
        let mut command = shell.command(&["doctor"]);
        command.env(
            "DATABASE_URL",
            format!("postgres://epic_login:{password}@127.0.0.1:{port}/epic"),
        );
        let said = shell.said(command);
        let lines = from(&said, "server").replace(&port.to_string(), "PORT");
        let own: Vec<&str> = lines.lines().take(2).collect();
        own.join("\n")
    };
    let hba = |line: &str| {
        let text = format!("local all all scram-sha-256\n{line}\n");
        server.private_file("pg_hba.conf", &text);
        server.set(&[]);
    };
    let does = |sql: &str| server.superuser().batch_execute(sql).expect("it may");
    let mut told_all = String::new();
    let mut tell = |what: &str, password: &str| {
        let _ = writeln!(told_all, "> {what}\n{}", told(password));
    };

    hba("host all all 127.0.0.1/32 scram-sha-256");
    tell("as it should be", &password);
    tell("another password", "wrong");
    hba("host all postgres 127.0.0.1/32 scram-sha-256");
    tell("no line", &password);
    hba("host all all 127.0.0.1/32 reject");
    tell("a line that keeps out", &password);
    hba("host all all 127.0.0.1/32 ident");
    tell("a line with another method", &password);
    hba("host all all 127.0.0.1/32 scram-sha-256");
    does("revoke connect on database epic from epic_login");
    tell("no right to connect", &password);
    does("grant connect on database epic to epic_login; alter role epic_login nologin");
    tell("no right to sign in", &password);
    does("alter role epic_login login; alter role epic_login connection limit 0");
    tell("no connection left", &password);
    assert_snapshot!(told_all);
    assert!(!told_all.contains(&password));

    // Who may read that file is told what is wrong in it.
    does("alter role epic_login connection limit -1");
    let lines = || from(&status(&shell, &shell.database.admin), "pg_hba.conf");
    hba("host all all 127.0.0.1/32 trust");
    assert_snapshot!(lines().lines().next().unwrap(), @"wrong        pg_hba.conf: line 2 trusts: it lets anybody in as anybody, whatever this program does");
    hba("host all all 127.0.0.1/32 scram");
    assert_snapshot!(lines().lines().next().unwrap(), @r#"wrong        pg_hba.conf: line 2 has a mistake: invalid authentication method "scram""#);
}

#[test]
fn a_clock_a_folder_and_a_file_that_are_wrong_are_named() {
    let marie = Shell::as_(MARIE);
    let mut command = marie.command(&["doctor"]);
    command.env("LD_PRELOAD", clock_ahead(marie.home(), 11 * 60));
    let said = marie.said(command);
    assert_eq!(said.code, 1, "{said}");
    assert_snapshot!(said.stdout.lines().find(|line| line.contains("clock:")).expect("a line"), @"wrong        clock: that of this machine is 11 min ahead of the server's");

    let owner = marie.database.admin.url();
    marie.file(
        ".env",
        &format!("DATABASE_OWNER_URL={}\n", owner.expose_secret()),
    );
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
    };
    mode(&marie.home().join(".env"), 0o644);
    mode(&marie.state(), 0o777);
    let said = doctor(&marie, None);
    assert_eq!(said.code, 1, "{said}");
    let lines: Vec<&str> = said.stdout.lines().take(4).collect();
    assert_snapshot!(lines.join("\n"), @r"
    wrong        settings: others can read .env, which holds DATABASE_OWNER_URL
                  hint: chmod 600 .env; if somebody did, give the owner another password
    wrong        state folder: others can write to $EPIC_HOME/state, where your token is
                  hint: chmod go-w '$EPIC_HOME/state', and sign in again: epic login
    ");
    mode(&marie.home().join(".env"), 0o600);
    mode(&marie.state(), 0o700);
    assert_eq!(doctor(&marie, None).code, 0);
    mode(&marie.state().join("token"), 0o644);
    assert!(doctor(&marie, None).stdout.contains("others can read it"));
}

#[test]
fn migrations_that_are_missing_or_newer_and_a_copy_are_named() {
    let marie = Shell::as_(MARIE);
    let line = |check: &str| from(&status(&marie, &marie.database.admin), check);
    let last = "select version, name, applied_on, checksum from epic.migrations order by version desc limit 1";
    let row = marie.owner().query_one(last, &[]).expect("a row");
    let (version, name): (i32, String) = (row.get(0), row.get(1));
    let (applied_on, checksum): (String, String) = (row.get(2), row.get(3));
    let remove = "delete from epic.migrations where version = $1";
    marie.owner().execute(remove, &[&version]).expect("it may");
    let named = format!("V{version} {}", name.replace('_', " "));
    let said = line("migrations");
    assert!(
        said.starts_with(&format!("wrong        migrations: not applied: {named}\n")),
        "{said}"
    );
    assert!(said.contains("hint: epic db migrate"), "{said}");
    let insert =
        "insert into epic.migrations (version, name, applied_on, checksum) values ($1, $2, $3, $4)";
    for (version, name) in [(version, &*name), (9999, "of_tomorrow")] {
        marie
            .owner()
            .execute(insert, &[&version, &name, &applied_on, &checksum])
            .expect("it may");
    }
    let said = line("migrations");
    assert!(
        said.contains("the database was migrated by a newer program: V9999 of tomorrow"),
        "{said}"
    );

    let copy = TestDatabase::none();
    let sql = format!(
        "create database {} template {}",
        copy.name(),
        marie.database.name()
    );
    let mut client = Client::connect(
        copy.admin.with_database("postgres").url().expose_secret(),
        NoTls,
    )
    .expect("a connection");
    marie.database.cuts_all();
    client.batch_execute(&sql).expect("a copy");
    let copy = Shell::at(copy);
    assert_snapshot!(from(&doctor(&copy, None), "sign-in").lines().take(2).collect::<Vec<_>>().join("\n"), @r"
    wrong        sign-in: this database is a copy that was not set up yet
                  hint: its owner does that: epic db init
    ");
}

#[test]
fn rights_that_the_installer_lacks_are_named() {
    let shell = Shell::signed_out();
    let name = format!("installer_of_{}", shell.database.name());
    let mut superuser = shell.database.superuser();
    let mut does = |sql: &str| {
        superuser
            .batch_execute(&sql.replace("NAME", &name))
            .expect("it may");
    };
    does(
        "create role NAME login password 'a secret word'; grant connect on database postgres to NAME",
    );
    does(&format!(
        "grant connect on database {} to NAME",
        shell.database.name()
    ));
    let installer = shell
        .database
        .admin
        .as_role(&name, &"a secret word".to_owned().into());
    let told = || {
        let said = status(&shell, &installer);
        assert!(!said.to_string().contains("a secret word"), "{said}");
        let line = from(&said, "installer's rights").replace("installer_of_epic", "NAME");
        line.lines().next().unwrap_or_default().to_owned()
    };
    assert_snapshot!(told(), @"wrong        installer's rights: NAME may not create roles");
    does("alter role NAME createrole");
    assert_snapshot!(told(), @"wrong        installer's rights: NAME may not act as epic_owner");
    does("revoke connect on database postgres from NAME");
    does(&format!(
        "drop owned by NAME; revoke connect on database {} from NAME; drop role NAME",
        shell.database.name()
    ));
}

#[test]
fn where_there_is_no_embedded_database_none_is_made() {
    let shell = Shell::at(TestDatabase::none());
    let mut command = shell.command(&["doctor"]);
    command.env_remove("DATABASE_URL");
    let said = shell.said(command);
    assert_eq!(said.code, 0, "{said}");
    assert!(
        said.stdout
            .contains("note         embedded server: there is no embedded database yet"),
        "{said}"
    );
    assert!(!shell.home().join("data").exists());
    let mut command = shell.command(&["login", "x@epic.events", "--password-stdin"]);
    command.env_remove("DATABASE_URL");
    shell.said_with(command, PASSWORD);
    let mut command = shell.command(&["doctor"]);
    command.env_remove("DATABASE_URL");
    let said = shell.said(command);
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.contains("holds no data yet"), "{said}");
}

fn doctor(shell: &Shell, owner: Option<&Server>) -> Said {
    run(shell, owner, &["doctor"])
}

fn status(shell: &Shell, owner: &Server) -> Said {
    run(shell, Some(owner), &["db", "status"])
}

fn run(shell: &Shell, owner: Option<&Server>, arguments: &[&str]) -> Said {
    let mut command = shell.command(arguments);
    if let Some(owner) = owner {
        command.env("DATABASE_OWNER_URL", owner.url().expose_secret());
    }
    shell.said(command)
}

/// Each check and its state, as programs read them.
fn states(shell: &Shell, owner: Option<&Server>) -> String {
    let said = run(shell, owner, &["doctor", "--format", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&said.stdout).expect("JSON");
    let line = |row: &serde_json::Value| {
        let text = |name: &str| row[name].as_str().expect("a text").to_owned();
        assert!(!text("found").is_empty(), "{row}");
        format!("{}: {}\n", text("check"), text("state"))
    };
    rows.iter().map(line).collect()
}

/// The lines from that of a check on.
fn from(said: &Said, check: &str) -> String {
    let is_it = |line: &&str| {
        line.get(13..).is_some_and(|rest| {
            rest.starts_with(&format!("{check}:")) || rest.starts_with(&format!("{check},"))
        })
    };
    let lines = said.stdout.lines().skip_while(|line| !is_it(line));
    lines.collect::<Vec<_>>().join("\n")
}
