//! The house's verbs say what they did, and why not.

use crate::harness::{Local, shows};

#[test]
fn contracts_are_signed_once_and_paid_to_the_cent() {
    let mut admin = Local::as_("admin@epic.events");
    admin.e("let k = contracts.create(#{ client: clients.get(12).email, total_amount: 100, amount_due: 100 });");
    shows!(
        "contracts_are_signed_once_and_paid_to_the_cent",
        &admin.said(&[
            "k.sign().to_string() == `contracts ${k.id} signed`",
            "k.pay(dec(\"0.5\")); k.amount_due",
            "k.pay(-1)",
            "k.pay(0)",
            "k.pay(dec(\"0.001\"))",
            "k.pay(12.5)",
            "k.pay(\"99.50\")",
            "k.pay(\"all\")",
            "k.pay(())",
            "clients.get(1).pay(1)",
            "contracts.filter(|c| c.id == k.id).first().amount_due",
        ]),
    );
    let signed = admin.error("k.sign()").message;
    assert_eq!(signed, admin.e("`contract ${k.id} is signed already`"));
    let error = admin.error("k.pay(100)");
    let hint = admin.e("`99.50 was due when contract ${k.id} was read`");
    assert_eq!(error.message, "the amount due is between 0 and the total");
    assert_eq!(error.hints.last(), Some(&hint));
}

#[test]
fn people_are_named_by_their_e_mail_or_their_record() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "people_are_named_by_their_e_mail_or_their_record",
        &admin.said(&[
            "let e = events.get(3); e.update(#{ support: () }); e.support",
            "e.assign(\" SAM@epic.events\")",
            "e.assign(\"sam@epic.events\")",
            "e.assign(collaborators.get(5))",
            "e.assign(\"ins@epic.events\")",
            "e.assign(\"nobody@epic.events\")",
            "e.assign(\"\")",
            "e.assign(12)",
            "e.assign(clients.get(1))",
            "e.assign(\"marie@epic.events\")",
            "events.get(3).assign(\"bruno@epic.events\")",
            "clients.get(12).transfer(\"luc@epic.events\")",
            "clients.get(12).transfer(\"sam@epic.events\")",
            "clients.get(12).contacted(); clients.get(12).contacted()",
            "clients.get(12).sign()",
            "clients.filter(|c| c.id == 0).first().transfer(\"luc@epic.events\")",
            "clients.filter(|c| c.id == 0).first()?.transfer(\"luc@epic.events\")",
            "date(())",
        ]),
    );
}

#[test]
fn an_account_is_closed_once_and_nobody_closes_their_own() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "an_account_is_closed_once_and_nobody_closes_their_own",
        &admin.said(&[
            "collaborators.get(5).deactivate()",
            "collaborators.get(5).deactivate()",
            "me.deactivate()",
            "collaborators.get(3).delete()",
            "events.first().deactivate()",
        ]),
    );
}

#[test]
fn a_verb_that_is_not_for_me_says_whose_the_row_is() {
    let mut marie = Local::as_("marie@epic.events");
    shows!(
        "a_verb_that_is_not_for_me_says_whose_the_row_is",
        &marie.said(&[
            "contracts.filter(|k| k.client == clients.get(1)).first().pay(1)",
            "clients.get(1).contacted()",
            "clients.mine().first().transfer(\"luc@epic.events\")",
            "events.filter(|e| e.id == 1).first().assign(\"sam@epic.events\")",
        ]),
    );
}
