//! A real primary and a real standby, which follows it by PostgreSQL's own replication.

mod failover;
mod reader;
mod reading;

use crate::harness::{OwnServer, PASSWORD, Said, Shell, until};
use insta::assert_snapshot;
use std::process::Stdio;

const MARIE: &str = "marie@epic.events";

/// Both servers, with twenty clients; nothing where the programs for that are not installed.
fn both() -> Option<(OwnServer, OwnServer)> {
    let primary = OwnServer::with(&[]);
    let clients = "insert into crm.clients (full_name, email, commercial_id)
        select 'Client ' || n, 'c' || n || '@example.org', 2 from generate_series(1, 20) n";
    primary.superuser().batch_execute(clients).expect("clients");
    let standby = primary.standby();
    if standby.is_none() {
        eprintln!("pg_basebackup of the server's version is not here");
    }
    Some((primary, standby?))
}

#[test]
fn at_a_standby_whoever_is_signed_in_reads_and_nothing_else() {
    let Some((primary, standby)) = both() else {
        return;
    };
    let marie = Shell::at(OwnServer::database_of(&[&primary], ""));
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    marie.file("count.rhai", "clients.count()");
    let url = OwnServer::url_of(&[&standby], "");
    let there = |arguments: &[&str]| {
        let mut command = marie.command(arguments);
        command.env("DATABASE_URL", &url);
        marie.said_with(command, PASSWORD)
    };
    assert_eq!(there(&["-e", "clients.count()"]).ok(), "20");
    assert_eq!(there(&["count.rhai"]).ok(), "20");
    assert_eq!(there(&["--read-only", "-e", "clients.count()"]).ok(), "20");
    assert_eq!(
        there(&[
            "sql",
            "select count(*) as n from clients",
            "--format",
            "csv"
        ])
        .ok(),
        "n\n20"
    );
    let streamed = "let n = 0; for c in clients { n += 1; } n";
    assert_eq!(there(&["-e", streamed]).ok(), "20");
    for arguments in [
        &["whoami"][..],
        &["sessions"],
        &["runs"],
        &["doctor"],
        &["url"],
    ] {
        assert_eq!(there(arguments).code, 0, "{arguments:?}");
    }
    let change = r#"clients.get(1).update(#{ phone: "1" })"#;
    let said = |arguments: &[&str]| {
        there(arguments)
            .to_string()
            .replace(&standby.host(), "HOST")
    };
    assert_snapshot!(said(&["-e", change]), @r#"
    --- stderr
    error: epic on HOST is a standby, which only follows the primary: nothing can be changed there
     1 │ clients.get(1).update(#{ phone: "1" })
       │                ^^^^^^
     hint: to change something, name the primary in DATABASE_URL; of several hosts, target_session_attrs=primary takes it
    --- exit 1
    "#);
    assert_snapshot!(said(&["sql", "update clients set phone = null where id = 1"]), @r"
    --- stderr
    error: epic on HOST is a standby, which only follows the primary: nothing can be changed there
     hint: to change something, name the primary in DATABASE_URL; of several hosts, target_session_attrs=primary takes it
    --- exit 1
    ");
    assert_snapshot!(said(&["login", MARIE, "--password-stdin"]), @r"
    --- stderr
    error: epic on HOST only reads: nobody can sign in there
     hint: sign in at the primary server; whoever is signed in can read here
    --- exit 5
    ");
    assert!(
        there(&["logout"])
            .error()
            .ends_with("nothing can be changed there")
    );
    // The session is over there once its end has arrived.
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    assert_eq!(there(&["-e", "clients.count()"]).ok(), "20");
    standby.falls_behind();
    let end = "delete from auth.session where collaborator_id = 2";
    primary.superuser().batch_execute(end).expect("it may");
    assert_eq!(there(&["-e", "clients.count()"]).ok(), "20");
    standby.catches_up();
    primary.is_followed_by(&standby);
    let said = there(&["-e", "clients.count()"]);
    assert_eq!((said.code, said.error()), (3, "your session has ended"));
}

#[test]
fn of_several_hosts_the_kind_is_taken_that_is_asked_for_and_signing_in_takes_the_primary() {
    let Some((primary, standby)) = both() else {
        return;
    };
    for (attributes, taken) in [
        ("", &standby),
        ("?target_session_attrs=standby", &standby),
        ("?target_session_attrs=prefer-standby", &standby),
        ("?target_session_attrs=primary", &primary),
        ("?target_session_attrs=read-write", &primary),
    ] {
        let marie = Shell::at(OwnServer::database_of(&[&standby, &primary], attributes));
        marie.login(MARIE, PASSWORD).ok();
        primary.is_followed_by(&standby);
        let whoami = marie.run(&["whoami", "--format", "json"]);
        assert!(
            whoami.ok().contains(&taken.host()),
            "{attributes}: {whoami}"
        );
        assert_eq!(marie.e("clients.count()").ok(), "20", "{attributes}");
    }
    // Both are used in turn when that is asked for.
    let marie = Shell::at(OwnServer::database_of(
        &[&standby, &primary],
        "?load_balance_hosts=random",
    ));
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    for server in [&primary, &standby] {
        until("it is its turn", || {
            let whoami = marie.run(&["whoami", "--format", "json"]);
            whoami.ok().contains(&server.host())
        });
    }
    standby.stops();
    let marie = Shell::at(OwnServer::database_of(
        &[&standby, &primary],
        "?target_session_attrs=prefer-standby",
    ));
    marie.login(MARIE, PASSWORD).ok();
    assert_eq!(marie.e("clients.count()").ok(), "20");
}

#[test]
fn a_standby_that_is_promoted_takes_changes_and_logins() {
    let Some((primary, standby)) = both() else {
        return;
    };
    let marie = Shell::at(OwnServer::database_of(&[&primary, &standby], ""));
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    primary.stops();
    standby.is_promoted();
    let change = r#"clients.get(1).update(#{ phone: "+33 1" }); clients.get(1).phone"#;
    assert_eq!(marie.e(change).ok(), "+33 1");
    marie.login(MARIE, PASSWORD).ok();
    assert_eq!(marie.e("clients.get(1).phone").ok(), "+33 1");
}

#[test]
fn a_query_that_keeps_the_standby_from_following_is_given_up_and_said_to_be() {
    let Some((primary, standby)) = both() else {
        return;
    };
    standby.set(&[("max_standby_streaming_delay", "0")]);
    let marie = Shell::at(OwnServer::database_of(
        &[&standby, &primary],
        "?target_session_attrs=standby",
    ));
    marie.login(MARIE, PASSWORD).ok();
    let mut superuser = primary.superuser();
    superuser
        .batch_execute("alter table crm.clients disable trigger user")
        .expect("it may");
    let mut command = marie.command(&[
        "sql",
        "select count(*), pg_sleep(60) from clients where id < 3",
    ]);
    let reading = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let reading = reading.expect("epic runs");
    until("it reads", || {
        let sql = "select count(*) from pg_stat_activity where query like '%pg_sleep(60)%' and wait_event = 'PgSleep'";
        let count = standby.superuser().query_one(sql, &[]);
        count.expect("a row").get::<_, i64>(0) > 0
    });
    for change in [
        "delete from crm.clients where id > 10",
        "vacuum crm.clients",
    ] {
        superuser.batch_execute(change).expect("it may");
    }
    let said = Said::of(&reading.wait_with_output().expect("it ends"), &[]);
    assert_snapshot!(said, @r"
    --- stderr
    error: the standby gave this up: the primary has taken away what it was still reading
     hint: run it again; max_standby_streaming_delay of the standby says how long it waits for readers
    --- exit 1
    ");
}
