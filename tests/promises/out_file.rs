//! `--out FILE`: the result is in the file when what was done is committed, and not before; else the file stays as
//! it was.

use crate::harness::{Said, Shell, Terminal};
use std::fs;
use std::process::{Command, Stdio};

const CHANGE: &str = "clients.get(12).update(#{ phone: \"new\" });";

/// The files in the home folder that are no folders of `epic`'s.
fn files(shell: &Shell) -> Vec<String> {
    let entries = fs::read_dir(shell.home()).expect("readable").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn read(shell: &Shell, name: &str) -> String {
    fs::read_to_string(shell.home().join(name)).expect("a file")
}

fn phone(shell: &Shell) -> String {
    shell.e("clients.get(12).phone").ok().to_owned()
}

#[test]
fn a_result_goes_to_a_file_whose_name_says_the_format() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("two.rhai", "print(\"looked\"); clients.take(2)");
    for (arguments, name, begins, printed) in [
        (vec!["-e", "clients.take(2)"], "a.csv", "id,full_name,", ""),
        (vec!["two.rhai"], "b.json", "[\n{\"id\":1,", "looked\n"),
        (
            vec!["run", "two.rhai"],
            "c.ndjson",
            "{\"id\":1,",
            "looked\n",
        ),
        (vec!["sql", "select 1 as one"], "d.md", "| one |", ""),
        (
            vec!["-e", "clients.get(12)"],
            "e.html",
            "<!doctype html>",
            "",
        ),
        (
            vec!["-e", "clients.take(2)"],
            "f.txt",
            " id │ full_name",
            "",
        ),
        (vec!["-e", "6 * 7"], "g.csv", "value\n42\n", ""),
        (vec!["whoami"], "h.json", "[\n{\"name\":\"Marie", ""),
        (vec!["sessions"], "i.csv", "id,", ""),
        (
            vec!["-e", "clients.take(1)", "--format", "csv"],
            "j",
            "id,",
            "",
        ),
    ] {
        let said = marie.run(&[arguments.as_slice(), &["--out", name]].concat());
        assert_eq!(
            (said.code, said.stdout.as_str()),
            (0, printed),
            "{name}: {said}"
        );
        let text = read(&marie, name);
        assert!(text.starts_with(begins), "{name}: {text}");
    }
    assert_eq!(read(&marie, "c.ndjson").lines().count(), 2);
    assert_eq!(marie.run_with(&["--out", "-"], "6 * 7").ok(), "42");
    let said = marie.run_with(&["--out", "piped.json"], "clients.count()");
    assert_eq!(
        (said.ok(), read(&marie, "piped.json").as_str()),
        ("", "[\n{\"value\":1000}\n]\n")
    );
}

#[test]
fn a_file_is_there_after_the_commit_only() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let refused = "contracts.get(1).update(#{ amount_due: -1 });";
    for (arguments, code) in [
        (vec!["-e", "clients.count(); throw \"no\""], 1),
        (vec!["-e", &format!("{CHANGE} {refused} clients")], 1),
        (vec!["sql", "select 1 / 0"], 1),
        (vec!["-e", &format!("{CHANGE} clients"), "--dry-run"], 0),
        (
            vec![
                "sql",
                "update clients set phone = 'x' where id = 12",
                "--dry-run",
            ],
            0,
        ),
    ] {
        let said = marie.run(&[arguments.as_slice(), &["--out", "list.csv"]].concat());
        assert_eq!(said.code, code, "{arguments:?}: {said}");
        assert_eq!(files(&marie), Vec::<String>::new(), "{arguments:?}");
        if code == 0 {
            assert!(
                said.stderr.contains("hint: this would also write list.csv"),
                "{said}"
            );
        }
    }
    assert_eq!(phone(&marie), before);
    let said = marie.run(&[
        "-e",
        &format!("{CHANGE} clients.get(12)"),
        "--out",
        "list.csv",
    ]);
    said.ok();
    assert!(read(&marie, "list.csv").contains(",new,"));
    assert_eq!(phone(&marie), "new");
}

#[test]
fn what_gives_nothing_to_write_is_an_error_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    marie.file("list.csv", "old");
    for arguments in [
        &["-e", CHANGE][..],
        &["-e", "clients.get(12).update(#{ phone: \"new\" })"],
        &["sql", "update clients set phone = 'new' where id = 12"],
    ] {
        let said = marie.run(&[arguments, &["--out", "list.csv", "--yes"]].concat());
        assert_eq!(
            said.error(),
            "there is nothing to write to list.csv",
            "{said}"
        );
    }
    assert_eq!(
        (phone(&marie), read(&marie, "list.csv").as_str()),
        (before, "old")
    );
}

