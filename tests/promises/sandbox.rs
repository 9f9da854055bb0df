//! In a sandbox nothing is kept unless `:keep` is said, an entry that fails is taken back alone, nobody else sees
//! anything of it, and nobody waits for it for long.

use crate::harness::{PASSWORD, Shell, Terminal, until, until_somebody_waits};

const MARIE: &str = "marie (commercial) ❯ ";
const SANDBOX: &str = "marie (commercial) sandbox ❯ ";
const PHONE: &str = "clients.get(12).phone";
const CHANGE: &str = r#"clients.get(12).update(#{ phone: "+33 1" })"#;

#[test]
fn what_is_done_in_it_is_seen_there_alone_and_gone_when_it_is_left() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    for leave in [":sandbox off", ":quit", "exit(3)", "\x04"] {
        let mut terminal = in_a_sandbox(&marie);
        let answer = terminal.answers(CHANGE, SANDBOX);
        assert!(answer.contains("clients 12 updated"), "{answer}");
        let answer = terminal.answers(PHONE, SANDBOX);
        assert!(answer.contains("= +33 1"), "{answer}");
        assert_eq!(phone(&marie), before, "another shell");
        if leave == "\x04" {
            terminal.types(leave);
        } else {
            terminal.enters(leave);
        }
        terminal.reads("The sandbox is left, and nothing of it is kept (clients: 1 updated).");
        if leave == ":sandbox off" {
            let answer = terminal.answers(PHONE, MARIE);
            assert!(answer.contains(&format!("= {before}")), "{answer}");
            assert_eq!(terminal.leaves(), 0);
        } else {
            let code = if leave.starts_with("exit") { 3 } else { 0 };
            assert_eq!(terminal.ends(), code);
        }
        assert_eq!(phone(&marie), before);
    }
    let runs = marie.e(r"runs().map(|r| `${r.script} ${r.outcome} ${r.changed}`)");
    assert_eq!(
        runs.ok().matches("sandbox dry clients: 1 updated").count(),
        4,
        "{runs}"
    );
}

#[test]
fn an_entry_that_fails_is_taken_back_alone_and_the_rest_goes_on() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = in_a_sandbox(&marie);
    terminal.answers(CHANGE, SANDBOX);
    let half =
        r#"clients.get(12).update(#{ phone: "+33 2" }); clients.get(12).update(#{ email: "no" })"#;
    for (fails, why) in [
        (half, "error: "),
        (
            "update clients set phone = '+33 3' where id = 12; select 1 / 0;",
            "division by zero",
        ),
        (
            "delete from contracts where id = 1;",
            "error: permission denied",
        ),
        (":runs show nonsense", "error: "),
        ("loop { clients.count(); }", "error: interrupted"),
    ] {
        if fails.starts_with("loop") {
            terminal.enters(fails);
            terminal.reads("\r\n");
            terminal.interrupts(why);
            terminal.prompts(SANDBOX);
        } else {
            let answer = terminal.answers(fails, SANDBOX);
            assert!(answer.contains(why), "{fails}: {answer}");
        }
        let answer = terminal.answers(PHONE, SANDBOX);
        assert!(answer.contains("= +33 1"), "{fails}: {answer}");
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn its_transaction_is_not_ended_by_sql() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let mut terminal = in_a_sandbox(&marie);
    terminal.answers(CHANGE, SANDBOX);
    for (end, refusal) in [
        ("commit", "is not for here"),
        ("rollback", "is not for here"),
        ("end", "is not for here"),
        ("abort", "is not for here"),
        ("commit and chain", "is not for here"),
        ("prepare transaction 'mine'", "is not for here"),
        ("release savepoint step_1", "is not for here"),
        ("rollback to savepoint step_1", "is not for here"),
        ("/* */ commit", "is not for here"),
        (
            "do $$ begin commit; end $$",
            "permission denied for language",
        ),
    ] {
        let answer = terminal.answers(&format!(":sql {end};"), SANDBOX);
        assert!(answer.contains(refusal), "{end}: {answer}");
        let quoted = end.replace('\'', "''");
        let answer = terminal.answers(&format!("sql_exec(\"{quoted}\")"), SANDBOX);
        assert!(answer.contains("error: "), "{end}: {answer}");
    }
    assert_eq!(phone(&marie), before);
    let answer = terminal.answers(PHONE, SANDBOX);
    assert!(answer.contains("= +33 1"), "{answer}");
    assert_eq!(terminal.leaves(), 0);
    assert_eq!(phone(&marie), before);
}

