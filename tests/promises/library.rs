//! The same, from a Rust program.

use crate::harness::{PASSWORD, Shell};
use chrono::NaiveDate;
use epic::api::{Given, Member, Session, Values};
use epic::catalog::Action;
use epic::error::Kind;
use epic::value::Value;
use insta::assert_snapshot;

fn session(shell: &Shell, email: &str) -> Session {
    Session::login(&shell.database.login, email, &PASSWORD.to_owned().into()).expect("a session")
}

fn values(given: &[(&str, &str)]) -> Values {
    given
        .iter()
        .map(|(name, text)| {
            (
                (*name).to_owned(),
                Given::Value(Value::Text((*text).to_owned())),
            )
        })
        .collect()
}

#[test]
fn a_program_signs_in_and_reads() {
    let shell = Shell::signed_out();
    let marie = session(&shell, "marie@epic.events");
    let me = marie.me().expect("somebody");
    assert_eq!(
        (me.full_name.as_str(), me.role.as_str()),
        ("Marie Durand", "commercial")
    );
    let clients = marie.collection("clients").expect("clients");
    assert_eq!(clients.count(), Ok(1000));
    let names: Vec<String> = clients
        .skip(11)
        .take(1)
        .stream()
        .expect("rows")
        .map(|client| {
            client
                .and_then(|client| client.value("full_name"))
                .expect("a name")
                .to_string()
        })
        .collect();
    assert_eq!(names, ["Kevin Casey"]);
    let kevin = clients.get(12).expect("a client");
    let Ok(Member::Record(Some(commercial))) = kevin.member("commercial") else {
        panic!("a client has a commercial")
    };
    assert_eq!(commercial.id(), Ok(Value::Int(me.id)));
    let Ok(Member::Collection(contracts)) = kevin.member("contracts") else {
        panic!("a client has contracts")
    };
    assert_eq!(contracts.count().map(|count| count > 0), Ok(true));
    marie.logout().expect("it ends");
    let error = clients.count().unwrap_err();
    assert_eq!(error.kind, Kind::SignIn, "{error}");
}

#[test]
fn a_program_changes_what_its_user_may_change() {
    let shell = Shell::signed_out();
    let marie = session(&shell, "marie@epic.events");
    let clients = marie.collection("clients").expect("clients");
    let ada = clients
        .create(values(&[
            ("full_name", "Ada Byron"),
            ("email", "ada@example.com"),
            ("last_contact_date", "2026-01-31"),
        ]))
        .expect("a client");
    assert_eq!(
        ada.value("last_contact_date"),
        Ok(Value::Date(
            NaiveDate::from_ymd_opt(2026, 1, 31).expect("a day")
        ))
    );
    let ada = ada.update(values(&[("phone", "+33")])).expect("a change");
    assert_eq!(ada.value("phone"), Ok(Value::Text("+33".into())));
    assert_eq!(marie.may(Action::Delete, "clients"), Ok(false));
    assert_snapshot!(ada.delete().unwrap_err(), @r"
    you may not delete client 1001
     these rules allow it:
       · an admin deletes any client
     hint: you are a commercial
    ");
    let Ok(Value::Int(id)) = ada.id() else {
        panic!("an id")
    };
    let admin = session(&shell, "admin@epic.events");
    let clients_of_admin = admin.collection("clients").expect("clients");
    clients_of_admin
        .get(id)
        .and_then(|ada| ada.delete())
        .expect("an admin may");
    let gone = ada.update(values(&[("phone", "+34")])).map(|_| ());
    assert_snapshot!(gone.unwrap_err(), @"client 1001 is not there any more");
}

#[test]
fn a_program_does_all_of_it_or_nothing() {
    let shell = Shell::signed_out();
    let marie = session(&shell, "marie@epic.events");
    let clients = marie.collection("clients").expect("clients");
    let stopped = marie.transaction(|| {
        clients.get(12)?.update(values(&[("phone", "+33")]))?;
        clients.create(values(&[("full_name", "Ada")]))
    });
    assert_eq!(
        stopped.map(|_| ()).unwrap_err().message,
        "clients need a value for email"
    );
    let phone = |session: &Session| {
        let kevin = session
            .collection("clients")
            .and_then(|clients| clients.get(12));
        kevin
            .and_then(|kevin| kevin.value("phone"))
            .expect("a phone")
            .to_string()
    };
    assert_eq!(phone(&marie), "+678 123 456 78");
    marie
        .transaction(|| clients.get(12)?.update(values(&[("phone", "+33")])))
        .expect("it is kept");
    assert_eq!(phone(&session(&shell, "luc@epic.events")), "+33");
}

#[test]
fn a_wrong_password_is_an_error_of_its_kind() {
    let shell = Shell::signed_out();
    let login = |email: &str, password: &str| {
        Session::login(&shell.database.login, email, &password.to_owned().into()).map(|_| ())
    };
    assert_eq!(
        login("marie@epic.events", "wrong").unwrap_err().kind,
        Kind::SignIn
    );
    assert_eq!(login("marie@epic.events", PASSWORD), Ok(()));
}
