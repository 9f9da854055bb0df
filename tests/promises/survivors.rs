//! Nothing survives the end of its session: not by a connection made meanwhile, by another role's name, by a login
//! that is committed later, or by a lock. And nobody is held up by it.

use crate::harness::{OwnServer, PASSWORD, TestDatabase, try_connect, until};
use epic::api::Session;
use epic::store::Server;
use postgres::Client;
use postgres::error::SqlState;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

const READ: &str = "select full_name from crm.clients limit 1";
const DEACTIVATE: &str = "update crm.collaborators set active = false where id = 4";
const CUT: &str = "select auth.cut_ended_and_connecting()";
const ACTIVATE: &str = "update crm.collaborators set active = true where id = 4";

/// What stands for sam's password here, so that a plain connection can prove it.
const KEY: &str =
    "select auth.set_password(4, repeat('s', 16)::bytea, 'm=19456,t=2,p=1', sha256('sam''s key'))";
const RIGHT: &str = "select auth.attempt('sam@epic.events', sha256('sam''s key'))::text";

/// Who is held up waits for longer, for ever or until PostgreSQL's own minute for a login is over; the machine may do other
/// things too.
const HELD_UP: Duration = Duration::from_secs(30);

/// Connections in all states that a session can put them into.
const HABITS: [&str; 4] = [
    "select 1",
    "set role epic_support",
    "prepare reading as select full_name from crm.clients limit 1; set role epic_session",
    "begin; select full_name from crm.clients limit 1; set role epic_app",
];

/// Stops what goes on until it is told to, also when a test fails meanwhile.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// From PostgreSQL 16 on, who connects all the time may hold their role in the very moment when it is taken away: that is
/// refused then, with the hint to try again.
fn insists(client: &mut Client, change: &str) {
    for _ in 0..20 {
        match client.batch_execute(change) {
            Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {}
            done => return done.expect("it may"),
        }
    }
    panic!("{change}: refused again and again");
}

#[test]
fn a_connection_made_while_its_session_ends_reads_nothing_and_is_cut() {
    let database = TestDatabase::with_demo_data();
    let admin = sign_in(&database, "admin");
    let mut admin = connect(admin.server());
    for round in 0..50 {
        let sam = sign_in(&database, "sam");
        let server = sam.server();
        let (over, stop) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            let (over, stop) = (&over, &stop);
            let _stopped = Stop(stop);
            let attackers = HABITS.map(|habit| {
                scope.spawn(move || {
                    let mut open = Vec::new();
                    while !stop.load(Ordering::SeqCst) {
                        let Ok(mut client) = try_connect(server) else {
                            sleep(Duration::from_millis(1));
                            continue;
                        };
                        let _ = client.batch_execute(habit);
                        if over.load(Ordering::SeqCst) || open.len() == 1 {
                            open.clear(); // at most eight at a time: one here, one that is just made
                        }
                        open.push(client);
                    }
                    open
                })
            });
            sleep(Duration::from_millis(20 + round % 7));
            insists(&mut admin, DEACTIVATE);
            // As the shell does after a change. PostgreSQL keeps in each process what a role is a member of, and one that
            // starts while that is committed may keep what was: whatever it read is cut here.
            admin.batch_execute(CUT).expect("it may");
            over.store(true, Ordering::SeqCst);
            stop.store(true, Ordering::SeqCst);
            for (habit, attacker) in HABITS.into_iter().zip(attackers) {
                let mut open = attacker.join().expect("it ends");
                for client in &mut open {
                    for way in [
                        "select 1",
                        "rollback",
                        "reset role",
                        "set role epic_support",
                    ] {
                        let _ = client.batch_execute(way);
                        let read = client.simple_query(READ);
                        assert!(
                            read.is_err(),
                            "round {round}, {habit}: it reads on after: {way}"
                        );
                        let read = client.simple_query("execute reading");
                        assert!(
                            read.is_err(),
                            "round {round}, {habit}: it reads on after: {way}"
                        );
                    }
                }
                // The next change of anybody cuts whoever is left.
                admin.batch_execute(ACTIVATE).expect("it may");
                for client in &mut open {
                    let is_cut = || client.simple_query("select 1").is_err();
                    until(&format!("round {round}, {habit}: no survivor"), is_cut);
                }
            }
        });
        admin.batch_execute(ACTIVATE).expect("it may");
    }
}

