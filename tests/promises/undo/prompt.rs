//! `epic undo` and `:undo`, as people use them.

use super::{difference, last_run, lasting, rows, scene};
use crate::harness::{Shell, Terminal};
use insta::assert_snapshot;

#[test]
fn a_dry_undo_shows_what_it_would_change_and_keeps_nothing() {
    let (admin, _, mut owner) = scene();
    admin
        .e("clients.get(12).update(#{ phone: \"1\" }); events.get(1).delete()")
        .ok();
    let run = &last_run(&mut owner).to_string()[..8];
    let before = rows(&mut owner);
    assert_snapshot!(lasting(&admin.run(&["undo", run, "--dry-run"]).to_string()), @r"
    clients: 1 updated; events: 1 created

    clients 12 · Kevin Casey: updated
      phone  1 → +678 123 456 78

    events 1 · Congrès annuel – Imprimerie Garance: created
      contract_id     23
      name            Congrès annuel – Imprimerie Garance
      starts_at       TIME
      ends_at         TIME
      support_id      Inès Benali (5)
      client_contact  Sophie Rossi +1 212 555 0128
      location        Orangerie du Parc, Strasbourg
      attendees       75
    --- stderr
     hint: this was a dry run: nothing is kept
    ");
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    assert_snapshot!(lasting(&admin.run(&["undo", run]).to_string()), @r"
    run ID undone: clients: 1 updated; events: 1 created
    --- stderr
     hint: to get it again: epic undo ID
    ");
    assert_snapshot!(lasting(&admin.run(&["undo", run]).to_string()), @r"
    --- stderr
    error: run ID was undone already: by admin@epic.events, TIME UTC
     hint: To get it again, undo that: epic undo ID
    --- exit 1
    ");
    let listed = admin.run(&["runs"]);
    let listed = listed.ok();
    assert!(listed.contains("undone by"), "{listed}");
    assert!(listed.contains("dry, undoes"), "{listed}");
    // Taken back again, it stands.
    let undone = &last_run(&mut owner).to_string()[..8];
    admin.run(&["undo", undone]).ok();
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    let shown = admin.run(&["runs", "show", run]);
    assert!(!shown.ok().contains("undone by"), "{shown}");
    assert_eq!(admin.run(&["undo", "nothing"]).code, 1);
    assert_eq!(admin.run(&["undo"]).code, 2);
}

#[test]
fn at_the_prompt_the_last_entry_is_undone_and_then_the_one_before() {
    let marie = Shell::as_("marie@epic.events");
    let mut owner = marie.owner();
    let before = rows(&mut owner);
    let mut terminal = Terminal::of(&marie, &[]);
    let prompt = "marie (commercial) ❯ ";
    terminal.prompts(prompt);
    for phone in ["1", "2"] {
        terminal.enters(&format!(
            "clients.get(12).update(#{{ phone: \"{phone}\" }})"
        ));
        terminal.prompts(prompt);
    }
    terminal.enters("clients.count()");
    terminal.prompts(prompt);
    for _ in 0..2 {
        terminal.enters(":undo");
        terminal.reads("undone: clients: 1 updated");
        terminal.prompts(prompt);
    }
    terminal.enters(":undo");
    terminal.reads("this session changed nothing that could be undone");
    terminal.prompts(prompt);
    assert_eq!(terminal.leaves(), 0);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    // What another session of hers did is not this one's.
    let beside = marie.beside("marie@epic.events");
    beside.e("clients.get(12).update(#{ phone: \"3\" })").ok();
    assert!(marie.session().last_run().is_err());
}

#[test]
fn a_run_that_stays_by_design_says_why() {
    let (admin, session, mut owner) = scene();
    let mut by_sql = admin.psql_url();
    let run: String = by_sql
        .query_one(
            "select audit.begin_run('anonymise-inactive', stays => 'people asked to be forgotten')::text",
            &[],
        )
        .expect("a run")
        .get(0);
    by_sql
        .batch_execute(&format!(
            "begin; select audit.join_run('{run}'); update clients set phone = null where id = 12; commit;
             select audit.end_run('{run}', 'done')"
        ))
        .expect("it may");
    assert_eq!(last_run(&mut owner).to_string(), run);
    let error = super::refusal(&session, run.parse().expect("an id"));
    assert_snapshot!(lasting(&error.to_string()), @"run ID can't be undone: people asked to be forgotten");
    // Nor is it passed over: what came before it is not the last entry.
    assert_eq!(session.last_run().expect("a run").to_string(), run);
}
