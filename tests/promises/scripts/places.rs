//! Scripts are found in the working folder, in the user's own, and in the binary, in this order.

use crate::harness::Shell;
use insta::assert_snapshot;

#[test]
fn the_nearest_script_counts_and_others_of_its_name_are_said() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("config/scripts/unpaid.rhai", "//! The user's.\n\"user\"\n");
    marie.file("config/scripts/own.rhai", "//! Only the user's.\n\"own\"\n");
    let said = marie.run(&["run", "unpaid"]);
    assert_eq!(said.ok(), "user");
    assert!(
        said.stderr.contains("there is another in: built in"),
        "{said}"
    );
    marie.file(
        "scripts/unpaid.rhai",
        "//! Here.\n//! @role commercial\n\"here\"\n",
    );
    assert_eq!(marie.run(&["run", "unpaid"]).ok(), "here");
    assert_eq!(marie.run(&["run", "own"]).to_string(), "own\n");
    assert_eq!(
        marie.run(&["scripts", "show", "own"]).ok(),
        "//! Only the user's.\n\"own\""
    );
    marie.file("scripts/lib/none.rhai", "1");
    marie.file("scripts/notes.txt", "1");
    assert_snapshot!(marie.run(&["scripts", "--format", "csv"]), @r#"
    script,about,roles,place
    anonymise-inactive,Forgets who the clients are whom nobody had contact with for years.,admin,built in
    data-quality,"What looks wrong: likely duplicates, impossible phones and dates, events without a contact.","admin, commercial",built in
    follow-ups,"Whom to call next: clients with something open whom nobody contacted for a while, the largest sum first.","admin, commercial",built in
    import-clients,"Creates clients from a csv, tsv or xlsx file whose first line names the columns.","admin, commercial",built in
    monthly-report,"What each commercial brought in during a month: new clients, signed contracts, events.",admin,built in
    my-week,"My events of the next days, with whom to call about each.","commercial, support",built in
    own,Only the user's.,"",$EPIC_HOME/config/scripts
    reassign-portfolio,"Hands all clients of a commercial, or all events to come of a support, to a colleague.",admin,built in
    unassigned-events,"Events to come that nobody looks after yet, the soonest first; --assign gives them away.",admin,built in
    unpaid,Here.,commercial,./scripts
    unpaid,not this one: that of ./scripts comes first,"",$EPIC_HOME/config/scripts
    unpaid,not this one: that of ./scripts comes first,"",built in
    "#);
}

#[test]
fn any_file_is_run_by_its_path() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("over there/due.rhai", "//! @param n: int = 1\nn + 1");
    marie.file("plain", "40 + 2");
    assert_eq!(
        marie.run(&["run", "over there/due.rhai", "--n", "4"]).ok(),
        "5"
    );
    assert_eq!(marie.run(&["run", "./plain"]).ok(), "42");
    assert_eq!(marie.run(&["run", "plain"]).ok(), "42");
    assert_eq!(marie.run_with(&["run", "-"], "1 + 1").ok(), "2");
    assert_snapshot!(marie.run(&["run", "follow-up"]), @r"
    --- stderr
    error: there is no script 'follow-up'
     hint: did you mean 'follow-ups'?
     hint: see: epic scripts; a file is named by its path: ./due.rhai
    --- exit 2
    ");
    assert_eq!(marie.run(&["run", "missing.rhai"]).code, 2);
    assert_eq!(marie.run(&["run", "missing/due"]).code, 2);
}

#[test]
fn a_link_that_leads_out_of_the_folder_is_not_followed() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/in.rhai", "1");
    marie.file("elsewhere/out.rhai", "2");
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(from, marie.home().join(to)).expect("a link");
    };
    link("in.rhai", "scripts/inner.rhai");
    link("../elsewhere/out.rhai", "scripts/outer.rhai");
    assert_eq!(marie.run(&["run", "inner"]).ok(), "1");
    let said = marie.run(&["run", "outer"]);
    assert_eq!(
        said.error(),
        "./scripts/outer.rhai is a link that leads out of its folder"
    );
    assert_eq!(said.code, 1);
}

#[test]
fn a_new_script_runs_as_it_is_and_overwrites_none() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.run(&["scripts", "new", "due-soon"]);
    assert!(said.stderr.contains("epic run due-soon"), "{said}");
    marie.run(&["run", "due-soon"]).ok();
    marie
        .run(&[
            "run",
            "due-soon",
            "--silence",
            "1d",
            "--client",
            "12",
            "--client",
            "12",
        ])
        .ok();
    marie.run(&["scripts", "check", "due-soon"]).ok();
    let said = marie.run(&["scripts", "new", "due-soon"]);
    assert_eq!(said.error(), "scripts/due-soon.rhai is there already");
    for name in ["", "../x", "a b", ".hidden", "x.rhai"] {
        assert_eq!(marie.run(&["scripts", "new", name]).code, 2, "{name}");
    }
    let said = marie.run(&["scripts", "new", "unpaid"]);
    assert!(
        said.stderr.contains("It comes before that of built in."),
        "{said}"
    );
}

#[test]
fn definitions_for_editors_are_written() {
    let marie = Shell::as_("marie@epic.events");
    marie.run(&["scripts", "definitions", "defs/rhai"]).ok();
    let read = |name: &str| {
        std::fs::read_to_string(marie.home().join("defs/rhai").join(name)).expect("a file")
    };
    assert!(read("__static__.d.rhai").contains("contacted("));
    assert!(read("__scope__.d.rhai").contains("clients"));
}
