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
        r#"clients.filter(|c| c.phone.matches("[[:<:]]Paris"))"#,
        "fn endless(n) { endless(n + 1) }\nclients.filter(|c| endless(c.id))",
        "events.filter(|e| `${e.starts_at}` == \"2026\")",
        "clients.filter(|c| c.id in 1..c.id)",
        "clients.filter(|c| try { c.id > 3 } catch { false })",
        "clients.filter(|c| loop { break c.id > 3; })",
        "clients.filter(|c| is_def_var(\"c\"))",
        "fn sure(c) { if c.id > 3 { throw \"no\"; } true }\nclients.filter(|c| sure(c))",
        "clients.filter(|c| { let x = if c.id > 3 { return true } else { 7 }; x == 7 })",
        "clients.filter(|c| c.full_name.replace(\"a\", \"b\") == ())",
        "contracts.filter(|k| max(k.amount_due, 100) > 100)",
        "clients.filter(|c| c.id ** 2 == 4)",
        "clients.filter(|c| (c.id > 3) & (c.id < 9))",
        "clients.filter(|c| c.commercial in collaborators.take(3))",
        "contracts.filter(|k| k.creation_date + k.id.days > today())",
        "contracts.filter(|k| k.creation_date + (today() - k.creation_date) > today())",
    ];
    shows!("what_has_no_sql", &refused(&codes));
}

#[test]
fn names_built_of_each_other_do_not_grow_without_end() {
    use std::fmt::Write as _;
    let doubled = (1..40).fold("let a0 = c.id;".to_owned(), |mut text, n| {
        let _ = write!(text, "\nlet a{n} = a{} + a{};", n - 1, n - 1);
        text
    });
    let mut marie = Local::as_("marie@epic.events");
    let error = marie.error(&format!("clients.filter(|c| {{ {doubled}\na39 > 3 }})"));
    insta::assert_snapshot!(error, @r"
    this closure is too large to become SQL
     14 │ let a13 = a12 + a12;
        │           ^^^
     hint: names that are built of each other are written out each time: use fewer steps
    ");
}

#[test]
fn words_of_other_languages() {
    let codes = [
        "clients.filter(|c| c.id > 3 and c.id < 9)",
        "clients.filter(|c| c.id > 3 or c.id < 9)",
        "clients.filter(|c| not c.id > 3)",
        "clients.filter(|c| c.phone is null)",
        "clients.filter(|c| c.phone == null)",
        "clients.filter(|c| c.phone == NULL)",
        "clients.filter(|c| c.full_name like \"A%\")",
        "clients.filter(|c| c.id between 3 and 9)",
        "clients.filter(|c| c.id <> 3)",
        "clients.filter(|c| c.id in (1, 2))",
        "clients.filter(|c| c.id = 3)",
        "clients.filter(|c| 3 < c.id < 9)",
        "clients.filter(c => c.id > 3)",
        "clients.select(|c| c.id > 3 ? 1 : 2)",
        "clients.where(|c| c.id > 3)",
        "clients.map(|c| c.id)",
        "clients.find(|c| c.id > 3)",
        "clients.order_by(|c| c.id)",
        "clients.full_name",
        "clients.count",
        "clients[0]",
        "clients.get(3) in clients",
        "contracts.filter(|k| count() > 3)",
        "contracts.group(|k| k.signed, #{ n: count() * 2 })",
        "today() + 1.months",
        "today() + 30",
        r#"date("2026-01-01")..today()"#,
    ];
    shows!("words_of_other_languages", &refused(&codes));
}

#[test]
fn what_people_try_first() {
    let codes = [
        "select * from clients",
        "clear",
        "clients.get(12).phone = \"1\"",
        "clients.get(\"kevin@example.com\")",
        "clients.get(12).update({phone: \"1\"})",
        "clients.filter(|c| c.full_name == 'Kevin Casey')",
        "clients.filter(c.id == 3)",
        "clients.stale(30)",
        "contracts.unpaid",
        "clients.all().first()",
        "clients.all().take(3)",
        "clients.all().group(|c| c.commercial)",
        "contracts.filter(|k| k.creation_date > 2026-01-01)",
        "events.filter(|e| e.starts_at > \"soon\")",
        "events.create(#{ name: \"Gala\" })",
    ];
    shows!("what_people_try_first", &refused(&codes));
}

#[test]
fn dates_and_moments_have_no_order_among_other_values_in_scripts_either() {
    let codes = [
        "events.first().starts_at < date(\"2026-01-31\")",
        "date(\"2026-01-31\") >= events.first().starts_at",
        "clients.first().first_contact_date < \"soon\"",
        "3 > today()",
    ];
    shows!("dates_in_scripts", &refused(&codes));
}

#[test]
fn rows_that_are_computed() {
    let codes = [
        "clients.select(|c| #{ name: c.full_name }).get(3)",
        "clients.select(|c| #{ id: c.full_name }).get(3)",
        "clients.group(|c| c.commercial).get(3)",
        "clients.select(|c| #{ commercial: c.commercial, commercial_id: 3 })",
        "contracts.group(|k| k.signed, #{ signed: count() })",
        r#"clients.select(|c| #{ "": c.id })"#,
        r#"clients.select(|c| #{ "a\u0000b": c.id })"#,
        "clients.select(|c| [c.id, c.full_name])",
        "contracts.group(|k| k.signed, #{ n: sum(|k| k.creation_date) })",
        "clients.group(|c| c.last_contact_date - c.first_contact_date)",
        "clients.max(|c| c.last_contact_date - c.first_contact_date)",
    ];
    shows!("rows_that_are_computed", &refused(&codes));
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
        "let most = 5; fn few(c) { c.id < most }\nclients.filter(|c| few(c))",
        "clients.filter(|c| c.id > \"3\".to_int())",
        "contracts.select(|k| #{ due: k.amount_due }).filter(|r| r.amount_due > 1)",
        "clients.filter(|c| c.first_contact_date.weekday == 1)",
        "clients.filter(|c| c.full_name.trim == \"x\")",
        "clients.filter(|c| c.contracts.count > 3)",
        "clients.filter(|c| c.first_contact_date.year() == 2026)",
        "events.filter(|e| (e.ends_at - e.starts_at).seconds > 3)",
        "fn over(c, n) { c.id > n }\nclients.filter(|c| c.over(3))",
        "clients.filter(|c| c[\"phon\"] == ())",
        "contracts.filter(|k| k.commercial == me)",
        "contracts.filter(|k| k.amount > 0)",
        "contracts.filter(|k| k.client.name == \"Kevin\")",
    ];
    shows!("names_that_do_not_exist", &refused(&codes));
}