/// Its end is waited for only so long, since everybody who reaches the server can begin to connect.
#[test]
fn who_begins_to_connect_and_says_nothing_holds_nobody_up() {
    let server = OwnServer::with(&[]);
    let database = server.database();
    let mut admin = connect(sign_in(&database, "admin").server());
    let mut marie = connect(sign_in(&database, "marie").server());
    let (folder, port) = server.socket();
    let mut silent = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).expect("it");
    let who = b"user\0epic_login\0database\0epic\0\0";
    let length = u32::try_from(who.len() + 8).expect("it is short");
    let version: u32 = 3 << 16;
    let begin = [&length.to_be_bytes(), &version.to_be_bytes(), &who[..]].concat();
    silent.write_all(&begin).expect("it is there");
    let mut question = [0; 64];
    let _ = silent.read(&mut question).expect("a question");
    assert_eq!(question[0], b'R', "it asks for the password, and waits");
    let set_active = |active, admin: &mut Client| {
        let change = format!(
            "update crm.collaborators set active = {active} where email = 'marie@epic.events'"
        );
        admin.batch_execute(&change).expect("it may");
    };
    let mut superuser = server.superuser();
    let mut is_waiting = || {
        let asked = "select from pg_stat_activity where wait_event = 'PgSleep' and query = $1";
        !superuser.query(asked, &[&CUT]).expect("rows").is_empty()
    };
    let mut waited = false;
    for round in 0..50 {
        if waited && round >= 5 {
            break;
        }
        set_active(false, &mut admin);
        quickly("what comes after a change", || {
            thread::scope(|scope| {
                let cut = scope.spawn(|| admin.batch_execute(CUT).expect("it may"));
                while !cut.is_finished() {
                    waited |= is_waiting();
                }
            });
        });
        set_active(true, &mut admin);
    }
    assert!(waited, "it waits for who connects");
    assert!(marie.simple_query("select 1").is_err());
}

#[test]
fn a_login_that_is_left_open_brings_no_session_back_and_holds_nobody_up() {
    let database = TestDatabase::with_demo_data();
    database.owner().execute(KEY, &[]).expect("a key");
    let admin = sign_in(&database, "admin");
    let mut admin = connect(admin.server());
    let mut guesser = connect(&database.login);
    let attempt: String = guesser.query_one(RIGHT, &[]).expect("an id").get(0);
    guesser.batch_execute("begin").expect("a transaction");
    let token: Option<String> = guesser
        .query_one(&format!("select auth.token('{attempt}')"), &[])
        .expect("a verdict")
        .get(0);
    assert!(token.is_some());
    // From PostgreSQL 16 on it holds what other logins need. They wait in turn, and none of them is cut.
    quickly("other logins", || {
        thread::scope(|scope| {
            for name in ["marie", "luc", "marie", "luc"] {
                let database = &database;
                scope.spawn(move || drop(sign_in(database, name)));
            }
        });
    });
    quickly("a deactivation", || {
        admin.batch_execute(DEACTIVATE).expect("it may");
    });
    assert!(guesser.batch_execute("commit").is_err(), "it was cut");
    assert_eq!(roles_of_sam(&database), 0);
}

/// From PostgreSQL 16 on, who takes somebody out of a group holds the group until the end of the transaction.
#[test]
fn an_end_of_a_session_that_is_left_open_holds_no_login_up() {
    let database = TestDatabase::with_demo_data();
    let (admin, sam) = (sign_in(&database, "admin"), sign_in(&database, "sam"));
    let mut admin = connect(admin.server());
    let deactivate = format!("begin; {DEACTIVATE}");
    admin.batch_execute(&deactivate).expect("it may");
    // It is left alone for two seconds where it is in the way.
    quickly("a login", || drop(sign_in(&database, "marie")));
    drop(sam);
}

#[test]
fn who_holds_their_own_role_holds_nobody_up() {
    let database = TestDatabase::with_demo_data();
    let admin = sign_in(&database, "admin");
    let mut admin = connect(admin.server());
    let hold = |client: &mut Client, role: &str| {
        let hold = format!("begin; alter role \"{role}\" password 'x'");
        client.batch_execute(&hold).expect("PostgreSQL lets it");
    };
    // After signing out: the next login comes by, and takes the connection away.
    let sam = sign_in(&database, "sam");
    let mut client = connect(sam.server());
    client
        .batch_execute("select auth.logout()")
        .expect("it may");
    hold(&mut client, &sam.token().claims.db_role);
    quickly("a login", || drop(sign_in(&database, "marie")));
    assert!(client.batch_execute("commit").is_err(), "it was cut");
    // Before its end: whoever ends it takes the connection away.
    let sam = sign_in(&database, "sam");
    let mut client = connect(sam.server());
    hold(&mut client, &sam.token().claims.db_role);
    quickly("a deactivation", || {
        admin.batch_execute(DEACTIVATE).expect("it may");
    });
    assert!(client.batch_execute("commit").is_err(), "it was cut");
    assert_eq!(roles_of_sam(&database), 0);
}

