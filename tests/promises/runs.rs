//! Every run is written down: who ran what, how it ended, what it changed; also when nothing of it is kept.

use crate::harness::{Shell, Terminal, until};
use epic::api::{Outcome, RunRecord, Script, Session, Wanted};
use postgres::Client;
use rustix::process::{Pid, Signal, kill_process};
use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::rc::Rc;

/// The runs that somebody sees, the newest first.
fn runs(session: &Session) -> Vec<RunRecord> {
    session.runs(&Wanted::default()).expect("runs")
}

/// `script outcome: what it changed`, the newest first.
fn told(shell: &Shell) -> Vec<String> {
    let told = |run: &RunRecord| format!("{} {}: {}", run.script, run.outcome, run.counts);
    runs(&shell.session()).iter().map(told).collect()
}

fn of_the_last_change(shell: &Shell) -> Option<String> {
    let sql = "select run::text from audit.log order by id desc limit 1";
    let mut owner = shell.owner();
    owner.query_one(sql, &[]).expect("a change").get(0)
}

/// A script that has changed something and goes on; returns when it has said so.
fn begun(shell: &Shell, file: &str) -> Child {
    let mut command = shell.command(&[file]);
    let mut epic = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("epic runs");
    let mut line = String::new();
    let out = epic.stdout.as_mut().expect("piped");
    BufReader::new(out).read_line(&mut line).expect("a line");
    assert_eq!(line, "!\n");
    epic
}

/// Waits until the newest run has this outcome.
#[track_caller]
fn ends(session: &Session, outcome: Outcome) {
    until(&outcome.to_string(), || runs(session)[0].outcome == outcome);
}

#[test]
fn a_saved_script_is_written_down_with_what_it_changed() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("call.rhai", "clients.mine().take(3).update(#{ phone: \"1\" }); clients.mine().first().update(#{ company_name: \"Engines\" });");
    marie.run(&["call.rhai"]).ok();
    marie.run(&["run", "call.rhai"]).ok();
    marie.file("look.rhai", "clients.count()");
    marie.run(&["look.rhai"]).ok();
    assert_eq!(
        told(&marie),
        [
            "look.rhai done: ",
            "call.rhai done: ",
            "call.rhai done: clients: 3 updated"
        ]
    );
    let first = runs(&marie.session()).pop().expect("a run");
    let hash = "select encode(sha256($1), 'hex')";
    let text = std::fs::read(marie.home().join("call.rhai")).expect("a script");
    let hash: String = marie
        .owner()
        .query_one(hash, &[&text])
        .expect("a hash")
        .get(0);
    assert_eq!(first.sha256, Some(hash));
    assert_eq!(first.who, "marie@epic.events");
    assert!(first.ended.is_some_and(|ended| ended >= first.started));
    assert_eq!(of_the_last_change(&marie), Some(first.id.to_string()));
    let runs_of_a_row = "let c = clients.mine().first(); c.history().filter(|h| h.field == \"company_name\")[-1].run";
    assert_eq!(marie.e(runs_of_a_row).ok(), first.id.to_string());
}

#[test]
fn what_is_not_kept_leaves_a_trace_too() {
    let marie = Shell::as_("marie@epic.events");
    let change = "clients.mine().first().update(#{ phone: \"lost\" }); print(\"!\");";
    marie.file("fails.rhai", &format!("{change} throw \"no\""));
    marie.file("endless.rhai", &format!("{change} loop {{}}"));
    marie.file(
        "sleeps.rhai",
        &format!("{change} sql(\"select pg_sleep(60)\")"),
    );
    marie.file("wrong.rhai", "let = 1");
    let session = marie.session();
    assert_eq!(marie.run(&["fails.rhai"]).code, 1);
    assert_eq!(marie.run(&["wrong.rhai"]).code, 1);
    marie.run(&["fails.rhai", "--dry-run"]);
    marie.file("tried.rhai", change);
    marie.run(&["tried.rhai", "--dry-run"]).ok();
    assert_eq!(
        told(&marie),
        [
            "tried.rhai dry: clients: 1 updated",
            "fails.rhai failed: ",
            "wrong.rhai failed: ",
            "fails.rhai failed: ",
        ]
    );
    for (file, signal) in [
        ("endless.rhai", Signal::INT),
        ("sleeps.rhai", Signal::INT),
        ("endless.rhai", Signal::TERM),
    ] {
        let mut epic = begun(&marie, file);
        assert_eq!(runs(&session)[0].outcome, Outcome::Running, "{file}");
        kill_process(Pid::from_child(&epic), signal).expect("it is there");
        let code = if signal == Signal::INT { 130 } else { 143 };
        assert_eq!(epic.wait().expect("it ends").code(), Some(code));
        assert_eq!(runs(&session)[0].outcome, Outcome::Interrupted, "{file}");
    }
    for file in ["endless.rhai", "sleeps.rhai"] {
        let mut epic = begun(&marie, file);
        epic.kill().expect("it is there");
        epic.wait().expect("it ends");
        ends(&session, Outcome::Lost);
    }
    let lost: i64 = marie
        .owner()
        .query_one("select count(*) from crm.clients where phone = 'lost'", &[])
        .expect("a number")
        .get(0);
    assert_eq!(lost, 0);
}

