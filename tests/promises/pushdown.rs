//! Closures become SQL: what is written, the one statement it becomes, and its parameters.

use crate::harness::{Local, Shell, shows};

/// Each query with its statement; lines before the query are entries before it. A table's own columns, in their order, are written `t.*`.
fn translated(codes: &[&str]) -> String {
    let mut marie = Local::as_("marie@epic.events");
    let own: Vec<String> = ["clients", "contracts", "events", "collaborators"]
        .iter()
        .map(|name| columns(&marie.e(&format!("{name}.sql().statement"))))
        .collect();
    let mut each = |code: &&str| {
        let (before, query) = code.rsplit_once('\n').unwrap_or(("", code));
        marie.e(before);
        let mut statement = marie.e(&format!("let s = {query}.sql(); s.statement"));
        for columns in &own {
            statement = statement.replace(columns, "t.*");
        }
        let parameters = marie.e("s.parameters");
        format!("{code}\n    {statement}\n    {parameters}\n")
    };
    codes.iter().map(&mut each).collect::<Vec<_>>().join("\n")
}

/// `t.id, t.name`
fn columns(statement: &str) -> String {
    let list = statement.trim_start_matches("select ");
    list.split(" from ").next().unwrap_or_default().to_owned()
}

#[test]
fn comparisons_and_conditions() {
    shows!(
        "comparisons_and_conditions",
        &translated(&[
            "clients",
            "clients.filter(|c| c.id == 12)",
            "clients.filter(|c| c.id != 12 && c.id > 3 && c.id <= 40)",
            "clients.filter(|c| c.phone == () || c.company_name != ())",
            r#"clients.filter(|c| c.company_name != "Cool Startup")"#,
            "clients.filter(|c| c.phone == c.company_name)",
            r#"clients.filter(|c| !(c.company_name < "M"))"#,
            "contracts.filter(|k| k.signed)",
            "contracts.filter(|k| !k.signed && (k.amount_due > 0 || k.total_amount > 10_000))",
            "contracts.filter(|k| k.signed == (k.amount_due == 0))",
            r#"contracts.filter(|k| k.amount_due > dec("12.50") || k.amount_due == 0.1)"#,
            "clients.filter(|c| c.id in [1, 2, 3])",
            r#"clients.filter(|c| c.company_name !in ["Cool Startup", ()])"#,
            "events.filter(|e| e.attendees in 50..100 || e.attendees in 500..=1000)",
            "collaborators.filter(|p| p.role in #{ admin: 1, support: 2 })",
            r#"clients.filter(|c| "x" in [c.full_name, c.phone])"#,
            r#"clients.filter(|c| ["Cool", "Big"].some(|word| c.company_name.starts_with(word)))"#,
        ]),
    );
}

#[test]
fn numbers() {
    shows!(
        "numbers",
        &translated(&[
            "contracts.filter(|k| k.total_amount - k.amount_due > k.amount_due * 2)",
            "contracts.filter(|k| (k.amount_due * 100 / k.total_amount).round(1) >= 50)",
            "contracts.filter(|k| (k.amount_due - 100).abs() < 5 || -k.amount_due < -9000)",
            "events.filter(|e| e.attendees * 2 % 7 == e.id - 1)",
            "events.filter(|e| (e.attendees ?? 0) + 1 > 10)",
            "contracts.filter(|k| k.amount_due in 0..1_000 && k.amount_due.floor() == k.amount_due.to_int())",
            "events.filter(|e| e.id.is_even() && e.id in [1, 2.5, ()])",
        ]),
    );
}

#[test]
fn texts() {
    shows!(
        "texts",
        &translated(&[
            r#"clients.filter(|c| c.company_name.contains("Corp"))"#,
            r#"clients.filter(|c| "100%_\\" in c.full_name)"#,
            r#"clients.filter(|c| c.phone.starts_with("+33") && c.email.ends_with(".org"))"#,
            "clients.filter(|c| c.email.contains(c.full_name))",
            r#"clients.filter(|c| c.full_name.to_lower() == "ada" || c.full_name.to_upper() == "ADA")"#,
            "clients.filter(|c| c.full_name.trim().len() > 20 || c.phone.is_empty())",
            r#"clients.filter(|c| c.company_name.matches("^(Cool|Big) "))"#,
            r#"clients.filter(|c| `${c.full_name} <${c.email}>` == "x")"#,
            r#"clients.filter(|c| c.full_name + " " + c.id == "Ada 1")"#,
            r#"contracts.filter(|k| k.amount_due.to_string().ends_with(".00"))"#,
            r#"clients.filter(|c| c.full_name.sub_string(0, 1) == "K" || c.full_name.sub_string(-2) == "ey")"#,
            r#"clients.select(|c| #{ surname: c.full_name.sub_string(c.full_name.index_of(" ") + 1) })"#,
        ]),
    );
}

