//! Open sessions: seeing them, ending them, and every way in which one ends.

use crate::harness::{PASSWORD, Shell};
use insta::assert_snapshot;
use postgres::Client;
use serde_json::Value;

/// What a session that is over may still not do.
const WRITE: &str = "update clients set phone = '1' where commercial_id = 2 and id < 20";

#[test]
fn one_sees_ones_own_sessions_and_an_admin_everybodys() {
    let marie = Shell::as_("marie@epic.events");
    let _second = marie.beside("marie@epic.events");
    let admin = marie.beside("admin@epic.events");
    let columns = "id,who,email,started,expires,current";
    let said = marie.run(&["sessions", "--format", "csv"]);
    assert_eq!(said.ok().lines().next(), Some(columns));

    let people = |shell: &Shell| -> Vec<(String, bool)> {
        let sessions = sessions(shell);
        let of = |session: &Value| session["who"].as_str().expect("a name").to_owned();
        let current = |session: &Value| session["current"] == true;
        sessions.iter().map(|s| (of(s), current(s))).collect()
    };
    let marie_twice = [("Marie Durand", false), ("Marie Durand", true)];
    let named = |(name, current): (&str, bool)| (name.to_owned(), current);
    assert_eq!(people(&marie), marie_twice.map(named));
    let all = [
        ("Alma Reyes", true),
        ("Marie Durand", false),
        ("Marie Durand", false),
    ];
    assert_eq!(people(&admin), all.map(named));
}