#[test]
fn a_file_that_is_there_is_replaced_if_it_is_meant() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("list.csv", "old");
    let list = ["-e", "clients.count()", "--out", "list.csv"];
    let said = marie.run(&list);
    assert_eq!(said.code, 2, "{said}");
    assert_eq!(
        said.error(),
        "list.csv is there already and would be replaced"
    );
    assert!(
        said.stderr.contains("hint: if that is meant: --yes"),
        "{said}"
    );
    assert_eq!(read(&marie, "list.csv"), "old");
    let mut terminal = Terminal::of(&marie, &list);
    terminal.reads("list.csv is there already and would be replaced.\r\n");
    terminal.reads("Go on? [y/N] ");
    terminal.enters("");
    terminal.reads("error: ");
    assert_eq!(terminal.ends(), 1);
    assert_eq!(read(&marie, "list.csv"), "old");
    let mut terminal = Terminal::of(&marie, &list);
    terminal.reads("Go on? [y/N] ");
    terminal.enters("y");
    terminal.reads("list.csv: 1 row · ");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(read(&marie, "list.csv"), "value\n1000\n");
    marie.run(&["-e", "1", "--out", "list.csv", "--yes"]).ok();
    assert_eq!(read(&marie, "list.csv"), "value\n1\n");
}

#[test]
fn a_file_that_can_not_be_is_said_before_anything_runs() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    for (name, says) in [
        ("none/list.csv", "there is no folder 'none'"),
        (
            "list.pdf",
            "no format is known for files that end with .pdf",
        ),
        ("list", "the name 'list' does not say the format"),
        ("state", "the name 'state' does not say the format"),
        ("/dev/full.csv/x.csv", ""),
    ] {
        let said = marie.run(&["-e", &format!("{CHANGE} 1"), "--out", name]);
        assert_eq!(said.code, 2, "{name}: {said}");
        assert!(said.error().starts_with(says), "{name}: {said}");
    }
    let said = marie.run(&["-e", "1", "--out", "state", "--format", "csv"]);
    assert_eq!(said.error(), "state is a folder");
    let said = marie.run(&["-e", "1", "--out", "/dev/null", "--format", "csv"]);
    assert_eq!(said.error(), "/dev/null is no file");
    for command in [
        &["logout"][..],
        &["login", "x"],
        &["url"],
        &["db", "init"],
        &["demo"],
    ] {
        let said = marie.run(&[command, &["--out", "list.csv"]].concat());
        assert_eq!(
            said.error(),
            "this command has no result to write to list.csv"
        );
    }
    let mut terminal = Terminal::of(&marie, &["--out", "list.csv"]);
    terminal.reads("error: there is no code whose result could be written");
    assert_eq!(terminal.ends(), 2);
    assert_eq!(phone(&marie), before);
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let Some(disk) = SmallDisk::mount(&marie) else {
        return; // only root may
    };
    marie.file("small/list.csv", "old");
    let rows = "sql(\"select repeat('x', 1000) from generate_series(1, 10000)\")";
    let said = marie.run(&[
        "-e",
        &format!("{CHANGE} {rows}"),
        "--out",
        "small/list.csv",
        "--yes",
    ]);
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.error()
            .starts_with("small/list.csv can't be written: No space left"),
        "{said}"
    );
    assert_eq!(
        (phone(&marie), read(&marie, "small/list.csv").as_str()),
        (before, "old")
    );
    let left = fs::read_dir(marie.home().join("small")).expect("readable");
    assert_eq!(left.count(), 1);
    drop(disk);
}

/// A disk of a megabyte, as long as this lives.
pub struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    /// None where only root may mount.
    pub fn mount(shell: &Shell) -> Option<Self> {
        let folder = shell.home().join("small");
        fs::create_dir(&folder).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn who_is_interrupted_or_ended_leaves_no_half_of_a_file() {
    let marie = Shell::as_("marie@epic.events");
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let command = marie.command(&["-e", "sql(\"select pg_sleep(60)\")", "--out", "list.csv"]);
        let said = interrupted(&marie, command, signal);
        assert_eq!(said.code, code, "{said}");
        assert_eq!(files(&marie), Vec::<String>::new());
    }
}

/// What a command says that is sent a signal while the server sleeps for it.
fn interrupted(shell: &Shell, mut command: Command, signal: &str) -> Said {
    let epic = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    shell.is_asked("pg_sleep(60)");
    assert_eq!(files(shell).len(), 1, "it was begun");
    let pid = epic.id().to_string();
    let sent = Command::new("kill").args(["-s", signal, &pid]).status();
    assert!(sent.expect("kill runs").success());
    Said::of(&epic.wait_with_output().expect("it ends"), &[])
}

#[test]
fn a_large_result_is_written_as_it_comes() {
    let marie = Shell::as_("marie@epic.events");
    marie.add_100_000_clients();
    let mut command = marie.command(&["-e", "clients", "--out", "all.csv", "--timing"]);
    let epic = command.stderr(Stdio::piped()).spawn().expect("it runs");
    let said = epic.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&said.stderr);
    assert!(stderr.starts_with("all.csv: 101,000 rows · "), "{stderr}");
    assert_eq!(read(&marie, "all.csv").lines().count(), 101_001);
}
