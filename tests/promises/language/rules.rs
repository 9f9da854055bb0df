//! Refusals name the rules of the business.

use crate::harness::Shell;
use insta::assert_snapshot;

/// What breaks a rule, and its sentence. `UNSIGNED` is a contract, and `BUSY` one that has events.
const RULES: [(&str, &str); 22] = [
    (
        "contracts.get(1).update(#{ amount_due: -1 })",
        "the amount due is between 0 and the total",
    ),
    (
        "contracts.get(1).update(#{ total_amount: 1, amount_due: 2 })",
        "the amount due is between 0 and the total",
    ),
    (
        "let e = events.get(1); e.update(#{ ends_at: e.starts_at })",
        "an event ends after it starts",
    ),
    (
        "events.get(1).update(#{ contract: UNSIGNED })",
        "an event needs a signed contract",
    ),
    (
        "contracts.get(BUSY).update(#{ signed_at: () })",
        "an event needs a signed contract",
    ),
    (
        "contracts.get(BUSY).delete()",
        "an event needs a signed contract",
    ),
    (
        "events.get(1).update(#{ support: 2 })",
        "an event's support is a support collaborator",
    ),
    (
        "events.get(1).update(#{ support: 12 })",
        "an event's support is active",
    ),
    (
        "events.get(1).update(#{ attendees: -1 })",
        "the number of attendees is not negative",
    ),
    (
        "events.get(1).update(#{ name: \" \" })",
        "an event's name is not blank",
    ),
    (
        "clients.get(12).update(#{ commercial: 4 })",
        "a client's commercial is a commercial",
    ),
    (
        "clients.get(12).update(#{ email: \"kevin\" })",
        "a client's e-mail looks like an e-mail",
    ),
    (
        "clients.get(12).update(#{ email: \"Kevin@example.com\" })",
        "a client's e-mail is in lower case",
    ),
    (
        "clients.get(12).update(#{ email: clients.get(13).email })",
        "each client has their own e-mail",
    ),
    (
        "clients.get(12).update(#{ full_name: \"\" })",
        "a client's name is not blank",
    ),
    ("clients.get(12).delete()", "a contract belongs to a client"),
    (
        "contracts.get(1).update(#{ client: 0 })",
        "a contract belongs to a client",
    ),
    (
        "collaborators.get(2).delete()",
        "a client's commercial is a commercial",
    ),
    (
        "collaborators.get(2).update(#{ role: \"support\" })",
        "a client's commercial is a commercial",
    ),
    (
        "collaborators.get(2).update(#{ email: \"luc@epic.events\" })",
        "each collaborator has their own e-mail",
    ),
    (
        "collaborators.get(2).update(#{ email: \"Luc\" })",
        "a collaborator's e-mail is in lower case",
    ),
    (
        "collaborators.get(2).update(#{ department: \"\" })",
        "a collaborator's department is not blank",
    ),
];

#[test]
fn each_rule_of_the_business_is_told_by_its_sentence() {
    let shell = Shell::as_("admin@epic.events");
    let mut owner = shell.owner();
    let mut id = |sql: &str| -> i64 { owner.query_one(sql, &[]).expect("a row").get(0) };
    let unsigned = id("select id from contracts where not signed limit 1").to_string();
    let busy = id("select contract_id from events limit 1").to_string();
    for (code, sentence) in RULES {
        let said = shell.e(&code.replace("UNSIGNED", &unsigned).replace("BUSY", &busy));
        assert_eq!((said.error(), said.code), (sentence, 1), "{code}: {said}");
    }
    assert_snapshot!(shell.e("events.get(1).update(#{ attendees: -1 })"), @r"
    --- stderr
    error: the number of attendees is not negative
     1 │ events.get(1).update(#{ attendees: -1 })
       │               ^^^^^^
     hint: Leave it out as long as it is not known.
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Ada\" })"), @r#"
    --- stderr
    error: clients need a value for email
     1 │ clients.create(#{ full_name: "Ada" })
       │         ^^^^^^
     hint: give email, for example: #{ email: … }
    --- exit 1
    "#);
    assert_snapshot!(shell.e("collaborators.get(1).update(#{ role: \"support\" })"), @r#"
    --- stderr
    error: nobody changes their own role or deactivates themselves
     1 │ collaborators.get(1).update(#{ role: "support" })
       │                      ^^^^^^
     hint: Ask another admin.
    --- exit 4
    "#);
}

#[test]
fn a_refusal_names_the_rules_that_would_allow_it() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("events.get(3).update(#{ notes: \"VIP\" })"), @r#"
    --- stderr
    error: you may not update event 3
     1 │ events.get(3).update(#{ notes: "VIP" })
       │               ^^^^^^
     these rules allow it:
       · a support updates the events assigned to them
       · an admin updates any event
     hint: event 3 is assigned to alienor@epic.events; you are a commercial
    --- exit 4
    "#);
    assert_snapshot!(shell.e("clients.get(12).delete()"), @r"
    --- stderr
    error: you may not delete client 12
     1 │ clients.get(12).delete()
       │                 ^^^^^^
     these rules allow it:
       · an admin deletes any client
     hint: you are a commercial
    --- exit 4
    ");
    assert_snapshot!(shell.e("clients.get(12).update(#{ commercial: 3 })"), @r"
    --- stderr
    error: you may not update commercial_id of clients
     1 │ clients.get(12).update(#{ commercial: 3 })
       │                 ^^^^^^
     these rules allow it:
       · an admin updates any client
     hint: you may give: full_name, email, phone, company_name, first_contact_date, last_contact_date
    --- exit 4
    ");
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Eve\", email: \"eve@example.com\", commercial: 3 })"), @r#"
    --- stderr
    error: you may not create this client
     1 │ clients.create(#{ full_name: "Eve", email: "eve@example.com", commercial: 3 })
       │         ^^^^^^
     these rules allow it:
       · a commercial creates clients of their own
       · an admin creates any client
    --- exit 4
    "#);
    assert_snapshot!(shell.e("sql_exec(\"delete from events\")"), @r#"
    --- stderr
    error: permission denied for table events
     1 │ sql_exec("delete from events")
       │ ^^^^^^^^
     these rules allow it:
       · an admin deletes any event
    --- exit 4
    "#);
    assert_snapshot!(shell.run(&["sql", "delete from events"]), @r"
    --- stderr
    error: permission denied for table events
     these rules allow it:
       · an admin deletes any event
    --- exit 4
    ");
}
