//! What recording costs: an update of 10,000 rows as a script's run, which is written down on a connection of its own,
//! against the same as an entry; and a dry run of it, and its undo, against the run.
//!
//! Run it with `cargo bench --bench runs`. Machines differ and are noisy: read the ratios.

mod harness;

use epic::api::{Outcome, Script, Session};
use harness::{Contender, Home, compare};

const UPDATE: &str = "update clients set phone = random()::text where id <= 10000";
const ROUNDS: usize = 15;

fn main() {
    let home = Home::new("admin@epic.events");
    let clients = "set session_replication_role = replica;
        insert into clients (full_name, email, commercial_id)
        select 'Client ' || n, 'client' || n || '@example.com', 2 from generate_series(1, 9000) n;
        set session_replication_role = origin;
        analyze clients";
    home.superuser().batch_execute(clients).expect("clients");
    let session = home.resumed();
    session.catalog().expect("a catalog");
    compare(
        "update of 10,000 rows",
        ROUNDS,
        &mut [
            Contender {
                name: "recorded as a script's run",
                act: Box::new(|| recorded(&session)),
            },
            Contender {
                name: "dry run, first 50 rows read",
                act: Box::new(|| dry(&session)),
            },
            Contender {
                name: "entry, and its undo",
                act: Box::new(|| undone(&session)),
            },
            Contender {
                name: "entry",
                act: Box::new(|| entry(&session)),
            },
        ],
    );
    compare(
        "recording alone",
        100,
        &mut [
            Contender {
                name: "a script's run that does nothing",
                act: Box::new(|| {
                    let recording = session.record(&Script::new("bench", "")).expect("a run");
                    recording.end(Outcome::Done, None);
                }),
            },
            Contender {
                name: "select 1",
                act: Box::new(|| drop(session.sql("select 1", &[]).expect("an answer"))),
            },
        ],
    );
}

fn entry(session: &Session) {
    let update = || session.sql_exec(UPDATE, &[]);
    session.transaction(update).expect("it is kept");
}

fn recorded(session: &Session) {
    let recording = session
        .record(&Script::new("bench", UPDATE))
        .expect("a run");
    entry(session);
    recording.end(Outcome::Done, None);
}

fn undone(session: &Session) {
    entry(session);
    let run = session.last_run().expect("a run");
    let undo = session.undo(run).expect("it can be undone");
    undo.commit().expect("it is kept");
}

fn dry(session: &Session) {
    let open = session.begin().expect("a transaction");
    session.sql_exec(UPDATE, &[]).expect("it may");
    let changes = open.changes().expect("changes");
    let rows = changes.rows(Some(50)).expect("rows");
    let rows = rows.map(|row| row.expect("a row"));
    assert_eq!(rows.count(), 50);
}
