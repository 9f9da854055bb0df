//! Bad days between `epic` and the server: what is said when an answer is lost, when the server says nothing, when
//! there are several hosts, and what stays behind.

use crate::harness::{Break, Shell, Terminal};
use insta::assert_snapshot;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

const MARIE: &str = "marie (commercial) ❯ ";
const PHONE: &str = r#"clients.get(12).update(#{ phone: "+33 9" }); clients.get(12).phone"#;

#[test]
fn a_commit_whose_answer_is_lost_is_kept_and_not_booked_twice() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    wire.breaks(Break::AfterIt);
    let said = marie.e(PHONE);
    assert_snapshot!(said, @r"
    +33 9
    --- stderr
    note: the connection was lost during the commit; the server says that it was kept
    ");
    assert_eq!(marie.e("clients.get(12).phone").ok(), "+33 9");
}

#[test]
fn a_commit_that_never_arrived_is_said_to_be_undone() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let before = marie.e("clients.get(12).phone").ok().to_owned();
    wire.breaks(Break::BeforeIt);
    assert_snapshot!(marie.e(PHONE), @r"
    +33 9
    --- stderr
    error: the connection was lost during the commit; the server says that nothing was kept
     hint: run it again
    --- exit 5
    ");
    assert_eq!(marie.e("clients.get(12).phone").ok(), before);
}

#[test]
fn of_a_commit_that_nobody_can_ask_about_it_is_said_that_it_is_unknown() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    wire.breaks(Break::ForGood);
    let said = marie.e(PHONE);
    let shown = said.stderr.split('\'').next().unwrap_or_default();
    assert_snapshot!(shown, @r#"
    error: the connection was lost during the commit, and it is not known whether it was kept
     hint: ask before you run it again: epic sql "select pg_xact_status(
    "#);
    assert_eq!(said.code, 5);
    let ask = said.stderr.split('"').nth(1).expect("a statement");
    let direct = marie.beside("marie@epic.events");
    assert!(direct.run(&["sql", ask]).ok().contains("committed"));
}

#[test]
fn a_second_ctrl_c_gives_up_a_server_that_says_nothing() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.prompts(MARIE);
    terminal.enters(":sql select pg_sleep(60);");
    until("it runs", || wire.has("pg_sleep"));
    wire.falls_silent();
    terminal.types("\x03");
    sleep(Duration::from_millis(200)); // the two are not one
    let took = terminal.interrupts("error: interrupted");
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert!(
        terminal
            .prompts(MARIE)
            .contains("the server did not answer")
    );
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    wire.speaks();
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_client_that_is_killed_leaves_no_statement_behind() {
    let marie = Shell::as_("marie@epic.events");
    let mut command = marie.command(&["-e", r#"sql("select pg_sleep(300)")"#]);
    let mut epic = command.stderr(Stdio::null()).spawn().expect("epic runs");
    let mut owner = marie.database.superuser();
    let mut runs = || {
        let sql = "select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_sleep(300)%' and pid <> pg_backend_pid()";
        owner.query_one(sql, &[]).expect("a count").get::<_, i64>(0) > 0
    };
    until("it runs", &mut runs);
    epic.kill().expect("it is there");
    epic.wait().expect("it ends");
    until("the server gives up", || !runs());
}

#[test]
fn a_long_wait_for_a_lock_says_for_whom() {
    let marie = Shell::as_("marie@epic.events");
    let waiting = |mut holder: postgres::Client, phone: &str| {
        let lock = "begin; select from crm.clients where id = 12 for update";
        holder.batch_execute(lock).expect("a lock");
        let update = format!("clients.get(12).update(#{{ phone: \"{phone}\" }})");
        let mut command = marie.command(&["-e", &update]);
        let epic = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("epic runs");
        sleep(Duration::from_millis(2500)); // it says nothing before
        holder.batch_execute("rollback").expect("it is free");
        let output = epic.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_digit = |c: char| if c.is_ascii_digit() { '0' } else { c };
        said.chars().map(is_digit).collect::<String>()
    };
    let mut superuser = marie.database.superuser();
    superuser
        .batch_execute("set application_name = 'nightly import'")
        .expect("a name");
    assert_snapshot!(waiting(superuser, "+33 8"), @"note: this waits for postgres (nightly import) since 00:00:00. Ctrl-C stops the wait.");
    assert_snapshot!(waiting(marie.psql_url(), "+33 7"), @"note: this waits for Marie Durand (a program), whose transaction is open since 00:00:00. Ctrl-C stops the wait.");
}

/// Waits for a condition, on a machine that does other things too.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(
            since.elapsed() < Duration::from_secs(30),
            "not within 30 s: {what}"
        );
        sleep(Duration::from_millis(20));
    }
}
