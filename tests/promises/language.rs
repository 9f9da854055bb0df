//! The language: what a line does, and what it says when it can't.

use crate::harness::Shell;
use epic::script::{Interpreter, Outcome};
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
fn a_loop_over_many_rows_reads_a_batch_at_a_time() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    shell.e("for k in contracts { k.id }").ok();
    let statements = wire.take();
    let fetches = statements
        .iter()
        .filter(|sql| sql.starts_with("fetch forward 1000 "));
    assert_eq!(fetches.count(), 3, "{statements:#?}");
}

#[test]
fn relations_in_a_loop_are_read_once_for_a_batch() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    // 2,500 contracts are three batches; each relation is one statement for each of them.
    for (code, reads) in [
        (
            "for k in contracts.take(1000) { k.client.commercial.full_name; n += 1 }",
            [0, 1, 0, 1],
        ),
        (
            "for k in contracts { k.client.commercial.full_name; n += 1 }",
            [0, 3, 0, 3],
        ),
        (
            "for k in contracts.all() { k.client.commercial.full_name; n += 1 }",
            [1, 3, 0, 3],
        ),
        (
            "for k in contracts.filter(|k| k.signed).take(500).all() { n += k.client.id }",
            [1, 1, 0, 0],
        ),
        (
            "for c in clients { n += c.contracts.count() }",
            [1, 0, 0, 0],
        ),
        (
            "for c in clients.take(200) { for k in c.contracts { n += k.client.id } }",
            [1, 1, 0, 0],
        ),
        (
            "for c in clients.take(200) { for k in c.contracts { for e in k.events { n += e.id } } }",
            [1, 0, 1, 0],
        ),
        (
            "for c in clients.take(200).all() { for k in c.contracts { n += k.events.count() } }",
            [1, 1, 1, 0],
        ),
        (
            "for c in clients.take(200) { if c.contracts.exists() { n += c.contracts.first().id } }",
            [1, 0, 0, 0],
        ),
        (
            "for r in sql(\"select * from clients limit 200\") { n += r.commercial_id }",
            [0, 0, 0, 0],
        ),
    ] {
        wire.take();
        shell.e(&format!("let n = 0; {code} n")).ok();
        let sent = wire.take();
        let read = ["contracts", "clients", "events", "collaborators"].map(|rows| {
            let from = format!(" from {rows} t ");
            let of_rows =
                |sql: &&String| sql.starts_with("select t.") && format!("{sql} ").contains(&from);
            sent.iter().filter(of_rows).count()
        });
        let few = &sent[..sent.len().min(20)];
        assert_eq!(read, reads, "{code}\n{few:#?}");
        assert!(sent.len() < 20, "{code}\n{few:#?}");
    }
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

