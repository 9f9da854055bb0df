//! Showing the work: how PostgreSQL finds rows, and how long a statement takes.

use crate::harness::Shell;
use std::time::{Duration, Instant};

#[test]
fn a_plan_is_shown_for_every_kind_of_collection() {
    let shell = Shell::as_("sam@epic.events");
    for (rows, part) in [
        ("clients", "clients (t)"),
        (
            "clients.filter(|c| c.full_name == \"Kevin Casey\")",
            "only full_name = 'Kevin Casey'",
        ),
        (
            "contracts.filter(|k| k.client.full_name.contains(\"a\"))",
            "join",
        ),
        (
            "clients.filter(|c| c.contracts.any(|k| !k.signed))",
            "only NOT signed",
        ),
        (
            "contracts.group(|k| k.signed, #{ n: count() })",
            "group by t.signed",
        ),
        (
            "clients.select(|c| c.company_name).distinct()",
            "company_name",
        ),
        (
            "clients.sort_desc(|c| c.phone).skip(5).take(3)",
            "sort by phone DESC",
        ),
        ("events.mine()", "events"),
        ("clients.search(\"100%\")", "clients"),
    ] {
        let said = shell.e(&format!("{rows}.explain()"));
        let text = said.ok();
        assert!(text.starts_with("step "), "{rows}\n{text}");
        assert!(text.contains(part), "{rows}\n{text}");
        assert!(
            text.contains("\nplanned in … ms, done in … ms"),
            "{rows}\n{text}"
        );
    }
}

#[test]
fn a_plan_is_a_text_in_a_script_too() {
    let shell = Shell::as_("sam@epic.events");
    let printed = shell.e("let plan = clients.get(1).contracts.explain(); print(plan)");
    assert!(printed.ok().starts_with("step "), "{printed}");
}

#[test]
fn the_time_is_that_of_the_statement_without_connecting() {
    let shell = Shell::as_("marie@epic.events");
    for arguments in [
        &["sql", "select pg_sleep(0.2)"][..],
        &["sql", "select pg_sleep(0.2)", "--format", "csv"],
        &["-e", "sql(\"select pg_sleep(0.2)\").len()"],
        &[
            "-e",
            "sql(\"select 1 as n, pg_sleep(0.2)\")",
            "--format",
            "json",
        ],
        &["-e", "sql(\"select 1 as n, pg_sleep(0.2)\"); ()"],
    ] {
        let mut command = shell.command(arguments);
        let since = Instant::now();
        let output = command.arg("--timing").output().expect("epic runs");
        let all = since.elapsed();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let took = took(&said).unwrap_or_else(|| panic!("{arguments:?} said {said}"));
        assert!(
            took >= Duration::from_millis(200) && took < all,
            "{said} of {all:?}"
        );
    }
}

/// `1 row · 204 ms` and `204.1 ms` say the same.
fn took(said: &str) -> Option<Duration> {
    let number = said.trim_end().strip_suffix(" ms")?;
    let number = number.rsplit(' ').next()?.parse::<f64>().ok()?;
    Some(Duration::from_secs_f64(number / 1000.0))
}

#[test]
fn the_catalog_is_read_while_the_interpreter_is_made() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    assert_eq!(shell.e("clients.count()").ok(), "1000");
    let statements = wire.take();
    let [catalog, count] = &statements[..] else {
        panic!("one connection, and no transaction for what only reads: {statements:?}");
    };
    assert!(catalog.starts_with("select epic.catalog()"), "{catalog}");
    assert_eq!(count, "select count(*) from clients t");
}

#[test]
fn what_needs_no_data_needs_no_server() {
    let shell = Shell::as_("marie@epic.events");
    let mut command = shell.command(&["-e", "40 + 2"]);
    command.env("DATABASE_URL", "postgres://epic_login:x@127.0.0.1:1/epic");
    assert_eq!(shell.said(command).ok(), "42");
}
