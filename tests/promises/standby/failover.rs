//! The primary is gone, and the standby takes over: what was open is told, and nothing is done twice.

use super::reader::{PROMPT, Reader};
use super::{MARIE, both};
use crate::harness::{Break, OwnServer, PASSWORD, Said, Shell, until};
use insta::assert_snapshot;
use secrecy::ExposeSecret;
use std::process::Stdio;

#[test]
fn a_failover_in_mid_session_is_survived_and_no_change_is_repeated() {
    let Some((primary, standby)) = both() else {
        return;
    };
    for server in [&primary, &standby] {
        server.set(&[("wal_retrieve_retry_interval", "100ms")]);
    }
    let reader = Reader::at(primary, standby);
    let sandbox = "marie (commercial) sandbox ❯ ";
    let mut terminal = reader.terminal();
    terminal.prompts(PROMPT);
    terminal.answers("let kept = 40; fn more(n) { n + 2 }", PROMPT);
    let change = r#"clients.get(1).update(#{ phone: "kept" })"#;
    terminal.answers(change, PROMPT);
    terminal.answers(":sandbox", sandbox);
    terminal.answers(r#"clients.get(2).update(#{ phone: "open" })"#, sandbox);
    reader.follows();
    reader.primary.is_killed();

    let answer = terminal.answers("clients.count()", sandbox);
    for said in [
        "error: ",
        "The sandbox was lost: nothing of it is kept.",
        "The connection is made again in the background.",
    ] {
        assert!(answer.contains(said), "{answer}");
    }
    terminal.answers(":sandbox off", PROMPT);
    // What only reads goes on where there is no primary; what changes something does not.
    let answer = terminal.answers("clients.get(1).phone", PROMPT);
    assert!(
        answer.contains("kept") && answer.contains("not connected to the primary"),
        "{answer}"
    );
    let begun = reader.run(&["-e", "clients.count()"]);
    assert_eq!(begun.ok(), "20");
    assert!(
        begun.stderr.contains("not connected to the primary"),
        "{begun}"
    );
    let answer = terminal.answers(r#"clients.get(3).update(#{ phone: "lost" })"#, PROMPT);
    assert!(answer.contains("error: "), "{answer}");

    reader.standby.is_promoted();
    terminal.reads("Connected again.");
    terminal.answers("1", PROMPT);
    let answer = terminal.answers(
        "[more(kept), clients.get(1).phone, clients.get(2).phone, clients.get(3).phone]",
        PROMPT,
    );
    assert!(answer.contains("[42, kept, null, null]"), "{answer}");
    let answer = terminal.answers(r#"clients.get(3).update(#{ phone: "+33 3" })"#, PROMPT);
    assert!(answer.contains("clients 3 updated"), "{answer}");
    let answer = terminal.answers("clients.get(3).phone", PROMPT);
    assert!(answer.contains("+33 3"), "{answer}");
    assert_eq!(terminal.leaves(), 0);
    // Once each: before, and after.
    let mut superuser = reader.standby.superuser();
    let changes = superuser.query_one(
        "select count(*) from audit.log where table_name = 'clients' and uid = 2",
        &[],
    );
    assert_eq!(changes.expect("a row").get::<_, i64>(0), 2);
}

/// A change of marie's at the primary whose answer is lost together with the primary, after `before` was done; and what she is
/// told once the standby is promoted, and others changed things there.
fn told_after_failover(before: impl FnOnce(&OwnServer, &OwnServer)) -> Option<Said> {
    let (primary, standby) = both()?;
    let marie = Shell::at(OwnServer::database_of(&[&primary], ""));
    marie.login(MARIE, PASSWORD).ok();
    let (wired, wire) = marie.on_wire();
    primary.is_followed_by(&standby);
    before(&primary, &standby);
    let url = wire.url(&marie.database.login);
    let url = url.expose_secret();
    let here = url.split(['@', '/']).nth(3).expect("a host");
    let both = format!("{here},{}", standby.host());
    let url = format!(
        "{}?target_session_attrs=primary",
        url.replacen(here, &both, 1)
    );
    let mut command = wired.command(&["-e", r#"clients.get(1).update(#{ phone: "+33 1" })"#]);
    wire.breaks(Break::ForGood);
    command.env("DATABASE_URL", url);
    let changing = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let changing = changing.expect("epic runs");
    until("it is committed", || {
        let sql = "select phone = '+33 1' from crm.clients where id = 1";
        let row = primary.superuser().query_one(sql, &[]);
        row.expect("a row").get::<_, Option<bool>>(0) == Some(true)
    });
    if standby.hears() {
        primary.is_followed_by(&standby);
    }
    primary.is_killed();
    standby.is_promoted();
    // The numbers of transactions that the standby never heard of are given again.
    for n in 0..50 {
        let change = format!("update crm.clients set phone = '{n}' where id = 20");
        standby.superuser().batch_execute(&change).expect("it may");
    }
    Some(Said::of(
        &changing.wait_with_output().expect("it ends"),
        &[],
    ))
}

#[test]
fn a_commit_whose_answer_is_lost_in_a_failover_is_said_to_be_kept_where_it_was() {
    let Some(said) = told_after_failover(|_, _| {}) else {
        return;
    };
    assert_snapshot!(said, @r"
    clients 1 updated
    --- stderr
    note: the connection was lost during the commit; the server says that it was kept
    ");
}

#[test]
fn a_commit_that_a_failover_lost_is_not_taken_for_that_of_somebody_else() {
    let stops_to_hear = |_: &OwnServer, standby: &OwnServer| {
        standby.set(&[("primary_conninfo", "")]);
        until("it hears nothing", || !standby.hears());
    };
    let Some(said) = told_after_failover(stops_to_hear) else {
        return;
    };
    assert_snapshot!(said, @r"
    clients 1 updated
    --- stderr
    error: the connection was lost during the commit, and another server took over: no row was changed there by this
     hint: look, and run it again
    --- exit 5
    ");
}

#[test]
fn what_was_kept_is_told_of_one_s_own_transactions_alone() {
    let admin = Shell::as_("admin@epic.events");
    admin.e(r#"clients.get(12).update(#{ phone: "1" })"#).ok();
    let marie = admin.beside(MARIE);
    let sql = "select format('select audit.was_kept(%L, %L)', txid, began) from audit.joined";
    let row = admin.database.superuser().query_one(sql, &[]);
    let ask: String = row.expect("a row").get(0);
    let told = |shell: &Shell| shell.run(&["sql", &ask, "--format", "csv"]).ok().to_owned();
    assert_eq!(told(&admin), "was_kept\ntrue");
    assert_eq!(told(&marie), "was_kept\nfalse");
}
