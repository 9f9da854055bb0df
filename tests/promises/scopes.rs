//! Named scopes: what people of this house mean by a word; and search, through its indexes.

use crate::harness::{Local, Shell, shows};

/// Whether two questions have the same, not empty answer.
#[track_caller]
fn same(person: &mut Local, scope: &str, meaning: &str) {
    let ids = |query: &str| format!("{query}.select(|x| x.id).all().map(|r| r.id)");
    let (scope, meaning) = (person.e(&ids(scope)), person.e(&ids(meaning)));
    assert_eq!(scope, meaning);
    assert_ne!(scope, "[]");
}

#[test]
fn scopes_mean_what_they_say() {
    let mut marie = Local::as_("marie@epic.events");
    let marie = &mut marie;
    same(
        marie,
        "clients.mine()",
        "clients.filter(|c| c.commercial == me)",
    );
    same(
        marie,
        "contracts.mine()",
        "contracts.filter(|k| k.client.commercial == me)",
    );
    same(
        marie,
        "events.mine()",
        "events.filter(|e| e.contract.client.commercial == me || e.support == me)",
    );
    same(
        marie,
        "contracts.unsigned()",
        "contracts.filter(|k| k.signed_at == ())",
    );
    same(
        marie,
        "contracts.unpaid()",
        "contracts.filter(|k| k.amount_due > 0)",
    );
    same(
        marie,
        "clients.stale(30.days)",
        "clients.filter(|c| c.last_contact_date < today() - 30.days)",
    );
    same(
        marie,
        "events.unassigned()",
        "events.filter(|e| e.support == ())",
    );
    same(
        marie,
        "events.upcoming(90.days)",
        "events.filter(|e| e.starts_at >= now() && e.starts_at < now() + 90.days)",
    );
    same(
        marie,
        "contracts.unpaid().unsigned().mine().take(5)",
        "contracts.filter(|k| k.amount_due > 0 && !k.signed && k.client.commercial == me).take(5)",
    );
}

#[test]
fn support_owns_the_events_assigned_to_them() {
    let mut sam = Local::as_("sam@epic.events");
    same(
        &mut sam,
        "events.mine()",
        "events.filter(|e| e.support == me || e.contract.client.commercial == me)",
    );
}

#[test]
fn scopes_of_other_rows_say_so() {
    let mut marie = Local::as_("marie@epic.events");
    let said: Vec<String> = [
        "clients.unpaid()",
        "contracts.stale(3.days)",
        "clients.unassigned()",
        "clients.upcoming(1.days)",
    ]
    .iter()
    .map(|code| marie.error(code).to_string())
    .collect();
    shows!("scopes_of_other_rows_say_so", &said.join("\n"));
}

#[test]
fn search_looks_into_all_texts_whatever_the_case_and_takes_every_sign_literally() {
    let mut marie = Local::as_("marie@epic.events");
    marie.shell.owner().batch_execute(
        "update clients set full_name = 'Zoé Étoile', phone = '100%', company_name = 'a_b\\c' where id = 10;
         update clients set full_name = 'Zoé', phone = null, company_name = 'axb\\c' where id = 11;",
    ).expect("two clients");
    let mut found = |text: &str| {
        marie.e(&format!(
            "clients.search({text}).filter(|c| c.id in [10, 11]).all().map(|c| c.id)"
        ))
    };
    assert_eq!(found(r#""zoé""#), "[10, 11]");
    assert_eq!(found(r#""ÉTOILE""#), "[10]");
    assert_eq!(found(r#""00%""#), "[10]");
    assert_eq!(found(r#""A_B\\""#), "[10]");
    assert_eq!(found(r#""b\\C""#), "[10, 11]");
    assert_eq!(found(r#""' or true --""#), "[]");
}

/// 100,000 clients, and somebody who searches among them.
#[test]
fn a_search_is_served_by_the_indexes() {
    let shell = Shell::as_("marie@epic.events");
    shell.add_100_000_clients();
    let mut marie = Local::of(shell);
    let statement = marie.e(r#"clients.search("dupont").sql().statement"#);
    let plan = marie.e(&format!(
        r#"sql(`explain (costs off) {}`).map(|row| row["QUERY PLAN"]).reduce(|text, line| if text == () {{ line }} else {{ `${{text}}\n${{line}}` }})"#,
        statement.replace("$1", "'%dupont%'")
    ));
    assert!(!plan.contains("Seq Scan"), "{plan}");
    shows!(
        "a_search_is_served_by_the_indexes",
        &plan.replace("\\n", "\n"),
    );
}
