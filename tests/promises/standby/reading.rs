//! What only reads is done by the standby, and what changes something by the primary.

use super::MARIE;
use super::reader::{IN_SQL, PROMPT, Reader, WHERE};
use crate::harness::{OwnServer, Shell, until};
use secrecy::ExposeSecret;
use std::fs;

#[test]
fn what_only_reads_goes_to_the_standby_and_what_changes_something_to_the_primary_as_a_whole() {
    let Some(reader) = Reader::new() else { return };
    let (here, there) = (reader.here(), reader.there());
    let answers = |code: &str| reader.run(&["-e", code]).ok().to_owned();
    assert_eq!(answers(&format!("clients.count(); {WHERE}")), there);
    assert_eq!(answers(&format!("transaction(|| {WHERE})")), there);
    let streamed = "let n = 0; for c in clients { n += c.contracts.count() + 1; }";
    let streamed = answers(&format!("{streamed} [n, {WHERE}]"));
    assert_eq!(streamed, format!("[20, {there}]"));
    let sql = |sql: &str| {
        let said = reader.run(&["sql", sql, "--format", "csv"]);
        said.ok().lines().nth(1).expect("a row").to_owned()
    };
    assert_eq!(sql(IN_SQL), there);
    // Where anything in it may change something, all of it is done at the primary.
    let change = r#"clients.get(1).update(#{ phone: "+33 1" })"#;
    let all = format!("let first = {WHERE}; {change}; first");
    assert_eq!(answers(&all), here);
    let perhaps = format!("if clients.count() < 0 {{ {change} }} {WHERE}");
    assert_eq!(answers(&perhaps), here);
    let both = format!("{IN_SQL} {IN_SQL}");
    assert_eq!(sql(&both), here);
    assert_eq!(
        answers("sql(\"select pg_is_in_recovery() as it\")[0].it"),
        "false"
    );
    // A script is written down at the primary, wherever it reads.
    reader.marie.file("where.rhai", WHERE);
    assert_eq!(reader.run(&["where.rhai"]).ok(), there);
    assert!(reader.run(&["runs"]).ok().contains("where.rhai"));
    let dry = reader.run(&["--dry-run", "-e", WHERE]);
    assert!(
        dry.ok().contains("nothing") || dry.stderr.contains("nothing"),
        "{dry}"
    );
    // What was changed is seen at once, here and by the next program, wherever it reads.
    reader.standby.falls_behind();
    let change = change.replace("+33 1", "+33 2");
    assert_eq!(answers(&change), "clients 1 updated");
    assert_eq!(answers("clients.get(1).phone"), "+33 2");
    assert_eq!(answers(WHERE), here);
    reader.standby.catches_up();
    reader.follows();
    until("it reads there again", || reader.is_beside());
    assert_eq!(answers("clients.get(1).phone"), "+33 2");
    // SQL that only looks like reading is refused there, and done at the primary.
    let look = "create function crm.touch() returns int language sql security definer as
        'update crm.clients set phone = ''touched'' where id = 3 returning 3'; grant execute on function crm.touch() to epic_app";
    reader
        .primary
        .superuser()
        .batch_execute(look)
        .expect("a function");
    reader.follows();
    assert_eq!(sql("select touch() as it"), "3");
    assert_eq!(answers("clients.get(3).phone"), "touched");
}

#[test]
fn the_end_of_a_session_takes_effect_at_the_standby_when_it_has_arrived() {
    let Some(reader) = Reader::new() else { return };
    let there = reader.there();
    let mut terminal = reader.terminal();
    terminal.prompts(PROMPT);
    assert!(terminal.answers(WHERE, PROMPT).contains(&there));
    reader.standby.falls_behind();
    let end = "delete from auth.session where collaborator_id = 2";
    reader
        .primary
        .superuser()
        .batch_execute(end)
        .expect("it may");
    assert!(terminal.answers("clients.count()", PROMPT).contains("= 20"));
    // A program that begins asks the primary what there is.
    assert_eq!(reader.run(&["-e", "clients.count()"]).code, 3);
    reader.standby.catches_up();
    reader.follows();
    terminal.enters("clients.count()");
    terminal.reads("your session has ended");
}

