//! Closures that can't become SQL: what people read then, with the place and the way out.

use crate::harness::{Local, shows};

/// What each entry is refused with.
fn refused(codes: &[&str]) -> String {
    let mut marie = Local::as_("marie@epic.events");
    codes
        .iter()
        .map(|code| {
            let (before, query) = code.rsplit_once('\n').unwrap_or(("", code));
            marie.e(before);
            format!("{}\n", marie.error(query))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_has_no_sql() {
    let codes = [
        "clients.filter(|c| switch c.id { 1 => true, _ => false })",
        "clients.filter(|c| { let x = 1; x = c.id; x > 3 })",
        "clients.filter(|c| { for i in 0..3 { print(i) } c.id > 3 })",
        "clients.filter(|c| { while c.id > 3 { break; } true })",
        "clients.filter(|c| c.full_name[0] == 'A')",
        "clients.filter(|c| c.full_name.split(\" \").len() > 2)",
        "clients.filter(|c| c.phone.matches(c.full_name))",
        r#"clients.filter(|c| c.phone.matches("(\\d+"))"#,
        r#"clients.filter(|c| c.phone.matches("\\bParis\\b"))"#,
        "fn endless(n) { endless(n + 1) }\nclients.filter(|c| endless(c.id))",
        "events.filter(|e| `${e.starts_at}` == \"2026\")",
        "clients.filter(|c| c.id in 1..c.id)",
        "clients.filter(|c| try { c.id > 3 } catch { false })",
    ];
    shows!("what_has_no_sql", &refused(&codes));
}

#[test]
fn names_that_do_not_exist() {
    let codes = [
        r#"contracts.filter(|k| k.clint.company_name == "x")"#,
        "contracts.filter(|k| k.client.compny_name == ())",
        "clients.filter(|c| c.contracts.any(|k| k.signd))",
        "clients.filter(|c| c.id > treshold)",
        "clients.filter(|c| c.full_name.starts_wiht(\"A\"))",
        "clients.filter(|c| is_good(c))",
        "contracts.select(|k| #{ due: k.amount_due }).filter(|r| r.amount_due > 1)",
        "clients.filter(|c| c.first_contact_date.weekday == 1)",
    ];
    shows!("names_that_do_not_exist", &refused(&codes));
}

#[test]
fn types_that_do_not_go_together() {
    let codes = [
        r#"contracts.filter(|k| k.amount_due > "100")"#,
        r#"clients.filter(|c| c.last_contact_date < "2026-01-31")"#,
        r#"events.filter(|e| e.starts_at < date("2026-01-31"))"#,
        "clients.filter(|c| c.id == true)",
        "clients.filter(|c| c.phone < ())",
        "contracts.filter(|k| k.signed > false)",
        "clients.filter(|c| c.full_name)",
        "clients.filter(|c| c.last_contact_date - 12.hours < today())",
        "clients.filter(|c| c.last_contact_date - c.first_contact_date > 30)",
        "clients.filter(|c| (c.last_contact_date - c.first_contact_date) * 2 > 30.days)",
        r#"clients.filter(|c| c.full_name * 2 == "x")"#,
        r#"clients.filter(|c| c.id in ["1", "2"])"#,
        "clients.filter(|c| c.full_name in 1..3)",
        "clients.filter(|c| (c.company_name ?? 0) == 0)",
        "clients.filter(|c| (if c.id > 3 { 1 } else { c.full_name }) == 1)",
        "contracts.sum(|k| k.creation_date)",
        "contracts.filter(|k| k.amount_due.round(99) > 0)",
        "clients.filter(|c| c.full_name.contains(3))",
    ];
    shows!("types_that_do_not_go_together", &refused(&codes));
}

#[test]
fn rows_where_values_are_needed() {
    let codes = [
        "contracts.filter(|k| k.client)",
        "contracts.filter(|k| k.client == 12)",
        "contracts.filter(|k| k.client == me)",
        "contracts.filter(|k| k.client > k.client.commercial)",
        "contracts.filter(|k| k.client.full_name == me)",
        "contracts.filter(|k| `${k.client}` == \"client 12\")",
        "clients.filter(|c| c.contracts.amount_due > 100)",
        "clients.filter(|c| c.contracts > 3)",
        "clients.filter(|c| { let ks = c.contracts; ks.any(|k| ks.any(|o| o.id != k.id)) })",
        "clients.filter(|c| c.contracts.first().signed)",
        "clients.filter(|c| contracts.filter(|k| k.client == c).exists())",
        "clients.filter(12)",
        "clients.filter(|c, n| c.id > n)",
        "clients.filter(|| true)",
        "clients.select(|c| c)",
        "contracts.group(|k| k.signed, #{ due: 12 })",
        "clients.sort(|c| [c.contracts])",
    ];
    shows!("rows_where_values_are_needed", &refused(&codes));
}
