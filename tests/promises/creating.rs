//! New rows: what is missing or wrong is said for all fields at once, and for many rows, which it is.

use crate::harness::{Local, shows};

#[test]
fn what_is_missing_or_not_to_be_given_is_named() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "what_is_missing_or_not_to_be_given_is_named",
        &admin.said(&[
            "contracts.create(#{})",
            "clients.create(#{ full_name: \"A\" })",
            "clients.create(#{ full_name: \"A\", email: \"a@b.co\", id: 12, commercial: 2 })",
            "clients.filter(|c| c.id == 12).update(#{ id: 13 })",
            "contracts.create(#{ client: 1, total_amount: 5, amount_due: 5, signed: true })",
            "clients.create(#{ full_name: \"A\", email: \"a@b.co\", contracts: [] })",
            "clients.create(#{ full_name: \"A\", email: \"a@b.co\", commercial: clients.get(1) })",
            "events.create(#{ contract: \"the big one\", name: \"A\" })",
            "clients.create(#{ full_name: \"A\", email: \"a@b.co\", commercial: \"mrie@epic.events\" })",
            "contracts.create(#{ client: 1, total_amount: dec(\"1000000000000\"), amount_due: 0 })",
        ]),
    );
}

#[test]
fn relations_are_given_by_record_id_or_e_mail() {
    let mut admin = Local::as_("admin@epic.events");
    for (n, commercial) in [
        "3",
        "collaborators.get(3)",
        "\"luc@epic.events\"",
        "\"LUC@epic.events \"",
    ]
    .iter()
    .enumerate()
    {
        let code = format!(
            "clients.create(#{{ full_name: \"A\", email: \"a{n}@b.co\", commercial: {commercial} }}).commercial.full_name"
        );
        assert_eq!(admin.e(&code), "Luc Moreau", "{code}");
    }
}

#[test]
fn of_many_rows_the_one_that_fails_is_named_and_none_is_created() {
    let mut marie = Local::as_("marie@epic.events");
    marie.e("fn row(n, email) { #{ full_name: `New ${n}`, email: email } }");
    marie.e("fn rows(bad, email) { let all = []; for n in 1..=300 { all.push(row(n, if n == bad { email } else { `new${n}@example.org` })) } all }");
    shows!(
        "of_many_rows_the_one_that_fails_is_named_and_none_is_created",
        &marie.said(&[
            "clients.create(rows(1, \"bad\"))",
            "clients.create(rows(177, clients.get(12).email))",
            "clients.create(rows(300, \"new7@example.org\"))",
            "clients.create([row(1, \"a@example.org\"), #{ full_name: \"B\" }])",
            "clients.create([row(1, \"a@example.org\"), #{ full_name: \"B\", emil: \"b@example.org\" }])",
            "let ks = [#{ client: clients.mine().first(), total_amount: 5, amount_due: 5 }, #{ client: 1, total_amount: 5, amount_due: 5 }]; contracts.create(ks)",
            "clients.create([1])",
            "clients.count()",
            "clients.create(rows(0, ())).len()",
            "clients.count()",
            "clients.create([])",
        ]),
    );
}

#[test]
fn a_creation_of_many_that_failed_can_be_caught() {
    let mut marie = Local::as_("marie@epic.events");
    marie.e("try { clients.create([#{ full_name: \"A\", email: \"a@example.org\" }, #{ full_name: \"B\", email: \"bad\" }]) } catch {} clients.create(#{ full_name: \"C\", email: \"c@example.org\" });");
    assert_eq!(
        marie.e("clients.filter(|c| c.email in [\"a@example.org\", \"c@example.org\"]).select(|c| c.email)"),
        "email=c@example.org"
    );
}
