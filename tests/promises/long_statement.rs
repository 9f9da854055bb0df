//! A statement that takes long says where it is, and how it is stopped; nothing of that stays when it is over.

use crate::harness::{PASSWORD, Shell, Terminal, TestDatabase, until_somebody_waits};
use epic::store::{self, Database};
use std::io::Write;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread::sleep;
use std::time::Duration;

static SAID: Mutex<Vec<Option<String>>> = Mutex::new(Vec::new());

#[test]
fn at_a_terminal_it_says_what_it_waits_for_until_it_is_over() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = Terminal::of(&marie, &["-e", "sql(\"select pg_sleep(60)\")"]);
    let mut seconds = || -> u32 {
        let before = terminal.reads(" s · waiting (Timeout: PgSleep) · Ctrl-C stops it");
        let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next();
        digits.expect("a text").parse().expect("a number")
    };
    let (first, then) = (seconds(), seconds());
    assert!(0 < first && first < then, "{first} {then}");
    terminal.interrupts("error: interrupted");
    assert_eq!(terminal.ends(), 130);
    let mut holder = marie.database.superuser();
    let lock = "begin; select from crm.clients where id = 12 for update";
    holder.batch_execute(lock).expect("it is free");
    let waits = "clients.get(12).update(#{ phone: \"1\" })";
    let mut terminal = Terminal::of(&marie, &["-e", waits]);
    terminal.reads(" s · waiting (Lock: transactionid) · Ctrl-C stops it");
    drop(holder);
    let rest = terminal.reads("clients 12 updated");
    assert!(rest.contains("\u{1b}[2K"), "its line is wiped: {rest:?}");
    assert_eq!(terminal.ends(), 0);
}

/// What PostgreSQL itself reports of some statements.
#[test]
fn how_far_it_is_is_said_where_the_server_tells() {
    let database = TestDatabase::with_demo_data();
    store::on_progress(|place| {
        let mut said = SAID.lock().expect("nobody panics");
        said.push(place.map(str::to_owned));
    });
    let slow = "create function crm.slow(text) returns text immutable language plpgsql
                as 'begin perform pg_sleep(0.003); return $1; end'";
    database.owner().batch_execute(slow).expect("a function");
    let installer = Database::new(database.installer());
    let index = "create index on crm.clients (crm.slow(full_name))";
    installer.query(index, &[]).expect("an index");
    let said = SAID.lock().expect("nobody panics").clone();
    let is_progress = |place: &Option<String>| {
        place.as_ref().is_some_and(|place| {
            place.contains(" s · CREATE INDEX: building index: scanning table, ")
                && place.ends_with(" blocks · Ctrl-C stops it")
        })
    };
    let last = said.iter().rposition(is_progress);
    let after = last.and_then(|last| said.get(last + 1));
    assert!(after.is_some(), "{said:?}");
}

/// Behind a pooler, that may be the one which another login waits for.
#[test]
fn a_login_that_waits_takes_no_second_connection() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let mut holder = marie.database.superuser();
    let lock = "begin; lock table auth.attempt";
    holder.batch_execute(lock).expect("it is free");
    let before = wire.callers();
    let mut command = marie.command(&["login", "marie@epic.events", "--password-stdin"]);
    let (input, output) = (Stdio::piped(), Stdio::null());
    let mut login = command
        .stdin(input)
        .stdout(output)
        .spawn()
        .expect("epic runs");
    let mut input = login.stdin.take().expect("piped");
    input.write_all(PASSWORD.as_bytes()).expect("it reads");
    drop(input);
    until_somebody_waits(&mut marie.database.superuser());
    // A statement is looked at after a second.
    sleep(Duration::from_secs(2));
    assert_eq!(wire.callers() - before, 1);
    drop(holder);
    assert!(login.wait().expect("it ends").success());
}