#[test]
fn any_other_change_is_a_run_named_entry_and_what_only_reads_is_none() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    marie.e("clients.count()").ok();
    marie.e("clients.mine().first().phone").ok();
    marie.run(&["sql", "select 1"]).ok();
    let said = wire.take();
    assert!(!said.iter().any(|sql| sql.contains("_run")), "{said:?}");
    assert_eq!(told(&marie), [""; 0]);
    // No row was changed by these.
    marie
        .e("clients.filter(|c| c.id < 0).update(#{ phone: \"1\" })")
        .ok();
    marie
        .run(&["sql", "update clients set phone = phone where id = 12"])
        .ok();
    assert_eq!(told(&marie), [""; 0]);

    wire.take();
    marie
        .e("clients.mine().first().update(#{ phone: \"1\" })")
        .ok();
    let said = wire.take();
    assert!(!said.iter().any(|sql| sql.contains("_run")), "{said:?}");
    marie
        .run(&["sql", "update clients set phone = '2' where id = 12"])
        .ok();
    let mut psql = marie.psql_url();
    for entry in [
        "update clients set phone = '3' where id in (select id from clients where commercial_id = 2 limit 2)",
        "begin; update clients set phone = '4' where id = 12;
         insert into clients (full_name, email) values ('Ada', 'ada@example.com'); commit",
        "begin; update clients set phone = '5' where id = 12; rollback",
    ] {
        psql.batch_execute(entry).expect("it may");
    }
    assert_eq!(
        told(&marie),
        [
            "entry done: clients: 1 updated, 1 created",
            "entry done: clients: 2 updated",
            "entry done: clients: 1 updated",
            "entry done: clients: 1 updated",
        ]
    );
    // The owner's changes belong to nobody's run.
    let mut owner = marie.owner();
    owner
        .execute("update crm.clients set phone = '6' where id = 12", &[])
        .expect("it may");
    assert_eq!(of_the_last_change(&marie), None);
}