#[test]
fn dates() {
    shows!(
        "dates",
        &translated(&[
            r#"clients.filter(|c| c.last_contact_date < date("2026-10-04") - 30.days)"#,
            "clients.filter(|c| c.first_contact_date + 1.weeks >= c.last_contact_date)",
            "clients.filter(|c| c.first_contact_date.year == 2026 && c.first_contact_date.month < 3)",
            "clients.filter(|c| c.last_contact_date - c.first_contact_date > 30.days)",
            "clients.filter(|c| (c.last_contact_date - c.first_contact_date).days > 30)",
            r#"events.filter(|e| e.starts_at.date == date("2026-10-04"))"#,
            "events.filter(|e| e.ends_at - e.starts_at > 3.hours && e.starts_at + 90.minutes < e.ends_at)",
            "events.filter(|e| e.starts_at.hour >= 18 && e.ends_at - e.starts_at in [3.hours, 4.hours])",
            "events.sort_desc(|e| e.ends_at - e.starts_at)",
        ]),
    );
}

#[test]
fn choices() {
    shows!(
        "choices",
        &translated(&[
            r#"clients.filter(|c| (c.company_name ?? c.full_name) == "Ada")"#,
            r#"events.filter(|e| (if e.attendees > 100 { "big" } else { "small" }) == "big")"#,
            "contracts.filter(|k| { let paid = k.total_amount - k.amount_due; let half = k.total_amount / 2; paid > half })",
            "fn state(k) { if !k.signed { return \"unsigned\"; } if k.amount_due > 0 { return \"unpaid\"; } \"done\" }\ncontracts.group(|k| state(k))",
            "contracts.filter(|k| if k.signed { k.amount_due > 0 } else if k.id > 10 { true } else { false })",
        ]),
    );
}

#[test]
fn values_from_around_the_closure() {
    shows!(
        "values_from_around_the_closure",
        &translated(&[
            "let least = 100;\ncontracts.filter(|k| k.amount_due > least * 2)",
            "let name = \"O'Brien\";\nclients.filter(|c| c.full_name == name)",
            "let big = |k| k.total_amount > 5_000;\ncontracts.filter(big).filter(|k| !big.call(k))",
            "let over = |k, n| k.total_amount > n;\ncontracts.filter(|k| over.call(k, 10))",
            "let rules = #{ big: |k| k.total_amount > 5_000 };\ncontracts.filter(|k| rules.big.call(k))",
            "fn owed() { this.total_amount - this.amount_due }\ncontracts.filter(|k| k.owed() > 10)",
            "fn is_owing(k) { k.signed && k.amount_due > 0 }\ncontracts.filter(|k| is_owing(k))",
            "fn paid(k) { return k.total_amount - k.amount_due; }\ncontracts.filter(|k| paid(k) > 10)",
            "let c = clients.get(12);\ncontracts.filter(|k| k.client == c)",
            "let some = clients.take(2).all();\ncontracts.filter(|k| k.client in some)",
            "clients.filter(|c| c.commercial == me)",
        ]),
    );
}

#[test]
fn relations_to_one_are_joined_when_they_are_used() {
    shows!(
        "relations_to_one_are_joined_when_they_are_used",
        &translated(&[
            r#"contracts.filter(|k| k.client.company_name == "Cool Startup")"#,
            r#"contracts.filter(|k| k.client.commercial.email == "luc@epic.events")"#,
            "contracts.filter(|k| k.client.commercial == me)",
            "contracts.filter(|k| k.client.id == 12)",
            "events.filter(|e| e.support == ())",
            r#"events.filter(|e| e.support?.full_name == "Sam" || e.support.full_name != "Ines")"#,
            "events.filter(|e| e.contract.client.commercial == me && e.contract.client.id > 5)",
            "contracts.sort(|k| k.client.full_name)",
        ]),
    );
}

