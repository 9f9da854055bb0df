//! Collections are narrowed, followed and shown.

use crate::harness::Shell;
use insta::assert_snapshot;

#[test]
fn collections_are_narrowed_and_taken() {
    let shell = Shell::as_("marie@epic.events");
    for (code, answer) in [
        ("clients.count()", "1000"),
        ("clients.take(3).count()", "3"),
        ("clients.skip(990).count()", "10"),
        ("clients.skip(2).take(3).first().id", "3"),
        ("clients.take(10).skip(4).count()", "6"),
        ("clients.skip(1000).first()", ""),
        ("clients.skip(1000).exists()", "false"),
        ("events.exists()", "true"),
        ("clients.take(3).all().len()", "3"),
        ("clients.get(12).full_name", "Kevin Casey"),
        ("clients.take(0).count()", "0"),
        ("let n = 0; for c in clients.take(5) { n += c.id } n", "15"),
        ("let n = 0; for c in contracts { n += 1 } n", "2500"),
        (
            "let n = 0; for c in clients { n += 1; if n == 7 { break } } n",
            "7",
        ),
        ("let c = clients; c.count()", "1000"),
    ] {
        assert_eq!(shell.e(code).ok(), answer, "{code}");
    }
    assert_snapshot!(shell.e("clients.get(0)"), @r"
    --- stderr
    error: there is no client 0
     1 │ clients.get(0)
       │         ^^^
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.take(-1)"), @r"
    --- stderr
    error: -1 rows can't be: give 0 or more
     1 │ clients.take(-1)
       │         ^^^^
    --- exit 1
    ");
}

#[test]
fn relations_lead_both_ways() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clients.get(12).commercial.full_name"), @"Marie Durand");
    assert_snapshot!(shell.e("clients.get(12).contracts.count() == sql(\"select 1 as one from contracts where client_id = 12\").len()"), @"true");
    assert_snapshot!(shell.e("events.get(1).contract.client.full_name == clients.get(events.get(1).contract.client_id).full_name"), @"true");
    assert_snapshot!(shell.e("let e = (); for x in events { if x.support_id == () { e = x; break } } e.support"), @"");
    assert_snapshot!(shell.e("clients.get(12).comercial"), @r"
    --- stderr
    error: clients have no field or relation 'comercial'
     1 │ clients.get(12).comercial
       │                ^
     hint: did you mean 'commercial'?
    --- exit 1
    ");
}

#[test]
fn a_record_is_shown_from_top_to_bottom() {
    let shell = Shell::as_("marie@epic.events");
    let created = r#"clients.create(#{ full_name: "Ada Byron", email: "ada@example.com",
        first_contact_date: "2026-01-31", last_contact_date: date("2026-02-01") })"#;
    assert_snapshot!(shell.e(created), @r"
    ─ 1 ──────────────────────────────────────
    id                 │ 1001
    full_name          │ Ada Byron
    email              │ ada@example.com
    phone              │ null
    company_name       │ null
    first_contact_date │ 2026-01-31
    last_contact_date  │ 2026-02-01
    commercial_id      │ 2
    ");
}

#[test]
fn rows_are_shown_as_a_table() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("[#{ name: \"Ada\", due: dec(\"12.50\") }, #{ name: \"Zoé\", due: 3 }]"), @r"
       due │ name
    ───────┼─────
     12.50 │ Ada
         3 │ Zoé
    ");
    assert_snapshot!(shell.e("sql(\"select id, full_name, role from collaborators where id < 4 order by id\")"), @r"
     id │ full_name    │ role
    ────┼──────────────┼───────────
      1 │ Alma Reyes   │ admin
      2 │ Marie Durand │ commercial
      3 │ Luc Moreau   │ commercial
    ");
}