#[test]
fn an_insert_that_is_left_open_holds_no_change_of_a_role_up() {
    let database = TestDatabase::with_demo_data();
    let transfer = "update crm.clients set commercial_id = 3 where commercial_id = 2";
    database
        .owner()
        .batch_execute(transfer)
        .expect("she has none");
    let (admin, marie) = (sign_in(&database, "admin"), sign_in(&database, "marie"));
    let luc = sign_in(&database, "luc");
    let mut admin = connect(admin.server());
    let insert =
        "begin; insert into crm.clients (full_name, email) values ('New', 'new@example.org')";
    let mut left_open = connect(marie.server());
    left_open.batch_execute(insert).expect("it may");
    sleep(Duration::from_millis(2100));
    let mut at_work = connect(luc.server());
    at_work
        .batch_execute(&insert.replace("new@", "newer@"))
        .expect("it may");
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let _stopped = Stop(&is_over);
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                at_work.batch_execute("select 1").expect("it goes on");
            }
        });
        quickly("a new role", || {
            let change = "update crm.collaborators set role = 'support' where id = 2";
            admin.batch_execute(change).expect("it may");
        });
    });
    assert!(left_open.batch_execute("commit").is_err(), "it was cut");
    at_work
        .batch_execute("commit")
        .expect("somebody else goes on");
}

/// Whoever watches the server's log sees nothing there that means nothing.
#[test]
fn the_end_of_a_session_warns_of_nothing_in_the_log_of_the_server() {
    let server = OwnServer::with(&[("log_min_messages", "warning")]);
    let database = server.database();
    let marie = sign_in(&database, "marie");
    let admin = sign_in(&database, "admin");
    marie.logout().expect("it may");
    sign_in(&database, "marie");
    connect(admin.server())
        .batch_execute("select auth.end_session(id) from auth.sessions() where not current")
        .expect("it may");
    admin.logout().expect("it may");
    sign_in(&database, "marie");
    let log = server.log();
    let warnings: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("WARNING"))
        .collect();
    assert!(warnings.is_empty(), "{warnings:#?}");
}

/// Three ways in which others are at work; none of them changes anything.
#[test]
fn an_expired_session_is_cut_as_soon_as_others_are_at_work() {
    type Work = fn(&TestDatabase, &Session);
    let works: [(&str, Work); 3] = [
        ("a login", |database, _| drop(sign_in(database, "marie"))),
        ("a start of a shell", |_, admin| {
            admin.catalog().expect("a catalog");
        }),
        ("a wrong guess", |database, _| {
            let guess = "select auth.attempt('nobody@epic.events', sha256('x'))";
            connect(&database.login).execute(guess, &[]).expect("an id");
        }),
    ];
    for (what, work) in works {
        let database = TestDatabase::with_demo_data();
        let admin = sign_in(&database, "admin");
        let sam = sign_in(&database, "sam");
        let mut client = connect(sam.server());
        client.simple_query(READ).expect("she may, still");
        database.expire_sessions_of("sam@epic.events");
        work(&database, &admin);
        until(what, || client.simple_query(READ).is_err());
    }
}

/// A transaction that began before others signed in must not take them for strangers.
#[test]
fn an_old_snapshot_cuts_nobody_who_signed_in_since() {
    let database = TestDatabase::with_demo_data();
    let admin = sign_in(&database, "admin");
    let mut old = connect(admin.server());
    old.batch_execute("begin isolation level repeatable read; select full_name from crm.clients limit 1; select pid from pg_stat_activity")
        .expect("a snapshot");
    let sam = sign_in(&database, "sam");
    let mut client = connect(sam.server());
    let (luc, mut gone) = (sign_in(&database, "luc"), Vec::new());
    gone.push(connect(luc.server()));
    luc.logout().expect("it may");
    old.batch_execute("update crm.clients set phone = '1' where id = 1; commit")
        .expect("it may");
    client.simple_query(READ).expect("her session lives");
}

fn quickly(what: &str, work: impl FnOnce()) {
    let since = Instant::now();
    work();
    assert!(since.elapsed() < HELD_UP, "{what} was held up");
}

/// Roles that may still sign in for sam.
fn roles_of_sam(database: &TestDatabase) -> i64 {
    let left = "select count(*) from auth.session s join pg_roles r on r.rolname = s.role_name
                 where s.collaborator_id = 4 and r.rolcanlogin";
    let row = database.owner().query_one(left, &[]);
    row.expect("a count").get(0)
}

fn sign_in(database: &TestDatabase, name: &str) -> Session {
    let email = format!("{name}@epic.events");
    Session::login(&database.login, &email, &PASSWORD.to_owned().into()).expect("a session")
}

fn connect(server: &Server) -> Client {
    try_connect(server).expect("a connection")
}
