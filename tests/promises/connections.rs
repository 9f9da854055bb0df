//! Bad days between `epic` and the server: what is said when an answer is lost, when the server says nothing, when
//! there are several hosts, and what stays behind.

use crate::harness::{Break, Cancelled, Pooler, Shell, Terminal, clock_ahead, until};
use epic::api::Session;
use insta::assert_snapshot;
use secrecy::ExposeSecret;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::Duration;

const MARIE: &str = "marie (commercial) ❯ ";
/// Long before what runs would end by itself, on a machine that does other things too.
const AT_ONCE: Duration = Duration::from_secs(20);
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
    until("it runs", || sleeps(&marie));
    wire.falls_silent();
    let said = gives_up(&mut terminal, "error: interrupted");
    assert!(said.contains("the server did not answer"), "{said}");
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    // Nor is any other connection answered, one that is there already or a new one. What takes long asks for another, too.
    for (entry, said) in [
        ("clients.count()", "error: interrupted"),
        (":logout", "you are still signed in"),
    ] {
        let before = wire.callers();
        terminal.enters(entry);
        until("it waits", || wire.callers() > before);
        gives_up(&mut terminal, said);
    }
    wire.speaks();
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

/// Presses Ctrl-C twice, and returns what is said then.
#[track_caller]
fn gives_up(terminal: &mut Terminal, text: &str) -> String {
    terminal.presses_ctrl_c();
    let took = terminal.interrupts(text);
    assert!(took < AT_ONCE, "{took:?}");
    terminal.prompts(MARIE)
}