#[test]
fn changes_shows_what_keep_keeps_after_a_question() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let mut terminal = in_a_sandbox(&marie);
    let answer = terminal.answers(":keep", SANDBOX);
    assert!(answer.contains("there is nothing to keep"), "{answer}");
    terminal.answers("1 + 1", SANDBOX);
    let answer = terminal.answers(":changes", SANDBOX);
    assert!(answer.contains("nothing was changed in this sandbox so far"));
    terminal.answers(CHANGE, SANDBOX);
    terminal.answers(r#"clients.take(3).save_as("three.csv")"#, SANDBOX);
    let answer = terminal.answers(":changes", SANDBOX);
    insta::assert_snapshot!(answer.replace(&before, "BEFORE"), @r"
    clients: 1 updated

    clients 12 · Kevin Casey: updated
      phone  BEFORE → +33 1
     hint: this would also write three.csv (3 rows)
     hint: nothing of this is kept before :keep
    ");
    assert!(!marie.home().join("three.csv").exists());

    terminal.enters(":keep");
    terminal
        .reads("this keeps what the sandbox did: clients: 1 updated; write three.csv (3 rows).");
    terminal.reads("Go on? [y/N] ");
    terminal.enters("");
    terminal.reads("error: nothing is kept yet, and the sandbox goes on");
    terminal.prompts(SANDBOX);
    assert_eq!(phone(&marie), before);

    terminal.enters(":keep");
    terminal.reads("Go on? [y/N] ");
    terminal.enters("y");
    terminal
        .reads("Kept: clients: 1 updated; write three.csv (3 rows). The sandbox goes on, empty");
    terminal.prompts(SANDBOX);
    assert_eq!(phone(&marie), "+33 1");
    assert!(marie.home().join("three.csv").exists());
    terminal.answers(r#"clients.get(12).update(#{ phone: "+33 9" })"#, SANDBOX);
    assert_eq!(terminal.leaves(), 0);
    assert_eq!(phone(&marie), "+33 1");
    let runs = marie.e(r"runs().map(|r| `${r.script} ${r.outcome} ${r.changed}`)");
    assert!(
        runs.ok().contains("sandbox done clients: 1 updated"),
        "{runs}"
    );
    assert!(
        runs.ok().contains("sandbox dry clients: 1 updated"),
        "{runs}"
    );
}

#[test]
fn it_says_who_waits_for_what_it_changed() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = in_a_sandbox(&marie);
    let answer = terminal.answers(CHANGE, SANDBOX);
    assert!(!answer.contains("wait"), "{answer}");
    let mut other = marie.owner();
    let waiting = std::thread::spawn(move || {
        let change = "update crm.clients set phone = 'theirs' where id = 12";
        other.execute(change, &[])
    });
    until_somebody_waits(&mut marie.database.superuser());
    // It is asked at once, and waits soon after.
    let mut answers = (0..100).map(|_| terminal.answers("40 + 2", SANDBOX));
    let answer = answers.find(|answer| answer.contains("wait"));
    let answer = answer.expect("it is said");
    assert!(
        answer.contains(
            "1 session waits for what is changed here: :keep or :sandbox off lets others go on."
        ),
        "{answer}"
    );
    terminal.answers(":sandbox off", MARIE);
    assert_eq!(waiting.join().expect("it ended").expect("it may"), 1);
    assert_eq!(phone(&marie), "theirs");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn nobody_waits_for_it_for_long() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = in_a_sandbox(&marie);
    for (name, limit) in [
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "5min"),
    ] {
        let answer = terminal.answers(&format!("show {name};"), SANDBOX);
        assert!(answer.contains(&format!(" {limit}\n")), "{answer}");
    }
    // As it is when five minutes are over, but sooner.
    terminal.answers(CHANGE, SANDBOX);
    terminal.answers(
        ":sql set local idle_in_transaction_session_timeout = '2s';",
        SANDBOX,
    );
    idle_transactions_end(&marie);
    let answer = terminal.answers(PHONE, SANDBOX);
    assert!(
        answer
            .contains("error: the server ended this transaction: nothing was done in it for long"),
        "{answer}"
    );
    assert!(
        answer.contains(
            "The sandbox was lost: nothing of it is kept. What follows is a sandbox again"
        ),
        "{answer}"
    );
    let answer = terminal.answers(PHONE, SANDBOX);
    assert!(answer.contains(&format!("= {}", phone(&marie))), "{answer}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn it_outlives_its_session_and_its_connection_and_keeps_nothing_of_them() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let mut terminal = in_a_sandbox(&marie);
    terminal.answers("let n = 41;", SANDBOX);
    terminal.answers(CHANGE, SANDBOX);
    marie
        .owner()
        .batch_execute("delete from auth.session where collaborator_id = 2")
        .expect("they end");
    terminal.enters(CHANGE);
    terminal.reads("error: your session has ended");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads("The sandbox was lost: nothing of it is kept.");
    terminal.prompts(SANDBOX);
    terminal.enters(""); // the entry again
    terminal.reads("clients 12 updated");
    terminal.prompts(SANDBOX);
    assert_eq!(phone(&marie), before);

    marie.database.cuts_all();
    let answer = terminal.answers(CHANGE, SANDBOX);
    assert!(
        answer.contains("The sandbox was lost: nothing of it is kept."),
        "{answer}"
    );
    let answer = terminal.answers("n + 1", SANDBOX);
    assert!(answer.contains("= 42"), "{answer}");
    terminal.answers(CHANGE, SANDBOX);
    assert_eq!(phone(&marie), before);
    assert_eq!(terminal.leaves(), 0);
    assert_eq!(phone(&marie), before);
}

#[test]
fn what_is_no_part_of_it_is_refused_with_a_hint() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("touch.rhai", CHANGE);
    let mut terminal = in_a_sandbox(&marie);
    terminal.answers(":run touch.rhai", SANDBOX);
    for barred in [
        ":undo",
        ":login",
        ":logout",
        ":passwd",
        ":dry 1 + 1",
        ":sessions end 12",
    ] {
        let answer = terminal.answers(barred, SANDBOX);
        assert!(
            answer.contains("is not for a sandbox"),
            "{barred}: {answer}"
        );
        assert!(
            answer.contains(":sandbox off leaves it"),
            "{barred}: {answer}"
        );
    }
    for shown in [
        ":whoami",
        ":runs",
        ":sessions",
        ":fields clients",
        ":rules clients",
    ] {
        let answer = terminal.answers(shown, SANDBOX);
        assert!(!answer.contains("error: "), "{shown}: {answer}");
    }
    assert_eq!(terminal.leaves(), 0);
    let runs = marie.e("runs().map(|r| r.script)");
    assert!(
        !runs.ok().contains("touch"),
        "it is a part of the sandbox: {runs}"
    );

    let said = marie.run(&["--sandbox", "-e", CHANGE]);
    insta::assert_snapshot!(said, @r"
    --- stderr
    error: a sandbox is for the prompt: code ends at once
     hint: to see what code would change, and keep nothing of it: --dry-run
    --- exit 2
    ");
    for outside in [":changes", ":keep", ":sandbox off"] {
        let mut terminal = Terminal::of(&marie, &[]);
        terminal.prompts(MARIE);
        let answer = terminal.answers(outside, MARIE);
        assert!(answer.contains("this is no sandbox"), "{answer}");
        assert_eq!(terminal.leaves(), 0);
    }
}

/// Waits until no transaction is open that does nothing.
fn idle_transactions_end(shell: &Shell) {
    let sql = "select count(*) from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%'";
    let mut watcher = shell.database.superuser();
    until("none stays", || {
        let count = watcher.query_one(sql, &[]).expect("a count");
        count.get::<_, i64>(0) == 0
    });
}

/// One began by the option, the other by the command.
fn in_a_sandbox(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &["--sandbox"]);
    terminal.reads("This is a sandbox: nothing is kept before :keep.");
    terminal.prompts(SANDBOX);
    terminal.answers(":sandbox off", MARIE);
    let answer = terminal.answers(":sandbox", SANDBOX);
    assert!(answer.contains("This is a sandbox"), "{answer}");
    terminal
}

fn phone(shell: &Shell) -> String {
    shell.e(PHONE).ok().to_owned()
}