#[test]
fn relations_to_many_become_subqueries() {
    shows!(
        "relations_to_many_become_subqueries",
        &translated(&[
            "clients.filter(|c| c.contracts.any(|k| !k.signed))",
            "clients.filter(|c| c.contracts.all(|k| k.amount_due == 0) && c.contracts.exists())",
            "clients.filter(|c| c.contracts.none(|k| k.signed) || c.contracts.is_empty())",
            "clients.filter(|c| c.contracts.count() > 3)",
            "clients.filter(|c| c.contracts.count() > 0 && c.contracts.filter(|k| k.signed).count() == 0)",
            "clients.filter(|c| c.contracts.count(|k| k.signed) > 1)",
            "clients.filter(|c| c.contracts.filter(|k| k.signed).sum(|k| k.amount_due) > 1_000)",
            "clients.filter(|c| c.contracts.max(|k| k.creation_date) < c.last_contact_date)",
            r#"clients.filter(|c| c.contracts.any(|k| k.events.any(|e| e.support?.email == "sam@epic.events")))"#,
            "events.filter(|e| e.support?.events.count() > 3)",
            "contracts.filter(|k| k.client.contracts.any(|other| other.id != k.id && other.total_amount > k.total_amount))",
            "collaborators.filter(|p| p.clients.any(|c| c.commercial.id == p.id))",
        ]),
    );
}

#[test]
fn steps_follow_each_other() {
    shows!(
        "steps_follow_each_other",
        &translated(&[
            "clients.filter(|c| c.id > 1).filter(|c| c.id < 9).sort(|c| [c.company_name, c.full_name]).skip(5).take(20)",
            "contracts.sort_desc(|k| k.amount_due).take(10).filter(|k| k.signed)",
            "contracts.select(|k| #{ client: k.client.full_name, due: k.amount_due, late: k.amount_due > 0 })",
            "clients.select(|c| c.company_name).distinct()",
            "clients.sort(|c| c.company_name).select(|c| c.company_name).distinct()",
            "clients.sort(|c| [(), c.full_name])",
            "events.select(|e| e.support)",
            "contracts.select(|k| #{ paid: k.total_amount - k.amount_due }).filter(|r| r.paid > 10).sort_desc(|r| r.paid)",
            "events.group(|e| e.location)",
            "events.group(|e| e.starts_at.year)",
            "contracts.group(|k| k.client.commercial.full_name, #{ n: count(), due: sum(|k| k.amount_due), late: count(|k| !k.signed) })",
            "contracts.group(|k| #{ year: k.creation_date.year, signed: k.signed }, #{ mean: avg(|k| k.total_amount), least: min(|k| k.total_amount), most: max(|k| k.total_amount) })",
            "contracts.group(|k| k.client, #{ due: sum(|k| k.amount_due) }).filter(|g| g.due > 1_000).sort_desc(|g| g.due)",
            "contracts.sort_desc(|k| k.id).take(10).group(|k| k.client.commercial.full_name)",
            r#"clients.search("o'neil 100%")"#,
            "contracts.unpaid().mine()",
        ]),
    );
}

#[test]
fn what_takes_rows_is_one_statement_each() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let statements = |code: &str| {
        wire.take();
        marie.e(code).ok();
        let own = wire.take().into_iter().filter(|sql| {
            let sql = sql.to_lowercase();
            !["begin", "commit"].contains(&sql.as_str()) && !sql.contains("epic.catalog_version")
        });
        own.map(|sql| format!("    {sql}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let codes = [
        "clients.filter(|c| c.id > 5).count()",
        "contracts.take(5).count()",
        "contracts.count(|k| k.signed)",
        "contracts.sum(|k| k.amount_due)",
        "contracts.take(5).avg(|k| k.client.id)",
        "contracts.select(|k| #{ due: k.amount_due }).sort_desc(|r| r.due).count()",
        "contracts.sort(|k| k.client.full_name).distinct().count()",
        "contracts.select(|k| #{ due: k.amount_due }).take(5).sum(|r| r.due)",
        "contracts.any(|k| k.client.company_name == ())",
        "contracts.all(|k| k.amount_due <= k.total_amount)",
        "clients.filter(|c| c.id == 1).exists()",
        "contracts.sort_desc(|k| k.amount_due).first().id",
    ];
    let each = |code: &&str| format!("{code}\n{}\n", statements(code));
    let shown = codes.iter().map(each).collect::<Vec<_>>().join("\n");
    shows!("what_takes_rows_is_one_statement_each", &shown);
}