#[test]
fn a_client_that_is_killed_leaves_no_statement_behind() {
    let marie = Shell::as_("marie@epic.events");
    let mut command = marie.command(&["-e", r#"sql("select pg_sleep(300)")"#]);
    let mut epic = command.stderr(Stdio::null()).spawn().expect("epic runs");
    until("it runs", || sleeps(&marie));
    epic.kill().expect("it is there");
    epic.wait().expect("it ends");
    until("the server gives up", || !sleeps(&marie));
}

#[test]
fn a_long_wait_for_a_lock_says_for_whom() {
    let marie = Shell::as_("marie@epic.events");
    let waiting = |mut holder: postgres::Client, phone: &str| {
        let lock = "begin; select from crm.clients where id = 12 for update";
        holder.batch_execute(lock).expect("a lock");
        let update = format!("clients.get(12).update(#{{ phone: \"{phone}\" }})");
        let mut command = marie.command(&["-e", &update]);
        let mut epic = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("epic runs");
        let mut stderr = BufReader::new(epic.stderr.take().expect("piped"));
        let mut said = String::new();
        stderr.read_line(&mut said).expect("it says so"); // and nothing before
        holder.batch_execute("rollback").expect("it is free");
        stderr.read_to_string(&mut said).expect("it ends");
        assert!(epic.wait().expect("it ends").success(), "{said}");
        let is_digit = |c: char| if c.is_ascii_digit() { '0' } else { c };
        said.chars().map(is_digit).collect::<String>()
    };
    let mut superuser = marie.database.superuser();
    superuser
        .batch_execute("set application_name = 'nightly import'")
        .expect("a name");
    assert_snapshot!(waiting(superuser, "+33 8"), @"note: this waits for postgres (nightly import), whose transaction is open since 00:00:00. Ctrl-C stops the wait.");
    assert_snapshot!(waiting(marie.psql_url(), "+33 7"), @"note: this waits for Marie Durand (a program), whose transaction is open since 00:00:00. Ctrl-C stops the wait.");
}

/// A colleague's name, whoever waits; and nothing of those who are in nobody's way.
#[test]
fn who_is_no_admin_is_told_whose_transaction_they_wait_for_and_nothing_else() {
    let marie = Shell::as_("marie@epic.events");
    let admin = marie.beside("admin@epic.events");
    let sam = marie.beside("sam@epic.events");
    let mut holder = admin.psql_url();
    holder
        .batch_execute("set application_name = 'psql'; begin; select from crm.clients where id = 12 for update")
        .expect("a lock");
    let mut waiting = marie.psql_url();
    let pid: i32 = waiting
        .query_one("select pg_backend_pid()", &[])
        .expect("a row")
        .get(0);
    let update = std::thread::spawn(move || {
        waiting
            .execute("update crm.clients set phone = '1' where id = 12", &[])
            .expect("it is hers")
    });
    let blockers = "select waiting, holder || ' ' || application || ' ' || (since < clock_timestamp())::text from auth.blockers()";
    let asked = |shell: &Shell| -> Vec<(i32, String)> {
        let rows = shell.psql_url().query(blockers, &[]).expect("rows");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    };
    let mut same = marie.psql_url();
    until("she waits", || {
        !same.query(blockers, &[]).expect("rows").is_empty()
    });
    assert_eq!(asked(&marie), [(pid, "Alma Reyes psql true".to_owned())]);
    assert_eq!(asked(&sam), [], "he waits for nobody");
    assert_eq!(asked(&admin), [], "nor does she");
    holder.batch_execute("rollback").expect("it is free");
    assert_eq!(update.join().expect("no panic"), 1);
    assert_eq!(asked(&marie), []);
}

#[test]
fn a_request_to_cancel_is_not_left_before_the_server_is_done_with_it() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.prompts(MARIE);
    terminal.enters(":sql select pg_sleep(60);");
    until("it runs", || sleeps(&marie));
    terminal.interrupts("error: interrupted");
    terminal.prompts(MARIE);
    assert_eq!(wire.cancels(), [Cancelled::ServerClosed]);
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn behind_a_pooler_that_drops_or_refuses_options_the_settings_are_the_same() {
    let settings = r#"["statement_timeout", "search_path", "client_connection_check_interval", "application_name"].map(|name| sql(`select current_setting('${name}') as it`)[0].it)"#;
    let marie = Shell::as_("marie@epic.events");
    let direct = marie.e(settings).ok().to_owned();
    assert!(
        direct.contains("10min") && direct.contains("5s"),
        "{direct}"
    );
    for pooler in [Pooler::Ignores, Pooler::Refuses] {
        let (marie, wire) = marie.on_wire();
        wire.is_a_pooler(pooler);
        assert_eq!(marie.e(settings).ok(), direct, "{pooler:?}");
        assert_eq!(marie.e("clients.count()").ok(), "1000", "{pooler:?}");
    }
}

#[test]
fn of_several_hosts_the_one_in_use_is_named_and_all_are_handed_on() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let url = wire.url(&marie.database.login);
    let here = url
        .expose_secret()
        .split(['@', '/'])
        .nth(3)
        .expect("a host")
        .to_owned();
    let two = |rest: &str| {
        let url = url.expose_secret().replacen(&format!("@{here}"), rest, 1);
        let with = |arguments: &[&str]| {
            let mut command = marie.command(arguments);
            command.env("DATABASE_URL", &url);
            marie.said(command)
        };
        (with(&["whoami", "--format", "json"]), with(&["url"]))
    };
    let (whoami, url) = two(&format!("@127.0.0.1:1,{here}"));
    assert!(
        whoami.ok().contains(&format!("epic on {here}\"")),
        "{whoami}"
    );
    assert!(
        url.ok().contains(&format!("@{here},127.0.0.1:1/epic")),
        "{url}"
    );
    let port = here.rsplit(':').next().expect("a port");
    let (whoami, _) = two("@");
    assert_eq!(whoami.error(), "the database URL names no host");
    let query = format!("?host=127.0.0.1,localhost&port=1,{port}&target_session_attrs=primary");
    let mut command = marie.command(&["whoami", "--format", "json"]);
    let base = wire
        .url(&marie.database.login)
        .expose_secret()
        .replacen(&here, "", 1);
    command.env("DATABASE_URL", format!("{base}{query}"));
    let whoami = marie.said(command);
    assert!(
        whoami.ok().contains(&format!("epic on localhost:{port}\"")),
        "{whoami}"
    );
}

#[test]
fn a_connection_that_nobody_uses_is_given_back() {
    let marie = Shell::as_("marie@epic.events");
    let login = marie
        .database
        .login
        .with_idle_limit(Duration::from_millis(200));
    let session = Session::resume(&login, marie.session().token().clone());
    let mut superuser = marie.database.superuser();
    let mut open = || {
        let sql = "select count(*) from pg_stat_activity where datname = current_database() and usename like 's\\_%'";
        superuser
            .query_one(sql, &[])
            .expect("a count")
            .get::<_, i64>(0)
    };
    session.catalog().expect("a catalog");
    assert_eq!(open(), 1);
    until("it is given back", || open() == 0);
    let clients = session.collection("clients").expect("clients");
    assert_eq!(clients.count().expect("a count"), 1000);
}

#[test]
fn a_clock_that_is_ahead_locks_nobody_out_and_is_named() {
    let marie = Shell::signed_out();
    let ttl = "update auth.config set ttl = '10 minutes'";
    marie.owner().batch_execute(ttl).expect("a setting");
    let marie = marie.beside("marie@epic.events");
    let ahead = clock_ahead(marie.home(), 11 * 60);
    let mut command = marie.command(&["-e", "clients.count()"]);
    command.env("LD_PRELOAD", &ahead);
    assert_snapshot!(marie.said(command), @r"
    1000
    --- stderr
    warning: the clock of this machine is 11 min ahead of the server's, which decides when a session ends.
    ");
}

/// Whether a statement of this database sleeps.
fn sleeps(shell: &Shell) -> bool {
    let sql = "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    let row = shell.database.superuser().query_one(sql, &[]);
    row.expect("a count").get::<_, i64>(0) > 0
}
