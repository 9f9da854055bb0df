//! Many at once on one server: a connection is opened when it is needed and given back, and whoever finds none free waits
//! a moment before an error says so.

use crate::harness::{OwnServer, PASSWORD, Shell, until};
use epic::access::Token;
use epic::api::Session;
use epic::store::Server;
use insta::assert_snapshot;
use postgres::{Client, NoTls};
use secrecy::ExposeSecret;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

/// As many people, each with four sessions.
const PEOPLE: usize = 50;
const SESSIONS: usize = 4;
/// Fewer than there are people.
const CONNECTIONS: u16 = 40;

#[test]
fn two_hundred_sessions_get_along_with_forty_connections() {
    let server = OwnServer::of_few(CONNECTIONS);
    let database = server.database();
    let people = format!(
        "insert into crm.collaborators (employee_number, full_name, email, department, role)
         select 'P' || n, 'Person ' || n, 'p' || n || '@epic.events', 'Sales', 'commercial' from generate_series(0, {PEOPLE} - 1) n;
         insert into auth.credential (collaborator_id, salt, argon, key_hash)
         select c.id, k.salt, k.argon, k.key_hash from crm.collaborators c, auth.credential k
          where c.email like 'p%' and k.collaborator_id = 2"
    );
    server.superuser().batch_execute(&people).expect("people");
    let login = database.login.with_idle_limit(Duration::from_millis(200));

    // As many sign in at a time as on a server of a hundred connections.
    let quarter = "alter role epic_login connection limit 25";
    server.superuser().batch_execute(quarter).expect("it may");
    let together = Barrier::new(PEOPLE);
    let sign_in = |person: usize| -> Token {
        let email = format!("p{person}@epic.events");
        let password = PASSWORD.to_owned().into();
        let session = Session::login(&login, &email, &password).expect("a session");
        session.token().clone()
    };
    let at_once = |person: usize| {
        together.wait();
        sign_in(person)
    };
    let mut tokens: Vec<Vec<Token>> = vec![of_each_person(&at_once)];
    for _ in 1..SESSIONS {
        tokens.push((0..PEOPLE).map(sign_in).collect());
    }
    assert_eq!(tokens.iter().flatten().count(), PEOPLE * SESSIONS);

    let everybody = i64::try_from(PEOPLE + 2).expect("a number");
    // One session of each works, all at once.
    let work = |person: usize| {
        let session = Session::resume(&login, tokens[0][person].clone());
        together.wait();
        for _ in 0..10 {
            let people = session.collection("collaborators").expect("a collection");
            assert_eq!(people.count().expect("a count"), everybody);
        }
    };
    of_each_person(&work);

    // All are open, and idle: none holds a connection.
    let open: Vec<Session> = tokens
        .iter()
        .flatten()
        .map(|token| {
            let session = Session::resume(&login, token.clone());
            session.me().expect("somebody");
            session
        })
        .collect();
    let mut superuser = server.superuser();
    until("none is held", || connections(&mut superuser) == 0);
    assert_eq!(open.len(), PEOPLE * SESSIONS);
    let last = open.last().expect("many").me().expect("it connects again");
    assert_eq!(last.email, format!("p{}@epic.events", PEOPLE - 1));
}

#[test]
fn whoever_finds_no_connection_free_waits_for_one_and_is_told_if_there_is_none() {
    let server = OwnServer::of_few(12);
    let marie = Shell::at(server.database());
    marie.login("marie@epic.events", PASSWORD).ok();
    let superuser = server.admin("epic");
    let held = all_of(&superuser, 12);
    let refusals = || server.log().matches("too many clients").count();
    let before = refusals();
    let mut waiting = marie
        .command(&["-e", "me.email"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("epic runs");
    until("it is refused", || refusals() > before);
    assert_eq!(
        waiting.try_wait().expect("it can be asked"),
        None,
        "it waits"
    );
    drop(held);
    let said = waiting.wait_with_output().expect("it ends").stdout;
    assert_eq!(String::from_utf8_lossy(&said), "marie@epic.events\n");
    let _held = all_of(&superuser, 12);
    assert_snapshot!(marie.e("me.email"), @r"
    --- stderr
    error: epic on this machine has no connection free
     1 │ me.email
       │ ^^
     hint: others use them all: try again in a moment
    --- exit 5
    ");
}

#[test]
fn how_long_an_idle_connection_is_kept_is_a_setting() {
    let marie = Shell::as_("marie@epic.events");
    let mut superuser = marie.database.superuser();
    // Usually it is kept while a script sleeps.
    let mut sleeping = Sleeping::after_a_count(&marie);
    assert_eq!(connections(&mut superuser), 1);
    sleeping.still_sleeps();
    until("it is gone", || connections(&mut superuser) == 0);
    marie.file("config/config.toml", "idle_seconds = 0\n");
    let mut sleeping = Sleeping::after_a_count(&marie);
    until("it is given back", || connections(&mut superuser) == 0);
    sleeping.still_sleeps();
}

/// A script that has counted, has said so, and sleeps.
struct Sleeping(Child);

impl Sleeping {
    fn after_a_count(shell: &Shell) -> Self {
        let code = "print(clients.count()); sleep(300)";
        let mut command = shell.command(&["-e", code]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("epic runs");
        let out = child.stdout.as_mut().expect("piped");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("a line");
        assert_eq!(line, "1000\n");
        Self(child)
    }

    fn still_sleeps(&mut self) {
        assert_eq!(self.0.try_wait().expect("it can be asked"), None);
    }
}

impl Drop for Sleeping {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The same at the same time for each person.
fn of_each_person<T: Send>(work: &(impl Fn(usize) -> T + Sync)) -> Vec<T> {
    thread::scope(|scope| {
        let begin = |person| scope.spawn(move || work(person));
        let threads: Vec<_> = (0..PEOPLE).map(begin).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    })
}

/// How many connections sessions hold in this database.
fn connections(superuser: &mut Client) -> i64 {
    let sql = "select count(*) from pg_stat_activity where datname = current_database() and usename like 's\\_%'";
    superuser.query_one(sql, &[]).expect("a count").get(0)
}

/// All connections that a server takes: others may need a moment to be gone.
fn all_of(server: &Server, all: usize) -> Vec<Client> {
    let mut held = Vec::new();
    until("all are held", || {
        held.extend(Client::connect(server.url().expose_secret(), NoTls));
        held.len() == all
    });
    held
}