#[test]
fn types_that_do_not_go_together() {
    let codes = [
        r#"contracts.filter(|k| k.amount_due > "100")"#,
        r#"clients.filter(|c| c.last_contact_date < "soon")"#,
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
        "contracts.avg(|k| ())",
        "clients.filter(|c| c.contracts.any(|k| k.signed, 3))",
        "!today()",
        "contracts.filter(|k| k.amount_due.round(99) > 0)",
        "clients.filter(|c| c.full_name.contains(3))",
        "clients.filter(|c| c.commercial in [2, 3])",
        "clients.filter(|c| c.last_contact_date + 30 > today())",
        "events.filter(|e| e.ends_at - e.starts_at in [3, 4])",
        "events.filter(|e| (if e.id > 3 { e.ends_at - e.starts_at } else { 3 }) > 3)",
        "clients.filter(|c| c.last_contact_date + 99999999999.days > today())",
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
        "events.filter(|e| (e.support ?? me).full_name == \"Sam\")",
        "events.filter(|e| (e.support ?? e.contract) == me)",
        "clients.filter(12)",
        "clients.filter(|c, n| c.id > n)",
        "clients.filter(|| true)",
        "clients.select(|c| c)",
        "contracts.group(|k| k.signed, #{ due: 12 })",
        "clients.sort(|c| [c.contracts])",
    ];
    shows!("rows_where_values_are_needed", &refused(&codes));
}
