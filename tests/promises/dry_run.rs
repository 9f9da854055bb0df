//! A dry run shows what code would change, and changes nothing.

use crate::harness::Shell;

#[test]
fn a_dry_run_shows_each_field_before_and_after_and_keeps_nothing() {
    let marie = Shell::as_("marie@epic.events");
    let code = r#"let c = clients.filter(|c| c.commercial == me).first();
        c.update(#{ phone: "+33 1" });
        contracts.create(#{ client: c, total_amount: dec("10.50"), amount_due: 0 });
        print("looked");
        c.phone"#;
    let before = rows(&marie);
    let said = marie.run(&["-e", code, "--dry-run", "--format", "csv"]);
    let mut lines = said.ok().lines();
    assert_eq!(lines.next(), Some("looked"));
    assert_eq!(lines.next(), Some("entity,id,action,field,before,after"));
    let first = lines.next().unwrap_or_default();
    assert!(
        first.starts_with("clients,") && first.ends_with(",+33 1"),
        "{said}"
    );
    assert!(first.contains(",update,phone,"), "{said}");
    assert!(
        said.stdout.contains(",create,total_amount,,10.50"),
        "{said}"
    );
    assert!(
        said.stderr.contains(
            "nothing is kept; without --dry-run: clients: 1 updated; contracts: 1 created"
        ),
        "{said}"
    );
    assert_eq!(rows(&marie), before);
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
            said.stderr
                .contains("without --dry-run: events: 1200 deleted"),
            "{said}"
        );
        let first = said.ok().lines().next().unwrap_or_default();
        assert!(first.contains(r#""action":"delete""#), "{said}");
        assert_eq!(
            said.stdout.lines().count(),
            1000,
            "the first ones: {arguments:?}"
        );
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
