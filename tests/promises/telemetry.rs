//! With a DSN, faults, panics and what matters to the business reach Sentry; nothing else does, and
//! nobody waits for it.

use crate::harness::{Said, Sentry, Shell, event, free_port};
use insta::assert_snapshot;
use serde_json::Value;
use std::env;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Who never answers would be waited for much longer, on a machine that does other things too.
const SOON: Duration = Duration::from_secs(20);
/// Tells [`the_one_who_panics`] where to.
const PANIC_TO: &str = "EPIC_TEST_PANIC_TO";

fn run(shell: &Shell, dsn: &str, arguments: &[&str]) -> Said {
    let mut command = shell.command(arguments);
    command.env("SENTRY_DSN", dsn);
    shell.said(command)
}

/// What was told, a line for each.
fn told(events: &[Value]) -> String {
    let mut text = String::new();
    for event in events {
        let extra = &event["extra"];
        let _ = writeln!(
            text,
            "{} by {}: {} of {} {}",
            event["message"], event["user"]["id"], extra["ids"], extra["count"], extra["fields"]
        );
    }
    text
}

#[test]
fn the_business_is_told_however_it_was_done() {
    let sentry = Sentry::start();
    let admin = Shell::as_("admin@epic.events");
    let marie = admin.beside("marie@epic.events");
    for code in [
        // a record, all at once, plain SQL inside a script
        r#"collaborators.create(#{ employee_number: "T-1", full_name: "Ada Byron", email: "ada@epic.events", department: "IT", role: "support" })"#,
        r#"collaborators.filter(|p| p.department == "IT").update(#{ department: "Engines", full_name: "Ada King" })"#,
        r#"sql_exec("update collaborators set active = false where email = 'ada@epic.events'")"#,
    ] {
        run(&admin, &sentry.dsn(), &["-e", code]).ok();
    }
    let delete = "delete from collaborators where email = 'ada@epic.events'";
    run(&admin, &sentry.dsn(), &["sql", delete]).ok();
    let sign = "clients.mine().filter(|c| c.contracts.any(|k| !k.signed)).first().contracts.filter(|k| !k.signed).first().sign()";
    run(&marie, &sentry.dsn(), &["-e", sign]).ok();
    let sign = "contracts.filter(|k| !k.signed && k.client.commercial == me).take(3).update(#{ signed_at: now() })";
    run(&marie, &sentry.dsn(), &["-e", sign]).ok();
    // What is no news: other changes, and a contract that stays signed.
    run(
        &marie,
        &sentry.dsn(),
        &["-e", "clients.mine().first().contacted()"],
    )
    .ok();
    let again = "contracts.filter(|k| k.signed && k.client.commercial == me).take(1).update(#{ signed_at: now() })";
    run(&marie, &sentry.dsn(), &["-e", again]).ok();

    let envelopes = sentry.take_all(6);
    let events: Vec<Value> = envelopes.iter().map(|envelope| event(envelope)).collect();
    assert_snapshot!(told(&events), @r#"
    "collaborator created" by "1": [13] of 1 []
    "collaborator changed" by "1": [13] of 1 ["department","full_name"]
    "collaborator changed" by "1": [13] of 1 ["active"]
    "collaborator deleted" by "1": [13] of 1 []
    "contract signed" by "2": [236] of 1 []
    "contract signed" by "2": [28,40,52] of 3 []
    "#);
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    for envelope in envelopes {
        for personal in [
            "Ada",
            "@epic.events",
            "Engines",
            "server_name",
            "db_role",
            "s_",
        ] {
            assert!(!envelope.contains(personal), "{personal} in {envelope}");
        }
        assert!(
            host.trim().is_empty() || !envelope.contains(host.trim()),
            "{envelope}"
        );
    }
}

#[test]
fn what_did_not_happen_is_not_told() {
    let sentry = Sentry::start();
    let admin = Shell::as_("admin@epic.events");
    let marie = admin.beside("marie@epic.events");
    let create = r#"collaborators.create(#{ employee_number: "T-1", full_name: "Ada", email: "ada@epic.events", department: "IT", role: "support" })"#;
    let attempts = [
        // the entry fails after the change; the step fails and the entry goes on; a mistake; a refusal
        format!("{create}; throw \"no\""),
        format!("try {{ transaction(|| {{ {create}; throw \"no\" }}) }} catch {{ }}"),
        format!("{create}; collaborators.filter(|p| p.email == \"ada@epic.events\").first().nmae"),
        "clients.get(0)".to_owned(),
        "1 / 0".to_owned(),
        "sql(\"selct 1\")".to_owned(),
    ];
    for attempt in attempts {
        run(&admin, &sentry.dsn(), &["-e", &attempt]);
    }
    run(&marie, &sentry.dsn(), &["-e", create]);
    run(&marie, &sentry.dsn(), &["sql", "delete from collaborators"]);
    run(&marie, &sentry.dsn(), &["nonsense"]);
    assert_eq!(sentry.take(), [""; 0]);
    assert_eq!(admin.e("collaborators.count()").ok(), "12");
}

#[test]
fn faults_and_panics_are_told() {
    let sentry = Sentry::start();
    let admin = Shell::as_("admin@epic.events");
    admin
        .owner()
        .batch_execute(
            "alter function epic.catalog() rename to catalogue; comment on table crm.clients is 'changed'",
        )
        .expect("it may");
    assert_eq!(
        run(&admin, &sentry.dsn(), &["-e", "clients.count()"]).code,
        1
    );
    let events = sentry.events(1);
    let told = &events[0]["exception"]["values"][0];
    assert_snapshot!(format!("{}: {}", told["type"], told["value"]), @r#""Failed 42883": "function epic.catalog() does not exist""#);
    assert_eq!(events.len(), 1);

    let status = Command::new(env::current_exe().expect("this program"))
        .args([
            "--exact",
            "telemetry::the_one_who_panics",
            "--include-ignored",
        ])
        .env(PANIC_TO, sentry.dsn())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("it runs");
    assert!(!status.success());
    let events = sentry.events(1);
    let told = &events[0]["exception"]["values"][0];
    assert_snapshot!(format!("{}: {}", told["type"], told["value"]), @r#""panic": "it can't be '…'""#);
    assert!(
        told["stacktrace"]["frames"]
            .as_array()
            .is_some_and(|frames| !frames.is_empty())
    );
    assert_eq!(events[0]["level"], "fatal");
}

/// Not a test: it is run in a process of its own, which panics.
#[test]
#[ignore = "run by another test, in a process that panics"]
fn the_one_who_panics() {
    let Ok(dsn) = env::var(PANIC_TO) else { return };
    epic::telemetry::start(&dsn).expect("a DSN");
    panic!("it can't be '{}'", "ada@example.com");
}

#[test]
fn nobody_waits_for_sentry() {
    let admin = Shell::as_("admin@epic.events");
    let change = |dsn: &str, department: &str| {
        let code = format!("collaborators.get(2).update(#{{ department: \"{department}\" }})");
        let since = Instant::now();
        run(&admin, dsn, &["-e", &code]).ok();
        let took = since.elapsed();
        assert_eq!(admin.e("collaborators.get(2).department").ok(), department);
        took
    };
    // Nobody listens there.
    let refused = change(&format!("http://public@127.0.0.1:{}/1", free_port()), "A");
    assert!(refused < SOON, "{refused:?}");
    // Somebody listens, and never answers.
    let (dsn, listener) = Sentry::silent();
    let silent = change(&dsn, "B");
    assert!(silent < SOON, "{silent:?}");
    listener.set_nonblocking(true).expect("a mode");
    let calls = || std::iter::from_fn(|| listener.accept().ok()).count();
    assert!(calls() > 0);
    // Nothing to tell: nothing to wait for.
    run(&admin, &dsn, &["-e", "clients.count()"]).ok();
    assert_eq!(calls(), 0);
    let said = run(&admin, "nonsense", &["-e", "1 + 1"]);
    assert_snapshot!(said, @r"
    2
    --- stderr
    warning: SENTRY_DSN is no DSN, so nothing is reported
     hint: it looks like https://KEY@HOST/NUMBER
    ");
}

#[test]
fn statements_are_added_only_when_somebody_wants_to_know() {
    let (admin, wire) = Shell::as_("admin@epic.events").on_wire();
    let sentry = Sentry::start();
    let statements = |dsn: &str, code: &str| {
        wire.take();
        run(&admin, dsn, &["-e", code]).ok();
        wire.take().len()
    };
    let update = |name: &str| format!("collaborators.get(2).update(#{{ department: \"{name}\" }})");
    let without = statements("", &update("A"));
    assert_eq!(statements(&sentry.dsn(), &update("B")), without + 3);
    let reading = statements("", "clients.count()");
    assert_eq!(statements(&sentry.dsn(), "clients.count()"), reading);
    assert_eq!(sentry.events(1).len(), 1);
}

#[test]
fn the_dsn_comes_from_the_settings_too() {
    let sentry = Sentry::start();
    let admin = Shell::as_("admin@epic.events");
    admin.file(".env", &format!("SENTRY_DSN={}\n", sentry.dsn()));
    admin
        .e("collaborators.get(2).update(#{ department: \"A\" })")
        .ok();
    assert_eq!(sentry.events(1).len(), 1);
    std::fs::remove_file(admin.home().join(".env")).expect("it was there");
    std::fs::create_dir_all(admin.home().join("config")).expect("a folder");
    admin.file(
        "config/config.toml",
        &format!("sentry_dsn = \"{}\"\n", sentry.dsn()),
    );
    admin
        .e("collaborators.get(2).update(#{ department: \"B\" })")
        .ok();
    assert_eq!(sentry.events(1).len(), 1);
}