#[test]
fn one_ends_ones_own_sessions_and_an_admin_anybodys() {
    let marie = Shell::as_("marie@epic.events");
    let second = marie.beside("marie@epic.events");
    let admin = marie.beside("admin@epic.events");
    let (of_second, of_admin) = (current(&second), current(&admin));

    assert_snapshot!(marie.run(&["sessions", "end", &of_admin]).error().replace(&of_admin, "…"),
        @"there is no open session '…'");
    assert_snapshot!(marie.run(&["sessions", "end", &of_second[..8]]), @r"
    --- stderr
    The session of Marie Durand has ended.
    ");
    assert_eq!(
        second.e("clients.count()").error(),
        "your session has ended"
    );

    admin.run(&["sessions", "end", &current(&marie)]).ok();
    assert_eq!(marie.e("clients.count()").error(), "your session has ended");

    assert_snapshot!(admin.run(&["sessions", "end", &of_admin.to_uppercase()]), @r"
    --- stderr
    Your own session has ended.
    ");
    assert!(!admin.state().join("token").exists());
    assert_eq!(admin.run(&["sessions"]).code, 3);
}

#[test]
fn plain_sql_can_not_end_somebody_elses_session() {
    let marie = Shell::as_("marie@epic.events");
    let luc = marie.beside("luc@epic.events");
    let mut sql = marie.psql_url();
    let end = "select auth.end_session($1::text::uuid)";
    let ended: bool = sql
        .query_one(end, &[&current(&luc)])
        .expect("an answer")
        .get(0);
    assert!(!ended);
    luc.e("clients.count()").ok();
}

/// Ways to end Marie's session: by herself beside, or by an admin.
type Way = fn(&Shell, &Shell);

const WAYS: [(&str, Way); 5] = [
    ("logout", |marie, _| {
        marie.run(&["logout"]).ok();
    }),
    ("a new password", |marie, _| {
        let lines = format!("{PASSWORD}\nan entirely new one\n");
        marie.run_with(&["passwd", "--password-stdin"], &lines).ok();
    }),
    ("a password set by an admin", |_, admin| {
        let set = "select auth.set_password(2, '\\x00112233445566778899aabbccddeeff', 'm=19456,t=2,p=1', sha256('x'))";
        let done = admin.psql_url().query_one(set, &[]).expect("an answer");
        assert!(done.get::<_, bool>(0));
    }),
    ("a deactivation", |_, admin| {
        admin
            .e("collaborators.get(2).update(#{ active: false })")
            .ok();
    }),
    ("an admin", |marie, admin| {
        admin.run(&["sessions", "end", &current(marie)]).ok();
    }),
];

#[test]
fn whatever_ends_a_session_ends_it_at_once_also_in_an_open_transaction() {
    for (what, end) in WAYS {
        let marie = Shell::as_("marie@epic.events");
        let admin = marie.beside("admin@epic.events");
        let mut other_program = marie.psql_url();
        let begin = "begin isolation level repeatable read";
        other_program.batch_execute(begin).expect("a transaction");
        assert!(other_program.execute(WRITE, &[]).expect("she may") > 0);
        let session = marie.session();

        end(&marie, &admin);

        refused(&mut other_program, what);
        let error = session.sql_exec(WRITE, &[]).expect_err(what);
        assert_eq!(error.message, "your session has ended", "{what}");
        let changed = "select count(*) from clients where phone = '1'";
        let changed = marie.owner().query_one(changed, &[]).expect("a count");
        assert_eq!(changed.get::<_, i64>(0), 0, "{what}");
    }
}

/// These take that nobody needs Marie any more.
#[test]
fn a_new_role_and_a_deletion_end_sessions_too() {
    let ways: [(&str, &str); 2] = [
        (
            "a new role",
            r#"collaborators.get(2).update(#{ role: "support" })"#,
        ),
        ("a deletion", "collaborators.get(2).delete()"),
    ];
    for (what, code) in ways {
        let marie = Shell::as_("marie@epic.events");
        let admin = marie.beside("admin@epic.events");
        let transfer = "update clients set commercial_id = 3 where commercial_id = 2";
        admin.run(&["sql", transfer]).ok();
        let mut other_program = marie.psql_url();
        let begin = "begin; select count(*) from clients";
        other_program.batch_execute(begin).expect("a transaction");

        admin.e(code).ok();

        refused(&mut other_program, what);
        assert_eq!(
            marie.e("clients.count()").error(),
            "your session has ended",
            "{what}"
        );
    }
}

#[test]
fn an_expired_session_writes_nothing_and_reads_nothing_that_came_later() {
    let shell = Shell::signed_out();
    let marie = shell.beside("marie@epic.events");
    let admin = shell.beside("admin@epic.events");
    let (mut idle, mut open, mut reading) = (marie.psql_url(), marie.psql_url(), marie.psql_url());
    let session = marie.session();
    session.sql_exec(WRITE, &[]).expect("she may, still");
    open.batch_execute("begin").expect("a transaction");
    open.execute(WRITE, &[]).expect("she may, still");
    reading
        .batch_execute("begin; declare rows cursor for select phone from clients where id = 1")
        .expect("a cursor");
    shell.database.expire_sessions_of("marie@epic.events");

    // On connections that are open already, before anybody changed anything.
    for (what, client) in [
        ("an open connection", &mut idle),
        ("an open transaction", &mut open),
    ] {
        let touched = client.execute(WRITE, &[]);
        assert!(
            matches!(touched, Err(_) | Ok(0)),
            "{what} writes: {touched:?}"
        );
    }
    let error = session
        .sql_exec("select auth.require_session()", &[])
        .expect_err("it is over");
    assert_eq!(error.message, "your session has ended");
    // No reconnecting.
    let url = session.server().url();
    let again = Client::connect(secrecy::ExposeSecret::expose_secret(&url), postgres::NoTls);
    assert!(again.is_err(), "it reconnects");

    admin
        .e(r#"clients.get(1).update(#{ phone: "later" })"#)
        .ok();
    for (what, client) in [
        ("idle", &mut idle),
        ("open", &mut open),
        ("reading", &mut reading),
    ] {
        let read = client.query_one("select phone from clients where id = 1", &[]);
        assert!(read.is_err(), "{what}: {read:?}");
    }
    assert_eq!(roles_of_sessions_that_are_over(&shell), ["nologin"]);
}

/// While somebody could still be signing in as a role, it stays, without any right: no connection is ever left whose
/// role nobody knows, for nobody but a superuser could cut it.
#[test]
fn a_login_sweeps_roles_away_that_ended_ten_seconds_ago() {
    let marie = Shell::as_("marie@epic.events");
    marie.run(&["logout"]).ok();
    let luc = marie.beside("luc@epic.events");
    assert_eq!(roles_of_sessions_that_are_over(&luc), ["nologin"]);
    let age = "select format('alter role %I valid until %L', r.rolname, clock_timestamp() - interval '11 seconds')
                 from pg_roles r where auth_gate.is_ours(r.rolname) and not r.rolcanlogin";
    let mut superuser = luc.database.superuser();
    let age: String = superuser.query_one(age, &[]).expect("a role").get(0);
    superuser.batch_execute(&age).expect("it may");
    luc.beside("sam@epic.events");
    let none: [&str; 0] = [];
    assert_eq!(roles_of_sessions_that_are_over(&luc), none);
}

/// What is left of them: whether each may sign in, and its groups.
fn roles_of_sessions_that_are_over(shell: &Shell) -> Vec<String> {
    let left = "select concat_ws(' ', case when r.rolcanlogin then 'login' else 'nologin' end,
                       (select string_agg(m.roleid::regrole::text, ' ') from pg_auth_members m where m.member = r.oid))
                  from pg_roles r where auth_gate.is_ours(r.rolname)
                   and not exists (select from auth.live_session l where l.role_name = r.rolname)";
    let rows = shell.owner().query(left, &[]).expect("roles");
    rows.iter().map(|row| row.get(0)).collect()
}

#[test]
fn what_began_in_time_can_not_end_with_a_change_too_late() {
    let marie = Shell::as_("marie@epic.events");
    let mut slow = marie.psql_url();
    let mut holder = marie.database.superuser();
    holder
        .batch_execute("begin; select from crm.clients for update")
        .expect("locks");
    let late = std::thread::spawn(move || slow.execute(WRITE, &[]));
    marie.is_asked(WRITE);
    marie.database.expire_sessions_of("marie@epic.events");
    holder.batch_execute("rollback").expect("it lets go");
    let error = late.join().expect("an answer").expect_err("it is too late");
    assert_eq!(
        error.as_db_error().expect("an answer").message(),
        "your session has ended"
    );
}

#[test]
fn the_owner_says_how_long_sessions_last() {
    let shell = Shell::signed_out();
    let ttl = |arguments: &[&str]| {
        let mut command = shell.command(&[&["db", "ttl"], arguments].concat());
        let url = shell.database.admin.url();
        command.env(
            "DATABASE_OWNER_URL",
            secrecy::ExposeSecret::expose_secret(&url),
        );
        shell.said(command)
    };
    assert_snapshot!(ttl(&[]), @"8 hours");
    assert_snapshot!(ttl(&["90", "minutes"]), @"1 hour 30 mins");
    assert_snapshot!(ttl(&["2 years"]), @r"
    --- stderr
    error: a session lasts from a second to a year
     hint: for example: epic db ttl 8 hours
    --- exit 2
    ");
    assert_snapshot!(ttl(&["soon"]), @r"
    --- stderr
    error: that is no duration
     hint: for example: epic db ttl 8 hours
    --- exit 2
    ");
    let marie = shell.beside("marie@epic.events");
    let left = marie.session().token().expires() - chrono::Utc::now();
    assert!((85..=90).contains(&left.num_minutes()), "{left}");
}

fn sessions(shell: &Shell) -> Vec<Value> {
    let said = shell.run(&["sessions", "--format", "json"]);
    serde_json::from_str(said.ok()).expect("json")
}

/// The id of somebody's own session.
fn current(shell: &Shell) -> String {
    let sessions = sessions(shell);
    let mine = sessions.iter().find(|session| session["current"] == true);
    mine.expect("it is open")["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

fn refused(client: &mut Client, what: &str) {
    let read = client.query("select phone from clients where id = 1", &[]);
    assert!(read.is_err(), "{what}: it still reads");
    let written = client.execute(WRITE, &[]);
    assert!(written.is_err(), "{what}: it still writes");
    assert!(
        client.batch_execute("commit").is_err(),
        "{what}: it still commits"
    );
}
