//! Refused as a whole, with a list, where something was changed since; and once only.

use super::{difference, last_run, lasting, mails, refusal, rows, run, scene, undo};
use crate::harness::{Said, Shell, until_somebody_waits};
use epic::error::Kind;
use insta::assert_snapshot;
use std::process::{Child, Stdio};
use uuid::Uuid;

#[test]
fn rows_that_were_changed_since_are_listed_with_what_by_whom_and_when() {
    let (admin, session, mut owner) = scene();
    let first = run(
        &session,
        &mut owner,
        &[
            "update clients set phone = 'mine' where id in (1, 2, 3)",
            "update events set notes = 'mine' where id in (1, 2)",
            "insert into clients (full_name, email, commercial_id) values ('New', 'new@example.org', 2)",
        ],
    );
    let mut theirs = admin.beside("henrik@epic.events").psql_url();
    theirs
        .batch_execute(
            "update clients set phone = null where id = 1;
             update clients set company_name = 'other field' where id = 2;
             update events set notes = 'theirs' where id = 1; delete from events where id = 2;
             update clients set full_name = 'Newer' where email = 'new@example.org'",
        )
        .expect("they may");
    let before = rows(&mut owner);
    let error = refusal(&session, first);
    assert_eq!(error.kind, Kind::Failed);
    assert_snapshot!(lasting(&error.to_string()), @r"
    run ID can't be undone
     · client 1001, Newer: full_name is 'Newer' now, by henrik@epic.events, TIME
     · client 1, Kofi Martin: phone is empty now, by henrik@epic.events, TIME
     · event 1, Congrès annuel – Imprimerie Garance: notes is 'theirs' now, by henrik@epic.events, TIME
     · event 2: deleted, by henrik@epic.events, TIME
    ");
    assert_eq!(difference(&before, &rows(&mut owner)), None);
}

#[test]
fn rows_that_came_to_refer_to_what_the_run_made_are_listed() {
    let (admin, session, mut owner) = scene();
    let first = run(
        &session,
        &mut owner,
        &[
            "insert into clients (full_name, email, commercial_id) values ('New', 'new@example.org', 2)",
        ],
    );
    let mut theirs = admin.beside("marie@epic.events").psql_url();
    theirs
        .batch_execute("insert into contracts (client_id, total_amount, amount_due) select max(id), 1, 1 from clients")
        .expect("she may");
    let error = refusal(&session, first);
    assert_snapshot!(lasting(&error.to_string()), @r"
    run ID can't be undone
     · contract 2501 would break 'a contract belongs to a client', by marie@epic.events, TIME
    ");
    // The same where a key would take them along.
    owner
        .batch_execute(
            "alter table crm.contracts drop constraint \"a contract belongs to a client\",
             add constraint \"a contract belongs to a client\" foreign key (client_id) references crm.clients (id) on delete cascade",
        )
        .expect("another key");
    let before = rows(&mut owner);
    let error = refusal(&session, first);
    assert_snapshot!(lasting(&error.to_string()), @r"
    run ID can't be undone
     · contract 2501 would break 'a contract belongs to a client', by marie@epic.events, TIME
    ");
    assert_eq!(difference(&before, &rows(&mut owner)), None);
}

#[test]
fn what_a_row_referred_to_may_be_gone_since() {
    let (admin, session, mut owner) = scene();
    let new = run(
        &session,
        &mut owner,
        &[
            "insert into clients (full_name, email, commercial_id) values ('New', 'new@example.org', 2)",
        ],
    );
    run(
        &session,
        &mut owner,
        &["update contracts set client_id = (select max(id) from clients) where id = 5"],
    );
    let first = run(
        &session,
        &mut owner,
        &["update contracts set client_id = 12 where id = 5"],
    );
    let henrik = admin.beside("henrik@epic.events").session();
    undo(&henrik, &mut owner, new);
    assert_snapshot!(lasting(&refusal(&session, first).to_string()), @r"
    run ID can't be undone
     · contract 5 would break 'a contract belongs to a client', by henrik@epic.events, TIME
    ");
}

#[test]
fn what_is_unique_may_be_taken_since() {
    let (admin, session, mut owner) = scene();
    let mail = &mails(&mut owner)[0];
    let first = run(
        &session,
        &mut owner,
        &["update clients set email = 'other@example.org' where id = 1"],
    );
    let mut theirs = admin.beside("henrik@epic.events").psql_url();
    theirs
        .execute(
            "insert into clients (full_name, email, commercial_id) values ('Heir', $1, 2)",
            &[mail],
        )
        .expect("it is free");
    let error = refusal(&session, first);
    assert_snapshot!(lasting(&error.to_string()), @r"
    run ID can't be undone: each client has their own e-mail
     hint: There is already a client with this address: look them up by it.
    ");
}

#[test]
fn a_run_is_undone_once_until_that_is_undone() {
    let (admin, session, mut owner) = scene();
    let before = rows(&mut owner);
    let first = run(
        &session,
        &mut owner,
        &["update clients set phone = 'x' where id = 1"],
    );
    let after = rows(&mut owner);
    let undone = undo(&session, &mut owner, first);
    assert_snapshot!(lasting(&refusal(&session, first).to_string()), @r"
    run ID was undone already: by admin@epic.events, TIME UTC
     hint: To get it again, undo that: epic undo ID
    ");
    let henrik = admin.beside("henrik@epic.events").session();
    let redone = undo(&henrik, &mut owner, undone);
    assert_eq!(difference(&after, &rows(&mut owner)), None);
    assert_eq!(refusal(&session, undone).kind, Kind::Failed);
    undo(&session, &mut owner, first);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    assert!(
        refusal(&session, redone)
            .message
            .contains("can't be undone")
    );
    let nothing = refusal(
        &session,
        "c7dc8a4b-6bd2-4d8e-bd33-0b4a48a1a1a1"
            .parse()
            .expect("an id"),
    );
    assert_snapshot!(lasting(&nothing.to_string()), @"there is no such run");
}

#[test]
fn of_two_undos_at_once_one_wins_and_the_other_says_so() {
    let (admin, session, mut owner) = scene();
    let henrik = admin.beside("henrik@epic.events");
    let mut superuser = admin.database.superuser();
    for delete in [false, true] {
        let change = if delete {
            "delete from events where id > 1000"
        } else {
            "update clients set phone = 'x' where id < 500"
        };
        let before = rows(&mut owner);
        let first = run(&session, &mut owner, &[change]);
        // The first one is held open until the second one waits for it.
        let open = session.undo(first).expect("it may");
        let second = begun(&henrik, first);
        until_somebody_waits(&mut superuser);
        open.commit().expect("it wins");
        let second = ended(second);
        assert_eq!(second.code, 1, "{second}");
        assert!(
            second
                .error()
                .contains("was undone already: by admin@epic.events"),
            "{second}"
        );
        assert_eq!(difference(&before, &rows(&mut owner)), None);
    }
}

#[test]
fn a_change_of_somebody_else_that_is_not_committed_yet_is_waited_for() {
    let (admin, session, mut owner) = scene();
    let first = run(
        &session,
        &mut owner,
        &["update clients set phone = 'x' where id = 1"],
    );
    let mut theirs = admin.beside("henrik@epic.events").psql_url();
    let mut open = theirs.transaction().expect("a transaction");
    open.execute("update clients set phone = 'y' where id = 1", &[])
        .expect("they may");
    let undo = begun(&admin, first);
    until_somebody_waits(&mut admin.database.superuser());
    open.commit().expect("they may");
    let said = ended(undo);
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stderr
            .contains("phone is 'y' now, by henrik@epic.events"),
        "{said}"
    );
    assert_ne!(last_run(&mut owner), first);
}

/// `epic undo RUN`, while something else goes on.
fn begun(shell: &Shell, run: Uuid) -> Child {
    let mut command = shell.command(&["undo", &run.to_string()]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("epic runs")
}

fn ended(undo: Child) -> Said {
    Said::of(&undo.wait_with_output().expect("it ends"), &[])
}
