//! The database is the one description of the data: what a migration adds is there at the next login,
//! with no line of Rust changed.

use crate::harness::Shell;
use epic::script::Interpreter;
use epic::value::Value;
use insta::assert_snapshot;

/// What a migration would say.
const LANGUAGE: &str = "
    alter table crm.clients add column language text default 'fr'
      constraint \"a language has two letters\" check (language ~ '^[a-z]{2}$');
    comment on column crm.clients.language is 'what they like to be spoken to in';
    comment on constraint \"a language has two letters\" on crm.clients is 'For example fr, en or nl.';
    grant insert (language), update (language) on crm.clients to epic_commercial;
    grant update (language) on crm.clients to epic_admin";

#[test]
fn a_new_column_is_in_records_changes_rules_and_help() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clients.get(12).language"), @r"
    --- stderr
    error: clients have no field or relation 'language'
     1 │ clients.get(12).language
       │                ^
    --- exit 1
    ");
    shell.owner().batch_execute(LANGUAGE).expect("a migration");
    assert_snapshot!(shell.e("clients.get(12).language"), @"fr");
    assert_snapshot!(shell.e("clients.get(12).update(#{ language: \"en\" })"), @"clients 12 updated");
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Ada\", email: \"ada@example.com\", language: \"nl\" }).language"), @"nl");
    assert_snapshot!(shell.e("clients.get(12).update(#{ language: \"English\" })"), @r#"
    --- stderr
    error: a language has two letters
     1 │ clients.get(12).update(#{ language: "English" })
       │                 ^^^^^^
     hint: For example fr, en or nl.
    --- exit 1
    "#);
    assert_snapshot!(shell.e("clients.get(12).langage"), @r"
    --- stderr
    error: clients have no field or relation 'langage'
     1 │ clients.get(12).langage
       │                ^
     hint: did you mean 'language'?
    --- exit 1
    ");
    let shown = shell.run(&["-e", "clients.get(12)", "--format", "csv"]);
    assert!(shown.ok().starts_with("id,full_name,"), "{shown}");
    assert!(
        shown
            .stdout
            .lines()
            .next()
            .is_some_and(|line| line.ends_with(",language")),
        "{shown}"
    );

    let session = shell.session();
    let clients = session.collection("clients").expect("clients");
    let language = clients.entity().known_field("language").expect("a field");
    let language = clients.select().row().field(language);
    let dutch = clients.filter(language.eq(Value::Text("nl".into())));
    assert_eq!(dutch.count(), Ok(1));
    let help = Interpreter::new(Some(session))
        .help(Some("clients"))
        .expect("help");
    assert!(help.contains("what they like to be spoken to in"), "{help}");
}

#[test]
fn a_new_table_is_a_collection() {
    let shell = Shell::as_("marie@epic.events");
    assert_eq!(shell.e("venues.count()").code, 1);
    let table = "
        create table crm.venues (id int generated always as identity primary key, name text not null,
            event_id int references crm.events (id));
        alter table crm.venues enable row level security;
        grant select, insert on crm.venues to epic_app;
        create policy \"everyone reads every venue\" on crm.venues for select using (true);
        create policy \"everyone creates venues\" on crm.venues for insert with check (true)";
    shell.owner().batch_execute(table).expect("a migration");
    assert_snapshot!(shell.e("venues.create(#{ name: \"Le Corum\", event: events.get(1) }).event.id"), @"1");
    assert_snapshot!(shell.e("events.get(1).venues.first().name"), @"Le Corum");
}

#[test]
fn columns_that_only_type_a_foreign_key_are_hidden() {
    let shell = Shell::as_("marie@epic.events");
    for (record, hidden) in [
        ("clients.get(12)", "commercial_role"),
        ("events.get(1)", "support_role"),
        ("events.get(1)", "contract_is_signed"),
    ] {
        assert!(!shell.e(record).ok().contains(hidden), "{hidden}");
        assert_eq!(shell.e(&format!("{record}.{hidden}")).code, 1, "{hidden}");
    }
}
