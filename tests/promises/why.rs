//! `can` and `why`: what the rules say, in plain words; and refusals say it by themselves.

use crate::harness::Shell;
use insta::assert_snapshot;

#[test]
fn why_names_the_rules_what_fails_and_who_could() {
    let marie = Shell::as_("marie@epic.events");
    let events = "let e = events.filter(|e| e.support.email == \"sam@epic.events\").first();";
    assert_snapshot!(marie.e(&format!("{events} why(\"update\", e)")), @r"
    you may not update event 5
     ✘ a support updates the events assigned to them: event 5 is assigned to sam@epic.events; you are a commercial
     ✘ an admin updates any event: you are a commercial
     who could: admin@epic.events, henrik@epic.events, sam@epic.events
    ");
    assert_snapshot!(marie.e("why(\"update\", events.unassigned().first())"), @r"
    you may not update event 7
     ✘ a support updates the events assigned to them: event 7 is assigned to nobody; you are a commercial
     ✘ an admin updates any event: you are a commercial
     who could: admin@epic.events, henrik@epic.events
    ");
    let ines = marie.beside("ines@epic.events");
    assert_snapshot!(ines.e(&format!("{events} why(\"update\", e)")), @r"
    you may not update event 5
     ✘ a support updates the events assigned to them: event 5 is assigned to sam@epic.events
     ✘ an admin updates any event: you are a support
     who could: admin@epic.events, henrik@epic.events, sam@epic.events
    ");
    let sam = marie.beside("sam@epic.events");
    assert_snapshot!(sam.e(&format!("{events} why(\"update\", e)")), @r"
    you may update event 5
     ✔ a support updates the events assigned to them
     ✘ an admin updates any event: you are a support
     fields you may give: name, starts_at, ends_at, location, attendees, notes
    ");
    let client = "let c = clients.filter(|c| c.commercial.email == \"luc@epic.events\").first();";
    assert_snapshot!(marie.e(&format!("{client} why(\"update\", c)")), @r"
    you may not update client 3
     ✘ a commercial updates their own clients: client 3 belongs to luc@epic.events
     ✘ an admin updates any client: you are a commercial
     who could: admin@epic.events, henrik@epic.events, luc@epic.events
    ");
    assert_snapshot!(marie.e(&format!("{client} why(\"delete\", c)")), @r"
    you may not delete client 3
     ✘ an admin deletes any client: you are a commercial
     who could: admin@epic.events, henrik@epic.events
    ");
    let contract =
        "let k = contracts.filter(|k| k.client.commercial.email == \"luc@epic.events\").first();";
    assert_snapshot!(marie.e(&format!("{contract} why(\"update\", k)")), @r"
    you may not update contract 6
     ✘ a commercial updates contracts of their own clients: contract 6 belongs to luc@epic.events
     ✘ an admin updates any contract: you are a commercial
     who could: admin@epic.events, henrik@epic.events, luc@epic.events
    ");
    assert_snapshot!(marie.e("why(\"create\", contracts)"), @r"
    you may create contracts
     ✔ a commercial creates contracts for their own clients
     ✘ an admin creates any contract: you are a commercial
     fields you may give: client_id, total_amount, amount_due, creation_date, signed_at
    ");
    assert_snapshot!(marie.e("why(\"delete\", contracts)"), @r"
    you may not delete contracts
     ✘ an admin deletes any contract: you are a commercial
    ");
    assert_snapshot!(marie.e("why(\"read\", contracts.first())"), @r"
    you may read contract 1
     ✔ everyone reads every contract
    ");
    assert_snapshot!(marie.e("why(\"updaet\", contracts)"), @r#"
    --- stderr
    error: there is no action 'updaet'
     1 │ why("updaet", contracts)
       │ ^^^
     hint: did you mean 'update'?
     hint: actions: read, create, update, delete
    --- exit 1
    "#);
}

#[test]
fn a_refusal_says_why_not_for_this_row() {
    let marie = Shell::as_("marie@epic.events");
    assert_snapshot!(marie.e(r#"events.filter(|e| e.support.email == "sam@epic.events").first().update(#{ notes: "VIP" })"#), @r#"
    --- stderr
    error: you may not update event 5
     1 │ events.filter(|e| e.support.email == "sam@epic.events").first().update(#{ notes: "VIP" })
       │                                                                 ^^^^^^
     these rules allow it:
       · a support updates the events assigned to them
       · an admin updates any event
     hint: event 5 is assigned to sam@epic.events; you are a commercial
    --- exit 4
    "#);
    assert_snapshot!(marie.e(r#"clients.filter(|c| c.commercial.email == "luc@epic.events").first().update(#{ phone: "1" })"#), @r#"
    --- stderr
    error: you may not update client 3
     1 │ clients.filter(|c| c.commercial.email == "luc@epic.events").first().update(#{ phone: "1" })
       │                                                                     ^^^^^^
     these rules allow it:
       · a commercial updates their own clients
       · an admin updates any client
     hint: client 3 belongs to luc@epic.events
    --- exit 4
    "#);
    assert_snapshot!(marie.e("clients.first().delete()"), @r"
    --- stderr
    error: you may not delete client 1
     1 │ clients.first().delete()
       │                 ^^^^^^
     these rules allow it:
       · an admin deletes any client
     hint: you are a commercial
    --- exit 4
    ");
    assert_snapshot!(marie.e("events.delete()"), @r"
    --- stderr
    error: you may not delete these events
     1 │ events.delete()
       │        ^^^^^^
     these rules allow it:
       · an admin deletes any event
     hint: you are a commercial
    --- exit 4
    ");
    let sam = marie.beside("sam@epic.events");
    assert_snapshot!(sam.e(r#"events.filter(|e| e.support.email == "ines@epic.events").first().update(#{ notes: "VIP" })"#), @r#"
    --- stderr
    error: you may not update event 1
     1 │ events.filter(|e| e.support.email == "ines@epic.events").first().update(#{ notes: "VIP" })
       │                                                                  ^^^^^^
     these rules allow it:
       · a support updates the events assigned to them
       · an admin updates any event
     hint: event 1 is assigned to ines@epic.events
    --- exit 4
    "#);
    assert_snapshot!(sam.e(r#"clients.create(#{ full_name: "A", email: "a@b.c", commercial: 2 })"#), @r#"
    --- stderr
    error: you may not create this client
     1 │ clients.create(#{ full_name: "A", email: "a@b.c", commercial: 2 })
       │         ^^^^^^
     these rules allow it:
       · a commercial creates clients of their own
       · an admin creates any client
     hint: you are a support
    --- exit 4
    "#);
}

#[test]
fn a_script_can_ask_too_and_it_takes_one_statement() {
    let (sam, wire) = Shell::as_("sam@epic.events").on_wire();
    assert_snapshot!(sam.e(r#"[can("update", events), can("insert", clients), can("select", clients), can("delete", events.get(5))]"#), @"[true, false, true, false]");
    assert_snapshot!(sam.e(r#"why("update", events.get(1)).rules.map(|r| r.because)"#), @"[event 1 is assigned to ines@epic.events, you are a support]");
    assert_snapshot!(sam.e(r#"why("update", events.get(1)).rules[0].could"#), @"ines@epic.events");
    assert_snapshot!(sam.e(r#"can("update", events.select(|e| #{ id: e.id, n: e.name }).filter(|e| e.id == 5).first())"#), @"true");
    assert_snapshot!(sam.e(r#"can("update", sql("select 1 as id")[0])"#).error(), @"rows of plain SQL belong to no table");
    let statements = |code: &str| {
        wire.take();
        sam.e(code).ok();
        wire.take().len()
    };
    let without = statements("events.get(5)");
    assert_eq!(statements(r#"why("update", events.get(5))"#), without + 1);
    assert_eq!(statements(r#"can("update", events.get(5))"#), without + 1);
    assert_eq!(
        statements(r#"events.get(5); can("update", events)"#),
        without
    );
}

/// What `can` says of a row is what the database does.
#[test]
fn can_is_what_the_database_does() {
    let shell = Shell::signed_out();
    for email in ["admin@epic.events", "marie@epic.events", "sam@epic.events"] {
        let person = shell.beside(email);
        let mut other_program = person.psql_url();
        for (entity, column) in [
            ("collaborators", "department"),
            ("clients", "phone"),
            ("contracts", "amount_due"),
            ("events", "notes"),
        ] {
            let asked = person.e(&format!(
                "{entity}.take(30).all().filter(|r| can(\"update\", r)).map(|r| r.id)"
            ));
            let done = other_program.query(
                &format!(
                    "with first as (select id from {entity} order by id limit 30),
                          done as (update {entity} set {column} = {column} where id in (select id from first) returning id)
                     select id from done order by id"
                ),
                &[],
            );
            let done: Vec<i64> = done.map_or(Vec::new(), |rows| {
                rows.iter().map(|row| row.get(0)).collect()
            });
            let done: Vec<String> = done.iter().map(ToString::to_string).collect();
            assert_eq!(
                asked.ok(),
                format!("[{}]", done.join(", ")),
                "{email} {entity}"
            );
        }
    }
}