#[test]
fn changes_say_what_they_did() {
    let shell = Shell::as_("admin@epic.events");
    assert_snapshot!(shell.e("clients.get(12).update(#{ phone: \"+33 6 12 34 56 78\" })"), @"clients 12 updated");
    assert_snapshot!(shell.e("clients.get(12).phone"), @"+33 6 12 34 56 78");
    assert_snapshot!(shell.e("let c = clients.get(12); c.update(#{ company_name: () }); c.company_name == ()"), @"true");
    assert_snapshot!(shell.e("let e = events.get(1); e.delete()"), @"events 1 deleted");
    assert_snapshot!(shell.e("events.get(1)"), @r"
    --- stderr
    error: there is no event 1
     1 │ events.get(1)
       │        ^^^
    --- exit 1
    ");
    assert_snapshot!(shell.e("let e = events.get(2); e.delete(); e.delete()"), @r"
    --- stderr
    error: event 2 is not there any more
     1 │ let e = events.get(2); e.delete(); e.delete()
       │                                      ^^^^^^
    --- exit 1
    ");
}

#[test]
fn values_become_the_fields_type_where_nothing_is_lost() {
    let shell = Shell::as_("marie@epic.events");
    let mut owner = shell.owner();
    let contract = |amount: &str| {
        format!(
            "contracts.create(#{{ client: clients.get(12), total_amount: {amount}, amount_due: 0 }}).total_amount"
        )
    };
    assert_eq!(shell.e(&contract("100")).ok(), "100.00");
    assert_eq!(shell.e(&contract("dec(\"10.50\")")).ok(), "10.50");
    assert_eq!(shell.e(&contract("\"10.50\"")).ok(), "10.50");
    assert_snapshot!(shell.e(&contract("10.5")), @r#"
    --- stderr
    error: total_amount takes a decimal, not the float 10.5
     1 │ contracts.create(#{ client: clients.get(12), total_amount: 10.5, amount_due: 0 }).total_amount
       │           ^^^^^^
     hint: money is exact: write dec("10.5")
    --- exit 1
    "#);
    assert_snapshot!(shell.e(&contract("\"ten\"")), @r#"
    --- stderr
    error: total_amount takes a decimal, not the text ten
     1 │ contracts.create(#{ client: clients.get(12), total_amount: "ten", amount_due: 0 }).total_amount
       │           ^^^^^^
     hint: write dec("12.50")
    --- exit 1
    "#);
    let client = |field: &str| format!("clients.get(12).update(#{{ {field} }})");
    assert_snapshot!(shell.e(&client("phone: 33")), @r"
    --- stderr
    error: phone takes a text, not the int 33
     1 │ clients.get(12).update(#{ phone: 33 })
       │                 ^^^^^^
     hint: write it in quotes
    --- exit 1
    ");
    assert_snapshot!(shell.e(&client("last_contact_date: \"2026-02-30\"")), @r#"
    --- stderr
    error: last_contact_date takes a date, not the text 2026-02-30
     1 │ clients.get(12).update(#{ last_contact_date: "2026-02-30" })
       │                 ^^^^^^
     hint: write date("2026-01-31")
    --- exit 1
    "#);
    assert_snapshot!(shell.e(&client("last_contact_date: \"2026-01-31\"")), @"clients 12 updated");
    let kept: chrono::NaiveDate = owner
        .query_one("select last_contact_date from clients where id = 12", &[])
        .expect("a row")
        .get(0);
    assert_eq!(kept.to_string(), "2026-01-31");
    assert_snapshot!(shell.e(&client("commercial: events.get(1)")), @r"
    --- stderr
    error: commercial is one of the collaborators, not an event
     1 │ clients.get(12).update(#{ commercial: events.get(1) })
       │                 ^^^^^^
    --- exit 1
    ");
    assert_snapshot!(shell.e("contracts.get(1).update(#{ signed: true })"), @r"
    --- stderr
    error: signed is computed by the database
     1 │ contracts.get(1).update(#{ signed: true })
       │                  ^^^^^^
     hint: whether the client has signed; follows from signed_at
    --- exit 1
    ");
    let admin = shell.beside("admin@epic.events");
    assert_snapshot!(admin.e("collaborators.get(4).update(#{ role: \"comercial\" })"), @r#"
    --- stderr
    error: role can't be 'comercial'
     1 │ collaborators.get(4).update(#{ role: "comercial" })
       │                      ^^^^^^
     hint: did you mean 'commercial'?
     hint: it is one of: admin, commercial, support
    --- exit 1
    "#);
    assert_snapshot!(admin.e("collaborators.get(4).update(#{ active: \"no\" })"), @r#"
    --- stderr
    error: active takes a bool, not the text no
     1 │ collaborators.get(4).update(#{ active: "no" })
       │                      ^^^^^^
     hint: give a bool
    --- exit 1
    "#);
}

#[test]
fn a_name_that_does_not_exist_is_answered_with_the_nearest() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clints.count()"), @r"
    --- stderr
    error: there is nothing called 'clints'
     1 │ clints.count()
       │ ^^^^^^
     hint: did you mean 'clients'?
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.cuont()"), @r"
    --- stderr
    error: there is no function 'cuont' for collection
     1 │ clients.cuont()
       │         ^^^^^
     hint: did you mean 'count'?
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.get(12).fullname"), @r"
    --- stderr
    error: clients have no field or relation 'fullname'
     1 │ clients.get(12).fullname
       │                ^
     hint: did you mean 'full_name'?
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.get(12).update(#{ fone: \"1\" })"), @r#"
    --- stderr
    error: clients have no field or relation 'fone'
     1 │ clients.get(12).update(#{ fone: "1" })
       │                 ^^^^^^
     hint: did you mean 'phone'?
    --- exit 1
    "#);
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Ada\", mail: \"a@example.com\" })"), @r#"
    --- stderr
    error: clients have no field or relation 'mail'
     1 │ clients.create(#{ full_name: "Ada", mail: "a@example.com" })
       │         ^^^^^^
     hint: did you mean 'email'?
    --- exit 1
    "#);
    assert_snapshot!(shell.e("clients.get(\"12\")"), @r#"
    --- stderr
    error: there is no function 'get' for collection, text
     1 │ clients.get("12")
       │         ^^^
     hint: it takes an id; by something else: .filter(|x| x.email == "12").first()
    --- exit 1
    "#);
    assert_snapshot!(shell.e("zzzzzz"), @r"
    --- stderr
    error: there is nothing called 'zzzzzz'
     1 │ zzzzzz
       │ ^^^^^^
    --- exit 1
    ");
}

#[test]
fn a_mistake_is_shown_in_its_line() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("let x = 1;\nlet y = clients.count();\nx + nothing + y"), @r"
    --- stderr
    error: there is nothing called 'nothing'
     3 │ x + nothing + y
       │     ^^^^^^^
    --- exit 1
    ");
    assert_snapshot!(shell.e("let x = ;"), @r"
    --- stderr
    error: unexpected ';'
     1 │ let x = ;
       │         ^
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.count("), @r"
    --- stderr
    error: expecting ')' to close the arguments list of this function call 'count'
     1 │ clients.count(
       │               ^
    --- exit 1
    ");
    assert_snapshot!(shell.e("\"open"), @r#"
    --- stderr
    error: open string is not terminated
     1 │ "open
       │ ^
    --- exit 1
    "#);
    assert_snapshot!(shell.e("fn f(c) {\n  c.nmae\n}\nf(clients.get(12))"), @r"
    --- stderr
    error: clients have no field or relation 'nmae'
     2 │   c.nmae
       │    ^
    --- exit 1
    ");
    assert_snapshot!(shell.e("1 + \"a\" - 2"), @r#"
    --- stderr
    error: '-' does not work between text and int
     1 │ 1 + "a" - 2
       │         ^
    --- exit 1
    "#);
    assert_snapshot!(shell.e("throw \"enough\""), @r#"
    --- stderr
    error: enough
     1 │ throw "enough"
       │ ^^^^^
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql(\"select nme from clients\")"), @r#"
    --- stderr
    error: column "nme" does not exist
     1 │ select nme from clients
       │        ^^^
    --- exit 1
    "#);
}

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

#[test]
fn an_entry_is_kept_whole_or_not_at_all() {
    let shell = Shell::as_("marie@epic.events");
    let phone = "clients.get(12).phone";
    let update = "clients.get(12).update(#{ phone: \"new\" });";
    for end in [
        "throw \"stop\"",
        "clients.get(0)",
        "1 / 0",
        "clients.create(#{})",
    ] {
        assert_ne!(shell.e(&format!("{update} {end}")).code, 0);
        assert_eq!(shell.e(phone).ok(), "+678 123 456 78", "{end}");
    }
    shell.e(update).ok();
    assert_eq!(shell.e(phone).ok(), "new");
}

#[test]
fn a_failure_that_was_caught_loses_nothing_silently() {
    let shell = Shell::as_("marie@epic.events");
    let caught = "try { clients.create(#{ full_name: \" \", email: \"x@example.com\" }) } catch {}";
    let update = "clients.get(12).update(#{ phone: \"new\" })";
    assert_snapshot!(shell.e(&format!("{caught} 1")), @r"
    --- stderr
    error: nothing of this was kept: an earlier statement failed
     hint: it said: a client's name is not blank
     hint: to go on after a failure, put the step in transaction(|| { … })
    --- exit 1
    ");
    assert_snapshot!(shell.e(&format!("{caught} {update}")), @r#"
    --- stderr
    error: nothing of this was kept: an earlier statement failed
     1 │ try { clients.create(#{ full_name: " ", email: "x@example.com" }) } catch {} clients.get(12).update(#{ phone: "new" })
       │                                                                                      ^^^
     hint: it said: a client's name is not blank
     hint: to go on after a failure, put the step in transaction(|| { … })
    --- exit 1
    "#);
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+678 123 456 78");
    let message = "try { clients.get(0) } catch (e) { e.message }";
    assert_snapshot!(shell.e(message), @"");
}

#[test]
fn a_step_of_its_own_can_fail_alone() {
    let shell = Shell::as_("marie@epic.events");
    let code = r#"
        let c = clients.get(12);
        c.update(#{ phone: "before" });
        let said = "";
        try {
            transaction(|| {
                clients.get(12).update(#{ phone: "inside" });
                clients.create(#{ full_name: " ", email: "x@example.com" })
            })
        } catch (e) { said = e.message }
        clients.get(12).update(#{ company_name: "after" });
        said
    "#;
    assert_snapshot!(shell.e(code), @"a client's name is not blank");
    assert_snapshot!(shell.e("let c = clients.get(12); c.phone + \", \" + c.company_name"), @"before, after");
    assert_snapshot!(shell.e("transaction(|| 1 + 1)"), @"2");
    assert_snapshot!(shell.e("transaction(|| clients.get(0))"), @r"
    --- stderr
    error: there is no client 0
     1 │ transaction(|| clients.get(0))
       │                        ^^^
    --- exit 1
    ");
}

#[test]
fn plain_sql_takes_parameters_and_only_reads() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("sql(\"select full_name from clients where id = $1\", [12])[0].full_name"), @"Kevin Casey");
    assert_snapshot!(shell.e("sql(\"select count(*) as n from clients where id = any($1)\", [[1, 2, 12]])[0].n"), @"3");
    assert_snapshot!(shell.e("sql(\"select $1::date + 1 as d\", [date(\"2026-01-31\")])[0].d"), @"2026-02-01");
    assert_snapshot!(shell.e("sql(\"select $1::int + $2::int as n\", [1])"), @r#"
    --- stderr
    error: the statement has 2 parameters, and 1 was given
     1 │ sql("select $1::int + $2::int as n", [1])
       │ ^^^
     hint: they are written $1, $2 … and given as a list: sql("… where id = $1", [12])
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql(\"update clients set phone = null where id = 12\")"), @r#"
    --- stderr
    error: sql(…) only reads, and this would change something
     1 │ sql("update clients set phone = null where id = 12")
       │ ^^^
     hint: to change something: sql_exec(…)
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql_exec(\"update clients set phone = $1 where id = $2\", [\"+33\", 12])"), @"1 row");
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    assert_snapshot!(shell.e("sql(\"select 1; select 2\")"), @r#"
    --- stderr
    error: there are several statements
     1 │ sql("select 1; select 2")
       │ ^^^
     hint: run them one at a time
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql_exec(\"update clients set phone = '1'; commit\")"), @r#"
    --- stderr
    error: there are several statements
     1 │ sql_exec("update clients set phone = '1'; commit")
       │ ^^^^^^^^
     hint: run them one at a time
    --- exit 1
    "#);
    for command in [
        "commit",
        "rollback",
        "begin",
        "/* */ COMMIT",
        "savepoint x",
        "copy clients to stdout",
    ] {
        let said = shell.e(&format!(
            "clients.get(12).update(#{{ phone: \"+34\" }}); sql_exec(\"{command}\")"
        ));
        assert_eq!(said.code, 1, "{said}");
        assert!(
            said.error().ends_with("is not for here") || said.error().contains("is not for here: "),
            "{said}"
        );
    }
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    // Reading does not make the rest of the entry read-only.
    shell
        .e("sql(\"select 1\"); clients.get(12).update(#{ phone: \"+35\" })")
        .ok();
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+35");
}

#[test]
fn values_are_never_pasted_into_statements() {
    let shell = Shell::as_("marie@epic.events");
    for evil in [
        "'; drop table clients; --",
        "'' or 1=1",
        "$1 {x} %s \\\\' \u{2019}",
        "robert'); delete from clients; --",
    ] {
        let code = format!(
            "let c = clients.get(12); c.update(#{{ phone: `{evil}` }}); clients.get(12).phone == `{evil}`"
        );
        assert_eq!(shell.e(&code).ok(), "true", "{evil}");
        let code = format!("sql(\"select $1::text as t\", [`{evil}`])[0].t == `{evil}`");
        assert_eq!(shell.e(&code).ok(), "true", "{evil}");
        let code = format!("clients.get(12).update(#{{ `{evil}`: 1 }})");
        assert_ne!(shell.e(&code).code, 0, "{evil}");
    }
    assert_snapshot!(shell.e("clients.get(12).update(#{ \"phone\\\" = null; --\": \"x\" })"), @r#"
    --- stderr
    error: clients have no field or relation 'phone" = null; --'
     1 │ clients.get(12).update(#{ "phone\" = null; --": "x" })
       │                 ^^^^^^
    --- exit 1
    "#);
    assert_eq!(shell.e("clients.count()").ok(), "1000");
}

#[test]
fn money_is_exact_and_days_are_counted() {
    let shell = Shell::as_("marie@epic.events");
    for (code, answer) in [
        ("dec(\"0.10\") + dec(\"0.20\")", "0.30"),
        ("dec(\"0.1\") * 3 == dec(\"0.3\")", "true"),
        ("date(\"2026-01-31\") + 1.days", "2026-02-01"),
        ("date(\"2026-02-28\") + 2.weeks", "2026-03-14"),
        ("date(\"2026-03-01\") > date(\"2026-02-28\")", "true"),
        ("today() - 30.days < today()", "true"),
    ] {
        assert_eq!(shell.e(code).ok(), answer, "{code}");
    }
    assert_snapshot!(shell.e("dec(\"ten\")"), @r#"
    --- stderr
    error: 'ten' is not a decimal number
     1 │ dec("ten")
       │ ^^^
     hint: write dec("12.50")
    --- exit 1
    "#);
    assert_snapshot!(shell.e("date(\"31/01/2026\")"), @r#"
    --- stderr
    error: '31/01/2026' is not a date
     1 │ date("31/01/2026")
       │ ^^^^
     hint: write date("2026-01-31")
    --- exit 1
    "#);
}

#[test]
fn a_script_can_not_leave_its_room() {
    let shell = Shell::as_("marie@epic.events");
    for code in [
        "eval(\"1\")",
        "import \"/etc/passwd\" as x;",
        "fn f(n) { f(n + 1) } f(0)",
        "let clients = 1;",
        "let me = 1;",
        "clients = 1;",
    ] {
        let said = shell.e(code);
        assert_eq!(said.code, 1, "{code}: {said}");
    }
    assert_snapshot!(shell.e("fn f(n) { f(n + 1) } f(0)"), @r"
    --- stderr
    error: stopped: functions call each other too deeply
     1 │ fn f(n) { f(n + 1) } f(0)
       │                      ^
     hint: does a function call itself?
    --- exit 1
    ");
    assert_snapshot!(shell.e("let clients = 1;"), @r"
    --- stderr
    error: 'clients' has a meaning of its own and can't be redefined
     1 │ let clients = 1;
       │ ^^^
     hint: choose another name, for example my_clients
    --- exit 1
    ");
}

#[test]
fn a_session_of_the_shell_keeps_variables_functions_and_the_last_value() {
    let shell = Shell::as_("marie@epic.events");
    let mut interpreter = Interpreter::new(Some(shell.session()));
    let mut entry = |text: &str| {
        interpreter.evaluate(text, |outcome| {
            Ok(match outcome {
                Outcome::Value(value) => value.to_string(),
                Outcome::Text(message) | Outcome::Message(message) => message,
                _ => String::new(),
            })
        })
    };
    assert_eq!(entry("let n = 20;").as_deref(), Ok(""));
    assert_eq!(entry("fn double(x) { x * 2 }").as_deref(), Ok(""));
    assert_eq!(entry("double(n)").as_deref(), Ok("40"));
    assert_eq!(entry("it + 1").as_deref(), Ok("41"));
    assert_eq!(
        entry("let c = clients.get(12); c.full_name").as_deref(),
        Ok("Kevin Casey")
    );
    assert_eq!(
        entry("it + \", \" + c.email").as_deref(),
        Ok("Kevin Casey, kevin.casey@cool-startup.example.com")
    );
    let error = entry("let m = 1;\nit + nosuch").unwrap_err();
    assert_eq!(error.excerpt.map(|place| place.line), Some(2));
    assert_eq!(
        entry("it").as_deref(),
        Ok("Kevin Casey, kevin.casey@cool-startup.example.com"),
        "an error leaves it"
    );
    assert_eq!(entry("me.full_name").as_deref(), Ok("Marie Durand"));
}
