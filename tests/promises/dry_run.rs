//! A dry run shows what code would change, and changes nothing.

use crate::harness::{Sentry, Shell};

#[test]
fn a_dry_run_shows_each_row_before_and_after_and_keeps_nothing() {
    let marie = Shell::as_("marie@epic.events");
    let code = r#"let c = clients.get(12);
        c.update(#{ phone: "+33 1" });
        c.update(#{ phone: "+33 2", company_name: "" });
        contracts.create(#{ client: c, total_amount: dec("10.50"), amount_due: 0, creation_date: "2026-01-31" });
        print("looked");
        c.phone"#;
    let before = rows(&marie);
    let said = marie.run(&["-e", code, "--dry-run"]);
    insta::assert_snapshot!(said, @r#"
    looked
    clients: 1 updated; contracts: 1 created

    clients 12 · Kevin Casey: updated
      phone         +678 123 456 78 → +33 2
      company_name  Cool Startup → ""

    contracts 2501: created
      client_id      Kevin Casey (12)
      total_amount   10.50
      amount_due     0.00
      creation_date  2026-01-31
    --- stderr
     hint: this was a dry run: nothing is kept
    "#);
    assert_eq!(rows(&marie), before);
    let said = marie.run(&["-e", code, "--dry-run", "--format", "csv"]);
    insta::assert_snapshot!(said, @r#"
    looked
    entity,id,name,action,field,before,after
    clients,12,Kevin Casey,update,phone,+678 123 456 78,+33 2
    clients,12,Kevin Casey,update,company_name,Cool Startup,""
    contracts,2502,,create,client_id,,12
    contracts,2502,,create,total_amount,,10.50
    contracts,2502,,create,amount_due,,0.00
    contracts,2502,,create,creation_date,,2026-01-31
    --- stderr
     hint: this was a dry run, nothing is kept; without it: clients: 1 updated; contracts: 1 created
    "#);
    assert_eq!(rows(&marie), before);
}

#[test]
fn people_are_shown_the_first_rows_and_programs_all() {
    let admin = Shell::as_("admin@epic.events");
    let code = "clients.update(#{ phone: \"1\" })";
    let run = |more: &[&str]| admin.run(&[&["-e", code, "--dry-run"], more].concat());
    let said = run(&[]);
    let shown = |said: &str| {
        said.lines()
            .filter(|line| line.ends_with(": updated"))
            .count()
    };
    assert_eq!(shown(said.ok()), 50, "{said}");
    assert!(
        said.stderr
            .contains("these are the first 50 of 1,000 rows; --all shows them all"),
        "{said}"
    );
    let said = run(&["--all"]);
    assert_eq!(shown(said.ok()), 1000, "{said}");
    assert!(!said.stderr.contains("first"), "{said}");
    assert_eq!(run(&["--format", "ndjson"]).ok().lines().count(), 1000);
    assert_eq!(admin.run(&["-e", code, "--all"]).code, 2);
}

#[test]
fn what_would_be_told_to_others_is_said_and_not_told() {
    let sentry = Sentry::start();
    let admin = Shell::as_("admin@epic.events");
    let mut command = admin.command(&[
        "--dry-run",
        "-e",
        "contracts.filter(|k| !k.signed).first().sign()",
    ]);
    command.env("SENTRY_DSN", sentry.dsn());
    let said = admin.said(command);
    assert!(
        said.stderr
            .contains("hint: this would also report: contract signed (1)"),
        "{said}"
    );
    assert_eq!(sentry.take().len(), 0);
}

#[test]
fn every_way_to_run_code_has_a_dry_run() {
    let admin = Shell::as_("admin@epic.events");
    let before = rows(&admin);
    admin.file("all.rhai", "events.delete()");
    let file = admin.home().join("all.rhai").display().to_string();
    let delete = "delete from events";
    for (arguments, input) in [
        (vec!["--dry-run", "-e", "events.delete()"], ""),
        (vec!["--dry-run", file.as_str()], ""),
        (vec!["run", file.as_str(), "--dry-run"], ""),
        (vec!["--dry-run", "-"], "events.delete()"),
        (vec!["--dry-run"], "events.delete()"),
        (vec!["sql", delete, "--dry-run"], ""),
    ] {
        let said = admin.run_with(
            &[arguments.as_slice(), &["--format", "ndjson"]].concat(),
            input,
        );
        assert!(
            said.stderr.contains("without it: events: 1200 deleted"),
            "{said}"
        );
        let first = said.ok().lines().next().unwrap_or_default();
        assert!(first.contains(r#""action":"delete""#), "{said}");
        assert_eq!(rows(&admin), before, "{arguments:?}");
    }
}

#[test]
fn what_is_refused_or_fails_is_so_in_a_dry_run_too() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.run(&[
        "--dry-run",
        "-e",
        "clients.mine().first().update(#{ phone: \"1\" }); throw \"no\"",
    ]);
    assert_eq!(said.error(), "no");
    let said = marie.run(&["--dry-run", "sql", "select 1"]);
    assert_eq!(said.code, 2, "{said}");
    let said = marie.run(&["sql", "delete from events", "--dry-run"]);
    assert_eq!(said.code, 4, "{said}");
    let said = marie.run(&["--dry-run", "-e", "clients.count()"]);
    assert!(said.stderr.contains("nothing would be changed"), "{said}");
}

/// A fingerprint of all rows of business.
fn rows(shell: &Shell) -> Vec<Option<String>> {
    let hash =
        |table| format!("select md5(string_agg(t::text, '' order by id)) from crm.{table} t");
    let mut owner = shell.owner();
    ["clients", "contracts", "events", "collaborators"]
        .map(|table| owner.query_one(&hash(table), &[]).expect("a row").get(0))
        .into()
}
