//! How an import ends: kept, tried only, undone, stopped or killed; and what is in the file of its bad lines then.

use super::{HEADER, lines};
use crate::exports::{age, files_in};
use crate::harness::Shell;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::process::{Child, Stdio};

/// One good line and a bad one.
const MIXED: &str = "A,a@new.example,,\nB,B@new.example,,\n";
const COUNT: &str = "clients.filter(|c| c.email.ends_with(\"@new.example\")).count()";

fn left(shell: &Shell) -> String {
    fs::read_to_string(shell.home().join("left.csv")).expect("a file")
}

fn import(options: &str) -> String {
    format!("clients.import_file(\"new.csv\", #{{ errors: \"left.csv\"{options} }})")
}

#[test]
fn a_dry_run_leaves_the_file_of_bad_lines_as_it_was() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("new.csv", &format!("{HEADER}{MIXED}"));
    marie.file("left.csv", "old");
    let failed = marie.run(&["--dry-run", "-e", &import("")]);
    assert_eq!(
        failed.error(),
        "1 of 2 lines can't be imported, and nothing was"
    );
    let hint = "these lines would be in left.csv, with their reasons";
    assert!(failed.stderr.contains(hint), "{failed}");
    let partly = marie.run(&["--dry-run", "-e", &import(", partly: true")]);
    assert!(partly.ok().contains("clients: 1 created"), "{partly}");
    let hint = "this would also write left.csv (1 line)";
    assert!(partly.stderr.contains(hint), "{partly}");
    assert_eq!(left(&marie), "old");
    assert_eq!(files_in(&marie, "."), ["left.csv", "new.csv"]);
    assert_eq!(marie.e(COUNT).ok(), "0");
}

#[test]
fn the_file_of_bad_lines_goes_with_the_good_ones_or_stands_for_all() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("new.csv", &format!("{HEADER}{MIXED}"));
    marie.file("left.csv", "old");
    let thrown = format!("{}; throw \"no\"", import(", partly: true"));
    assert_eq!(marie.run(&["-e", &thrown, "--yes"]).error(), "no");
    assert_eq!((left(&marie).as_str(), marie.e(COUNT).ok()), ("old", "0"));
    // Nothing is imported: the file is all that there is to go on with.
    let failed = marie.run(&["-e", &import(""), "--yes"]);
    let hint = "these lines are in left.csv, with their reasons";
    assert!(failed.stderr.contains(hint), "{failed}");
    let bad = "B,B@new.example,,,3,email 'B@new.example': a client's e-mail is in lower case\n";
    assert!(left(&marie).ends_with(bad), "{}", left(&marie));
    assert_eq!(marie.e(COUNT).ok(), "0");
    marie.file("left.csv", "old");
    marie.run(&["-e", &import(", partly: true"), "--yes"]).ok();
    assert!(left(&marie).ends_with(bad), "{}", left(&marie));
    assert_eq!(marie.e(COUNT).ok(), "1");
    assert_eq!(files_in(&marie, "."), ["left.csv", "new.csv"]);
}

#[test]
fn an_import_is_a_run_that_can_be_tried_and_taken_back() {
    let admin = Shell::as_("admin@epic.events");
    let all = "select md5(string_agg(c::text, '|' order by id)) from crm.clients c";
    let sum = |shell: &Shell| -> String {
        let row = shell.owner().query_one(all, &[]);
        row.expect(all).get(0)
    };
    let before = sum(&admin);
    let known = admin.e("clients.get(12).email").ok().to_owned();
    let text = format!(
        "full_name,email,phone,commercial\n,{known},+33 12,\nNew,new@new.example,,marie@epic.events\n"
    );
    admin.file("new.csv", &text);
    let code = "clients.import_file(\"new.csv\", #{ duplicates: \"update\" })";
    let tried = admin.run(&["--dry-run", "-e", code]);
    assert!(tried.ok().contains("1 created, 1 updated"), "{tried}");
    assert_eq!(sum(&admin), before);
    admin.e(code).ok();
    assert_eq!(admin.e("clients.get(12).phone").ok(), "+33 12");
    let run = admin.e("runs()[0].id").ok().to_owned();
    admin.run(&["undo", &run]).ok();
    assert_eq!(sum(&admin), before);
    // The shipped script is one too.
    admin.file(
        "people.csv",
        "full_name,email,commercial\nNew,new@new.example,marie@epic.events\n",
    );
    admin
        .run(&["run", "import-clients", "--file", "people.csv"])
        .ok();
    assert_eq!(admin.e(COUNT).ok(), "1");
    let run = admin.e("runs()[0].id").ok().to_owned();
    admin.run(&["undo", &run]).ok();
    assert_eq!(sum(&admin), before);
}

/// An import of many lines, one of them bad, while the database is at work for it.
fn under_way(shell: &Shell) -> Child {
    let text = format!("{HEADER}Bad,bad@new.example,,soon\n{}", lines(40_000, ""));
    shell.file("new.csv", &text);
    let child = shell
        .command(&["-e", &import(", partly: true")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("epic runs");
    shell.is_asked("insert into clients");
    child
}

#[test]
fn a_stopped_import_leaves_nothing() {
    let marie = Shell::as_("marie@epic.events");
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut child = under_way(&marie);
        kill_process(Pid::from_child(&child), signal).expect("it is there");
        assert_eq!(child.wait().expect("it ends").code(), Some(code));
        assert_eq!(marie.e(COUNT).ok(), "0");
        assert_eq!(files_in(&marie, "."), ["new.csv"]);
    }
}

#[test]
fn what_a_killed_import_left_is_removed_by_the_next() {
    let marie = Shell::as_("marie@epic.events");
    let mut child = under_way(&marie);
    child.kill().expect("it is there");
    child.wait().expect("it ends");
    assert_eq!(marie.e(COUNT).ok(), "0");
    let files = files_in(&marie, ".");
    let part = files.iter().find(|name| name.starts_with(".epic-"));
    age(&marie.home().join(part.expect("what was begun")));
    marie.file("new.csv", &format!("{HEADER}{MIXED}"));
    marie.e(&import(", partly: true")).ok();
    assert_eq!(marie.e(COUNT).ok(), "1");
    assert_eq!(files_in(&marie, "."), ["left.csv", "new.csv"]);
}
