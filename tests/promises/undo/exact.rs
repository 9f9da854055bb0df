//! What is undone is as it was, to the last byte; but for the numbering, which goes on.

use super::grown::{Chance, entry};
use super::{TABLES, difference, ids, last_run, mails, rows, run, scene, undo};
use epic::api::Session;
use epic::error::Result;
use postgres::Client;

const SEEDS: u64 = 200;

/// Deleting takes rows along, and empties others.
const CASCADES: &str = "
    alter table crm.contracts drop constraint \"a contract belongs to a client\",
      add constraint \"a contract belongs to a client\" foreign key (client_id) references crm.clients (id)
      on delete cascade deferrable;
    alter table crm.events drop constraint \"an event needs a signed contract\",
      add constraint \"an event needs a signed contract\" foreign key (contract_id, contract_is_signed)
      references crm.contracts (id, signed) on delete cascade deferrable;";

#[test]
fn whatever_an_entry_did_undo_and_redo_are_exact() {
    let (_admin, session, mut owner) = scene();
    let mut done = 0;
    for seed in 0..SEEDS {
        if seed == SEEDS / 2 {
            owner.batch_execute(CASCADES).expect("other keys");
        }
        let before = hashes(&mut owner);
        let statements = entry(&mut Chance::of(seed));
        let what = || format!("seed {seed}:\n{}", statements.join(";\n"));
        if !try_all(&session, &statements) || hashes(&mut owner) == before {
            continue; // nothing of it was possible
        }
        let first = last_run(&mut owner);
        let after = hashes(&mut owner);
        let undone = undo(&session, &mut owner, first);
        assert_eq!(hashes(&mut owner), before, "{}", what());
        let redone = undo(&session, &mut owner, undone);
        assert_eq!(hashes(&mut owner), after, "redo, {}", what());
        let again = if seed % 2 == 0 { redone } else { first };
        undo(&session, &mut owner, again);
        assert_eq!(hashes(&mut owner), before, "again, {}", what());
        done += 1;
    }
    assert!(done > SEEDS * 9 / 10, "{done} of {SEEDS} did something");
}

/// A hash of every row of each table: quicker than the rows.
fn hashes(owner: &mut Client) -> Vec<String> {
    let hash =
        |table| format!("select md5(string_agg(t::text, '|' order by id)) from crm.{table} t");
    let hashes = TABLES.map(|table| owner.query_one(&hash(table), &[]).expect("a hash").get(0));
    hashes.into()
}

/// As one entry, in which a step that fails is left out.
fn try_all(session: &Session, statements: &[String]) -> bool {
    let all = || -> Result<()> {
        for statement in statements {
            let step = || session.sql_exec(statement, &[]);
            let _ = session.transaction(step);
        }
        Ok(())
    };
    session.transaction(all).is_ok()
}

#[test]
fn e_mails_that_were_swapped_are_swapped_back() {
    let (_admin, session, mut owner) = scene();
    let before = rows(&mut owner);
    let first = run(
        &session,
        &mut owner,
        &[
            "update clients set email = 'third@example.org' where id = 1",
            "update clients set email = 'second@example.org' where id = 2",
            "update clients set email = 'first@example.org' where id = 3",
        ],
    );
    undo(&session, &mut owner, first);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    let mails = mails(&mut owner);
    let swap = [
        "update clients set email = 'by-the-way@example.org' where id = 1".to_owned(),
        format!("update clients set email = '{}' where id = 2", mails[0]),
        format!("update clients set email = '{}' where id = 3", mails[1]),
        format!("update clients set email = '{}' where id = 1", mails[2]),
    ];
    let swap: Vec<&str> = swap.iter().map(String::as_str).collect();
    let first = run(&session, &mut owner, &swap);
    let after = rows(&mut owner);
    let undone = undo(&session, &mut owner, first);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    undo(&session, &mut owner, undone);
    assert_eq!(difference(&after, &rows(&mut owner)), None);
}

#[test]
fn what_somebody_else_changed_in_other_fields_stays() {
    let (admin, session, mut owner) = scene();
    let first = run(
        &session,
        &mut owner,
        &[
            "update clients set phone = 'mine', full_name = 'X' where id = 1",
            "update clients set full_name = (select full_name from clients where id = 2) where id = 2",
            // Back to what it was: not the run's any more.
            "update events set attendees = attendees + 1 where id = 3",
            "update events set attendees = attendees - 1, notes = 'mine' where id = 3",
        ],
    );
    let mut theirs = admin.beside("henrik@epic.events").psql_url();
    theirs
        .batch_execute(
            "update clients set company_name = 'Theirs' where id = 1; update events set attendees = 4711 where id = 3",
        )
        .expect("they may");
    undo(&session, &mut owner, first);
    let kept = ids(
        &mut owner,
        "select c.id from crm.clients c where id = 1 and company_name = 'Theirs' and phone is distinct from 'mine' and full_name <> 'X'
          union all select id from crm.events where id = 3 and attendees = 4711 and notes is distinct from 'mine'",
    );
    assert_eq!(kept, [1, 3]);
}

#[test]
fn thousands_of_rows_are_a_few_statements() {
    let (admin, session, mut owner) = scene();
    let before = rows(&mut owner);
    let first = run(
        &session,
        &mut owner,
        &[
            "update clients set phone = 'all', company_name = null",
            "update contracts set amount_due = 0",
            "delete from events",
            "insert into contracts (client_id, total_amount, amount_due) select id, 1, 1 from clients",
        ],
    );
    let (watched, wire) = admin.on_wire();
    let watched = watched.session();
    let _ = watched.catalog().expect("a catalog");
    wire.take();
    let undone = watched.undo(first).and_then(epic::api::Undo::commit);
    undone.expect("she may");
    let asked = wire.take();
    assert!(asked.len() < 25, "{asked:#?}");
    assert_eq!(difference(&before, &rows(&mut owner)), None);
}

/// What refers to what comes back later in an undo; so a new key is made deferrable, too.
#[test]
fn every_key_of_the_business_can_be_checked_at_the_end() {
    let (_admin, _, mut owner) = scene();
    let others = ids(
        &mut owner,
        "select oid::bigint from pg_constraint where contype = 'f' and connamespace = 'crm'::regnamespace
          and (not condeferrable or condeferred)",
    );
    assert_eq!(others, [0_i64; 0]);
}