#[test]
fn all_that_a_script_changes_belongs_to_its_run_whatever_came_before_it() {
    let marie = Shell::as_("marie@epic.events");
    // It reads first, by a cursor, and changes the first rows in a step that fails.
    marie.file(
        "steps.rhai",
        r#"for c in clients.mine().take(2) { print(c.id); }
        try { transaction(|| { clients.mine().first().update(#{ phone: "1" }); throw "no" }) } catch {}
        clients.mine().first().update(#{ phone: "2" });
        sql_exec("update clients set phone = '3' where id = 12");"#,
    );
    marie.run(&["steps.rhai"]).ok();
    assert_eq!(told(&marie), ["steps.rhai done: clients: 2 updated"]);
    marie.file("none.rhai", "transaction(|| { clients.mine().first().update(#{ phone: \"7\" }) }); clients.mine().first().update(#{ phone: \"2\" });");
    marie.run(&["none.rhai"]).ok();
    marie.file(
        "gone.rhai",
        "let c = clients.create(#{ full_name: \"A\", email: \"a@b.cd\" }); sql_exec(\"select 1\");",
    );
    marie.run(&["gone.rhai"]).ok();
    assert_eq!(
        told(&marie)[..2],
        [
            "gone.rhai done: clients: 1 created",
            "none.rhai done: clients: 1 updated"
        ]
    );
}

#[test]
fn somebody_sees_their_own_runs_and_an_admin_all() {
    let marie = Shell::as_("marie@epic.events");
    let (luc, admin) = (
        marie.beside("luc@epic.events"),
        marie.beside("admin@epic.events"),
    );
    for shell in [&marie, &luc] {
        shell.file("look.rhai", "clients.count()");
        shell.run(&["look.rhai"]).ok();
        shell
            .e("clients.mine().first().update(#{ phone: \"1\" })")
            .ok();
    }
    assert_eq!(runs(&luc.session()).len(), 2);
    assert_eq!(runs(&admin.session()).len(), 4);
    let his = runs(&luc.session())[0].id.to_string();
    assert_eq!(
        marie.run(&["runs", "show", &his]).error(),
        format!("there is no run '{his}'")
    );
    assert_eq!(
        marie
            .e(&format!(
                "sql(\"select * from audit.changes($1::uuid)\", [\"{his}\"]).len()"
            ))
            .ok(),
        "0"
    );
    let listed = |options: &[&str]| {
        let arguments = [&["runs", "--format", "csv"], options].concat();
        admin.run(&arguments).ok().lines().count() - 1
    };
    assert_eq!(listed(&["--by", "LUC@epic.events"]), 2);
    assert_eq!(listed(&["--script", "entry"]), 2);
    assert_eq!(
        listed(&[
            "--script",
            "look.rhai",
            "--by",
            "marie@epic.events",
            "--since",
            "1d"
        ]),
        1
    );
    assert_eq!(listed(&["--since", "2100-01-01"]), 0);
    let said = admin.run(&["runs", "--limit", "3"]);
    assert_eq!(said.ok().lines().count(), 5, "{said}");
    assert!(
        said.stderr
            .contains("these are the newest 3, and there are more: --limit 30"),
        "{said}"
    );
    assert!(!admin.run(&["runs", "--limit", "4"]).stderr.contains("more"));
    let said = admin.run(&["runs", "--since", "lately"]);
    assert_eq!(
        (said.code, said.error()),
        (2, "'lately' is no date, nor a time ago")
    );
    let code = "runs().filter(|r| r.script == \"entry\" && r.changed == \"clients: 1 updated\").map(|r| r.who)";
    assert_eq!(admin.e(code).ok(), "[luc@epic.events, marie@epic.events]");
    assert_eq!(admin.e("runs(1.days).len() - runs(0.days).len()").ok(), "4");
}

#[test]
fn a_run_is_shown_with_its_changes_row_by_row() {
    let admin = Shell::as_("admin@epic.events");
    admin.file(
        "move.rhai",
        r#"clients.get(12).update(#{ commercial: "luc@epic.events", phone: "+33 1" });
        clients.get(12).update(#{ phone: "+33 2" });
        let ada = clients.create(#{ full_name: "Ada Byron", email: "ada@example.com", commercial: "luc@epic.events",
            first_contact_date: "2026-01-31", last_contact_date: "2026-01-31" });
        contracts.filter(|k| k.id == 2500).delete();
        clients.create(#{ full_name: "Nobody", email: "nobody@example.com", commercial: "luc@epic.events" }).delete();"#,
    );
    admin.run(&["move.rhai"]).ok();
    let id = runs(&admin.session())[0].id.to_string();
    let said = admin.run(&["runs", "show", &id[..6]]);
    let (facts, changes) = said.ok().split_once("\n\n").expect("facts, then changes");
    assert!(
        facts.contains("│ move.rhai") && facts.contains("│ done"),
        "{said}"
    );
    let changes = changes
        .split_once("\ncontracts")
        .map_or(changes, |(before, _)| before);
    insta::assert_snapshot!(changes);
    assert!(
        said.stdout
            .contains("contracts 2500: deleted\n  client_id "),
        "{said}"
    );
    assert!(!said.stdout.contains("Nobody"), "{said}");

    let said = admin.run(&["runs", "show", &id, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(said.ok()).expect("JSON");
    assert_eq!(
        json[0],
        serde_json::json!({ "entity": "clients", "id": 12, "name": "Kevin Casey", "action": "update",
            "field": "phone", "before": "+678 123 456 78", "after": "+33 2" })
    );
    assert_eq!(
        (&json[1]["before"], &json[1]["after"]),
        (&2.into(), &3.into())
    );
    for (wrong, error) in [
        ("zzz", "there is no run 'zzz'"),
        ("", "there is no run ''"),
        ("%", "there is no run '%'"),
    ] {
        assert_eq!(admin.run(&["runs", "show", wrong]).error(), error);
    }
    for letter in "0123456789abcdef".chars() {
        for _ in 0..2 {
            admin.owner().execute(
                "insert into audit.runs (id, script, uid) values ((($1::text || substr(gen_random_uuid()::text, 2)))::uuid, 'x', 1)",
                &[&letter.to_string()],
            ).expect("a run");
        }
    }
    let said = admin.run(&["runs", "show", &id[..1]]);
    assert_eq!(
        (said.code, said.error()),
        (2, &*format!("several runs begin with '{}'", &id[..1]))
    );
}

/// What a client says of its run can't hide what was kept; and who dies between the commit and the last word has done it.
#[test]
fn what_was_kept_was_done_whatever_is_said() {
    let marie = Shell::as_("marie@epic.events");
    let change = "update clients set phone = '9' where id = 12";
    let (mut recorder, mut work) = (marie.psql_url(), marie.psql_url());
    let run = begin(&mut recorder);
    work.batch_execute(&format!("begin; select audit.join_run('{run}'); {change}"))
        .expect("it may");
    // As long as its transaction is open, it can't be said to have ended.
    let error = recorder.batch_execute(&format!("select audit.end_run('{run}', 'failed')"));
    let error = error
        .expect_err("it goes on")
        .code()
        .map(|code| code.code().to_owned());
    assert_eq!(error.as_deref(), Some("55P03"));
    work.batch_execute("commit").expect("it is kept");
    recorder
        .batch_execute(&format!("select audit.end_run('{run}', 'failed')"))
        .expect("it may");
    assert_eq!(told(&marie), ["x done: clients: 1 updated"]);

    let run = begin(&mut recorder);
    work.batch_execute(&format!("begin; select audit.join_run('{run}'); update clients set phone = '8' where id = 12; commit")).expect("it may");
    let again = work.batch_execute(&format!("begin; select audit.join_run('{run}')"));
    let error = again.expect_err("it has its transaction");
    assert_eq!(
        error.as_db_error().and_then(|error| error.constraint()),
        Some("a run is one transaction")
    );
    drop(recorder);
    ends(&marie.session(), Outcome::Done);

    // One whose recorder is gone has no transaction any more.
    let mut recorder = marie.psql_url();
    let run = begin(&mut recorder);
    drop(recorder);
    ends(&marie.session(), Outcome::Lost);
    work.batch_execute("rollback").expect("it may");
    let late = work.batch_execute(&format!("select audit.join_run('{run}')"));
    assert_eq!(words(late), "the run is over");
    // Nor can another session of the same person join or end what this one records.
    let other = marie.beside("marie@epic.events");
    let mut recorder = marie.psql_url();
    let run = begin(&mut recorder);
    for call in ["join_run('{}')", "end_run('{}', 'failed')"] {
        let call = call.replace("{}", &run);
        let refused = other
            .psql_url()
            .batch_execute(&format!("select audit.{call}"));
        assert_eq!(words(refused), "this session has no such run");
    }
}

fn begin(client: &mut Client) -> String {
    let run = client.query_one("select audit.begin_run('x')::text", &[]);
    run.expect("a run").get(0)
}

fn words(refused: Result<(), postgres::Error>) -> String {
    let error = refused.expect_err("it is refused");
    error
        .as_db_error()
        .expect("by the server")
        .message()
        .to_owned()
}

/// Numbers of transactions begin anew when a dump is restored on another server.
#[test]
fn a_transaction_of_long_ago_with_the_same_number_is_another_one() {
    let marie = Shell::as_("marie@epic.events");
    let mut superuser = marie.database.superuser();
    superuser
        .batch_execute(
            "with old as (insert into audit.runs (script, uid) select 'old', 2 from generate_series(1, 200) returning id)
             insert into audit.joined (txid, began, run)
             select (pg_current_xact_id()::text::bigint + row_number() over ())::text::xid8, '2020-01-01', id from old",
        )
        .expect("as restored");
    marie
        .e("clients.mine().first().update(#{ phone: \"1\" })")
        .ok();
    let entries = runs(&marie.session())
        .into_iter()
        .filter(|run| run.script == "entry");
    let entries: Vec<String> = entries.map(|run| run.id.to_string()).collect();
    assert_eq!(of_the_last_change(&marie), entries.first().cloned());
}

#[test]
fn runs_can_not_be_rewritten_even_by_the_owner() {
    let marie = Shell::as_("marie@epic.events");
    marie
        .e("clients.mine().first().update(#{ phone: \"1\" })")
        .ok();
    let mut owner = marie.owner();
    for attempt in [
        "update audit.runs set script = 'x'",
        "update audit.runs set uid = 1",
        "delete from audit.runs",
        "truncate audit.runs cascade",
        "update audit.joined set began = now()",
        "delete from audit.joined",
    ] {
        assert_eq!(
            words(owner.batch_execute(attempt)),
            "the audit log is append-only",
            "{attempt}"
        );
    }
}

/// What happens outside of the database waits for the commit.
#[test]
fn outer_effects_wait_for_the_commit() {
    let shell = Shell::as_("marie@epic.events");
    let marie = shell.session();
    let done: Rc<RefCell<Vec<&str>>> = Rc::default();
    let note = |what: &'static str| {
        let done = Rc::clone(&done);
        marie
            .after_commit(what, move || {
                done.borrow_mut().push(what);
                Ok(())
            })
            .expect("it waits");
    };
    let open = marie.begin().expect("a transaction");
    note("write a.csv");
    let step = marie.begin().expect("a step");
    note("write b.csv");
    assert_eq!(open.effects(), ["write a.csv", "write b.csv"]);
    drop(step);
    assert_eq!(open.effects(), ["write a.csv"]);
    assert!(done.borrow().is_empty());
    open.commit().expect("it is kept");
    assert_eq!(*done.borrow(), ["write a.csv"]);
    let open = marie.begin().expect("a transaction");
    note("write c.csv");
    drop(open);
    marie
        .begin()
        .expect("a transaction")
        .commit()
        .expect("nothing");
    assert_eq!(*done.borrow(), ["write a.csv"]);
    note("write d.csv");
    assert_eq!(*done.borrow(), ["write a.csv", "write d.csv"]);
    let open = marie.begin().expect("a transaction");
    let fails = || Err(epic::error::Error::failed("the disk is full"));
    marie.after_commit("write e.csv", fails).expect("it waits");
    note("write f.csv");
    let error = open.commit().expect_err("it fails");
    assert_eq!(error.message, "write e.csv: the disk is full");
    assert_eq!(error.hints, ["what was changed in the database is kept"]);
    assert_eq!(done.borrow().last(), Some(&"write f.csv"));
}

/// A Rust program records its runs too; one that drops the recording has failed.
#[test]
fn a_program_records_its_runs() {
    let shell = Shell::as_("marie@epic.events");
    let marie = shell.session();
    let mut script = Script::new("nightly", "");
    script.parameters = epic::value::Json::known(r#"{"days": 30}"#);
    let recording = marie.record(&script).expect("a run");
    assert!(recording.id().is_some());
    drop(recording);
    let recording = marie.record(&script).expect("a run");
    marie
        .transaction(|| marie.sql_exec("update clients set phone = '1' where id = 12", &[]))
        .expect("it may");
    recording.end(Outcome::Done, None);
    // What comes after it is no part of it.
    marie
        .transaction(|| marie.sql_exec("update clients set phone = '2' where id = 12", &[]))
        .expect("it may");
    assert_eq!(
        told(&shell),
        [
            "entry done: clients: 1 updated",
            "nightly done: clients: 1 updated",
            "nightly failed: "
        ]
    );
    assert_eq!(runs(&marie)[1].parameters.compact(), r#"{"days":30}"#);
}

#[test]
fn at_the_prompt_too() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("call.rhai", "clients.get(12).update(#{ phone: \"1\" })");
    let mut terminal = Terminal::of(&marie, &[]);
    let prompt = "marie (commercial) ❯ ";
    terminal.prompts(prompt);
    terminal.enters(":dry clients.get(12).update(#{ phone: \"9\" })");
    terminal.reads("clients 12 · Kevin Casey: updated");
    terminal.reads("+678 123 456 78 → 9");
    terminal.reads("this was a dry run: nothing is kept");
    terminal.prompts(prompt);
    terminal.enters(":dry :sql update clients set phone = '9' where id = 12");
    terminal.reads("+678 123 456 78 → 9");
    terminal.prompts(prompt);
    terminal.enters(":dry :whoami");
    terminal.reads(":whoami changes nothing");
    terminal.prompts(prompt);
    terminal.enters(":dry :run call.rhai");
    terminal.reads("+678 123 456 78 → 1");
    terminal.prompts(prompt);
    terminal.enters(":run call.rhai");
    terminal.prompts(prompt);
    terminal.enters("clients.get(12).update(#{ company_name: \"Engines\" })");
    terminal.prompts(prompt);
    assert_eq!(
        told(&marie),
        [
            "entry done: clients: 1 updated",
            "call.rhai done: clients: 1 updated",
            "call.rhai dry: clients: 1 updated"
        ]
    );
    terminal.enters(":runs");
    terminal.reads("call.rhai");
    terminal.prompts(prompt);
    terminal.enters(":runs 1");
    terminal.reads("and there are more: :runs 10");
    terminal.prompts(prompt);
    let id = runs(&marie.session())[1].short_id();
    terminal.enters(&format!(":runs show {id}"));
    terminal.reads("+678 123 456 78 → 1");
    terminal.prompts(prompt);
    assert_eq!(terminal.leaves(), 0);
}
