//! Changes of many rows are one statement each; they say how many rows they changed, and how many not.

use crate::harness::{Local, shows};

/// Entries one after the other by the same person, and what each says.
fn said(person: &mut Local, codes: &[&str]) -> String {
    codes
        .iter()
        .map(|code| match person.try_e(code) {
            Ok(shown) => format!("> {code}\n{shown}\n"),
            Err(error) => format!("> {code}\n{error}\n"),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_update_of_many_takes_values_and_closures() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "an_update_of_many_takes_values_and_closures",
        &said(
            &mut admin,
            &[
                r#"contracts.filter(|k| k.id <= 3).update(#{ total_amount: 1000, amount_due: dec("400.50") })"#,
                "contracts.filter(|k| k.id <= 3).update(#{ amount_due: |k| (k.amount_due / 2).round(1) + k.id })",
                "contracts.filter(|k| k.id <= 3).select(|k| k.amount_due)",
                "events.filter(|e| e.id <= 2).update(#{ attendees: |e| (e.id * 1.5).to_int() + 10 })",
                "events.filter(|e| e.id <= 2).select(|e| e.attendees)",
                "let sam = collaborators.get(4); events.filter(|e| e.id <= 9).update(#{ support: |e| if e.id > 3 { e.support ?? sam } else { () } })",
                "[events.count(|e| e.id <= 3 && e.support == ()), events.any(|e| e.id in 4..=9 && e.support == ())]",
                "clients.filter(|c| c.id in [5, 6]).update(#{ company_name: |c| `${c.full_name} & Co`.to_upper(), phone: () })",
                "clients.filter(|c| c.id in [5, 6]).select(|c| #{ same: c.company_name == (c.full_name + \" & Co\").to_upper(), phone: c.phone })",
            ],
        ),
    );
}

#[test]
fn the_rows_may_be_chosen_through_relations_and_after_take_and_sort() {
    let mut admin = Local::as_("admin@epic.events");
    admin.e("clients.get(1).update(#{ company_name: \"Rose & Co\" })");
    shows!(
        "the_rows_may_be_chosen_through_relations_and_after_take_and_sort",
        &said(
            &mut admin,
            &[
                r#"events.filter(|e| e.contract.client.company_name == "Rose & Co").count() == events.filter(|e| e.contract.client.id == 1).count()"#,
                r#"contracts.filter(|k| k.client.company_name == "Rose & Co").update(#{ total_amount: 9_000_000 }).to_string() != """#,
                r#"contracts.filter(|k| k.client.company_name == "Rose & Co").all(|k| k.total_amount == 9_000_000)"#,
                "contracts.filter(|k| k.total_amount == 9_000_000).all(|k| k.client.id == 1)",
                "contracts.sort_desc(|k| k.id).take(2).update(#{ creation_date: |k| k.client.first_contact_date })",
                "contracts.sort_desc(|k| k.id).take(3).select(|k| k.creation_date == k.client.first_contact_date)",
                "clients.sort(|c| c.id).skip(1).take(2).update(#{ commercial: |c| me })",
                r#"let luc = collaborators.filter(|p| p.email == "luc@epic.events").first(); clients.sort(|c| c.id).skip(1).take(2).update(#{ commercial: |c| luc })"#,
                "clients.sort(|c| c.id).skip(1).take(2).all(|c| c.commercial == luc)",
            ],
        ),
    );
}

#[test]
fn a_delete_of_many_is_counted_too() {
    let mut admin = Local::as_("admin@epic.events");
    let before: i64 = admin.e("events.count()").parse().expect("a number");
    shows!(
        "a_delete_of_many_is_counted_too",
        &said(
            &mut admin,
            &[
                "events.sort(|e| e.id).take(3).delete()",
                "events.sort(|e| e.id).take(3).filter(|e| e.id == 4).delete()",
                "events.filter(|e| e.id < 0).delete()",
                "clients.filter(|c| c.contracts.exists()).delete()",
            ],
        ),
    );
    let after: i64 = admin.e("events.count()").parse().expect("a number");
    assert_eq!(after, before - 4);
}

#[test]
fn what_can_not_be_changed_says_why() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "what_can_not_be_changed_says_why",
        &said(
            &mut admin,
            &[
                "contracts.update(#{ signed: true })",
                "contracts.update(#{ amont_due: 3 })",
                "contracts.update(#{ amount_due: |k| k.client.full_name })",
                "contracts.update(#{ client: |k| k.client.commercial })",
                "contracts.update(#{ amount_due: |k| k.total_amount + 1 })",
                "contracts.select(|k| #{ due: k.amount_due }).update(#{ due: 3 })",
                "contracts.group(|k| k.client).delete()",
                "clients.distinct().delete()",
                r#"clients.filter(|c| c.id < 3).update(#{ email: "same@example.org" })"#,
                "contracts.filter(|k| k.id == 1).update(#{})",
                "contracts.update(#{ amount_due: |k| k.id * 1.5 })",
                "events.update(#{ attendees: |e| e.attendees * 1.5 })",
                "events.update(#{ attendees: |e| 2.5 })",
                "events.update(#{ attendees: |e| e.ends_at - e.starts_at })",
                "clients.update(#{ phone: |c| c.id })",
                r#"collaborators.update(#{ role: |p| "suport" })"#,
            ],
        ),
    );
}

#[test]
fn rows_that_are_not_mine_stay_as_they_are() {
    let mut marie = Local::as_("marie@epic.events");
    let mine: i64 = marie.e("clients.mine().count()").parse().expect("a number");
    let all: i64 = marie.e("clients.count()").parse().expect("a number");
    assert_eq!(
        marie.e("clients.update(#{ phone: \"0\" })"),
        format!("{mine} of {all} clients updated; the others you may not change")
    );
    assert_eq!(
        marie.e("clients.filter(|c| c.phone == \"0\").count()"),
        mine.to_string()
    );
    shows!(
        "rows_that_are_not_mine_stay_as_they_are",
        &said(
            &mut marie,
            &[
                "clients.filter(|c| c.commercial != me).take(5).update(#{ phone: \"1\" })",
                "clients.mine().delete()",
                "clients.mine().update(#{ commercial: me })",
                "events.update(#{ notes: \"mine\" })",
                "collaborators.update(#{ department: \"Sales\" })",
                "clients.filter(|c| c.phone == \"1\").count()",
            ],
        ),
    );
}
