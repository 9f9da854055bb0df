//! What changes say, and how values become those of fields.

use crate::harness::Shell;
use insta::assert_snapshot;

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
