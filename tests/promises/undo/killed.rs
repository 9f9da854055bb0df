//! Killed in the middle, an undo leaves nothing half done, and can be begun again.

use super::{difference, last_run, rows, run, scene, undo};
use crate::harness::{Shell, until, until_somebody_waits};
use std::process::Stdio;

#[test]
fn an_undo_that_is_killed_leaves_nothing_half_done() {
    let (admin, session, mut owner) = scene();
    let before = rows(&mut owner);
    let first = run(
        &session,
        &mut owner,
        &[
            "update clients set phone = 'x' where id < 100",
            "delete from events where id = 9",
            "insert into collaborators (employee_number, full_name, email, department, role)
               values ('N', 'New', 'new@epic.events', 'Sales', 'support')",
        ],
    );
    let after = rows(&mut owner);
    // Each holds it up somewhere else: at what it looks at first, in the middle, and at what it does last.
    for obstacle in [
        "select from crm.collaborators where email = 'new@epic.events' for update",
        "select from crm.clients where id = 50 for update",
        "insert into crm.events (id, contract_id, name, starts_at, ends_at) overriding system value
           select 9, id, 'In the way', now(), now() + interval '1 h' from crm.contracts where signed limit 1",
    ] {
        let mut theirs = admin.database.owner();
        let mut open = theirs.transaction().expect("a transaction");
        open.execute(obstacle, &[]).expect("it is free");
        let mut undo = admin.command(&["undo", &first.to_string()]);
        undo.stdout(Stdio::null()).stderr(Stdio::null());
        let mut undo = undo.spawn().expect("epic runs");
        until_somebody_waits(&mut admin.database.superuser());
        undo.kill().expect("it runs");
        undo.wait().expect("it ends");
        open.rollback().expect("as it was");
        until_nobody_works(&admin);
        assert_eq!(difference(&after, &rows(&mut owner)), None, "{obstacle}");
        assert_eq!(last_run(&mut owner), first);
    }
    let lost = admin.run(&["runs", "--script", "undo", "--format", "csv"]);
    assert_eq!(lost.ok().matches(",lost,").count(), 3, "{lost}");
    undo(&session, &mut owner, first);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
}

/// Until the server has noticed that nobody is there any more.
fn until_nobody_works(shell: &Shell) {
    until("nobody works", || shell.running().is_empty());
}