#[test]
fn at_the_prompt_the_last_change_is_seen_and_the_lag_is_said() {
    let Some(reader) = Reader::new() else { return };
    let mut terminal = reader.terminal();
    terminal.prompts(PROMPT);
    assert!(terminal.answers(WHERE, PROMPT).contains(&reader.there()));
    assert!(terminal.answers(IN_SQL, PROMPT).contains(&reader.there()));
    reader.standby.falls_behind();
    let answer = terminal.answers(r#"clients.get(1).update(#{ phone: "+33 3" })"#, PROMPT);
    assert!(answer.contains("clients 1 updated"), "{answer}");
    let answer = terminal.answers("clients.get(1).phone", PROMPT);
    assert!(answer.contains("+33 3"), "{answer}");
    assert!(terminal.answers(WHERE, PROMPT).contains(&reader.here()));
    reader.standby.catches_up();
    reader.follows();
    assert!(terminal.answers(WHERE, PROMPT).contains(&reader.there()));
    terminal.enters(&format!(":watch 1 {WHERE}"));
    terminal.reads(&reader.there());
    terminal.interrupts(PROMPT);
    // Somebody else's change need not be there; how far it is behind is said.
    let place = terminal.answers(":whoami", PROMPT);
    assert!(place.contains("it has all that it was sent"), "{place}");
    reader.standby.falls_behind();
    let change = "update crm.clients set phone = 'theirs' where id = 2";
    reader
        .primary
        .superuser()
        .batch_execute(change)
        .expect("it may");
    until("it is said", || {
        let answer = terminal.answers("clients.get(2).phone", PROMPT);
        assert!(!answer.contains("theirs"), "{answer}");
        answer.contains("a standby: ") && answer.contains(" behind")
    });
    terminal.enters(":watch 1 clients.get(2).phone");
    terminal.reads(", a standby: ");
    terminal.interrupts(PROMPT);
    let place = terminal.answers("\\conninfo", PROMPT);
    assert!(place.contains(" behind"), "{place}");
    assert!(
        reader
            .run(&["doctor"])
            .stdout
            .contains("note         replica_url: ")
    );
    reader.standby.catches_up();
    reader.follows();
    let answer = terminal.answers("clients.get(2).phone", PROMPT);
    assert!(
        answer.contains("theirs") && !answer.contains("behind"),
        "{answer}"
    );

    // Away, it is missed once, and found again.
    reader.standby.stops();
    let answer = terminal.answers("clients.count()", PROMPT);
    assert!(
        answer.contains("= 20") && answer.contains("goes to the primary"),
        "{answer}"
    );
    let answer = terminal.answers("clients.count()", PROMPT);
    assert!(
        answer.contains("= 20") && !answer.contains("primary"),
        "{answer}"
    );
    assert!(
        reader
            .run(&["doctor"])
            .stdout
            .contains("wrong        replica_url: ")
    );
    reader.standby.starts_again();
    until("it reads there again", || {
        terminal.answers(WHERE, PROMPT).contains(&reader.there())
    });
    assert!(
        reader
            .run(&["doctor"])
            .stdout
            .contains("ok           replica_url: ")
    );
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_standby_elsewhere_is_not_spoken_to_unprotected_and_one_of_something_else_is_passed_over() {
    let marie = Shell::as_(MARIE);
    let told = |replica: &str| {
        let url = marie.database.login.url();
        let text = format!(
            "database_url = '{}'\nreplica_url = '{replica}'\n",
            url.expose_secret()
        );
        marie.file("config/config.toml", &text);
        let mut command = marie.command(&["-e", "clients.count()"]);
        command.env_remove("DATABASE_URL");
        marie.said(command)
    };
    let said = told("postgres://db.example.org/epic?sslmode=disable");
    assert_eq!(
        said.error(),
        "replica_url: sslmode=disable would send your login over the network unprotected"
    );
    // The primary itself is no standby, and a database of another name knows nobody.
    let itself = marie.database.login.url();
    let said = told(itself.expose_secret());
    assert_eq!(said.ok(), "1000");
    assert!(
        said.stderr.contains("what only reads goes to the primary"),
        "{said}"
    );
    let other = OwnServer::with(&[]);
    let said = told(&format!("postgres://{}/epic", other.host()));
    assert_eq!(said.ok(), "1000");
}

/// A standby does not know all transactions that are open at its primary: what it says of a snapshot tells nothing.
#[test]
fn a_catalog_that_is_kept_at_a_standby_is_looked_through_each_time() {
    let Some(reader) = Reader::new() else { return };
    let e = |code: &str| {
        let url = OwnServer::url_of(&[&reader.standby], "?target_session_attrs=standby");
        let mut command = reader.marie.command(&["-e", code]);
        command.env("DATABASE_URL", url);
        reader.marie.said(command)
    };
    assert_eq!(e("clients.count()").ok(), "20");
    let snapshot = || {
        let file = reader.marie.state().join("catalog_snapshot");
        fs::read_to_string(file).expect("a file")
    };
    assert!(snapshot().ends_with('\n'), "{:?}", snapshot());
    let venues = "create table crm.venues (id int); grant select on crm.venues to epic_app";
    reader.marie.owner().batch_execute(venues).expect("it may");
    reader.follows();
    assert_eq!(e("venues.count()").ok(), "0");
    assert!(snapshot().ends_with('\n'), "{:?}", snapshot());
}
