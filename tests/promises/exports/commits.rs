//! When a file is there: after the commit, whole, and never half.

use super::{age, files_in, text};
use crate::harness::{Shell, Terminal};
use crate::out_file::SmallDisk;
use std::fs;
use std::process::{Command, Stdio};

const CHANGE: &str = "clients.get(12).update(#{ phone: \"new\" });";
/// Three megabytes that can't be compressed by more than half.
const LARGE: &str = "select string_agg(md5(i::text || j), '') as x \
    from generate_series(1, 1000) i, generate_series(1, 100) j group by j";
const SAVE: &str = "clients.take(2).save_as(\"list.csv\")";

fn phone(shell: &Shell) -> String {
    shell.e("clients.get(12).phone").ok().to_owned()
}

#[test]
fn what_is_not_kept_leaves_no_file() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    marie.file("save.rhai", &format!("{CHANGE} {SAVE}; throw \"no\""));
    for arguments in [
        &["-e", &format!("{CHANGE} {SAVE}; throw \"no\"")][..],
        &[
            "-e",
            &format!("{SAVE}; contracts.get(1).update(#{{ amount_due: -1 }})"),
        ],
        &["run", "save.rhai"],
    ] {
        let said = marie.run(arguments);
        assert_ne!(said.code, 0, "{said}");
        assert_eq!(files_in(&marie, "."), ["save.rhai"], "{said}");
    }
    let said = marie.run(&["-e", &format!("{CHANGE} {SAVE}"), "--dry-run"]);
    assert!(
        said.stderr
            .contains("this would also write list.csv (2 rows)"),
        "{said}"
    );
    assert_eq!(files_in(&marie, "."), ["save.rhai"]);
    let step = format!("try {{ transaction(|| {{ {SAVE}; throw \"no\" }}) }} catch {{ }} {CHANGE}");
    marie.e(&step).ok();
    assert_eq!(files_in(&marie, "."), ["save.rhai"]);
    assert_eq!((before == "new", phone(&marie).as_str()), (false, "new"));
}

#[test]
fn a_file_that_is_there_is_replaced_if_it_is_meant() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("list.csv", "old");
    let said = marie.e(SAVE);
    assert_eq!(
        said.error(),
        "list.csv is there already and would be replaced"
    );
    assert!(said.stderr.contains("if that is meant: --yes"), "{said}");
    assert_eq!(text(&marie, "list.csv"), "old");
    marie.run(&["-e", SAVE, "--yes"]).ok();
    assert!(text(&marie, "list.csv").starts_with("id,"));
    let mut terminal = Terminal::of(&marie, &["-e", "[#{ a: 1 }].save_as(\"list.csv\")"]);
    terminal.reads("list.csv is there already and would be replaced.\r\n");
    terminal.reads("Go on? [y/N] ");
    terminal.enters("y");
    terminal.reads("1 row written to list.csv");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(text(&marie, "list.csv"), "a\n1\n");
}

#[test]
fn an_entry_writes_a_file_once() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.e(&format!("{SAVE}; {SAVE}"));
    assert_eq!(said.error(), "list.csv is being written already");
    assert_eq!(files_in(&marie, "."), Vec::<String>::new());
    let said = marie.run(&["-e", SAVE, "--out", "list.csv"]);
    assert_eq!(said.error(), "list.csv is being written already");
    marie
        .e(&format!("{SAVE}; {}", SAVE.replace("list", "other")))
        .ok();
    assert_eq!(files_in(&marie, "."), ["list.csv", "other.csv"]);
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let Some(disk) = SmallDisk::mount(&marie) else {
        return; // only root may
    };
    for name in ["list.csv", "list.csv.gz", "list.xlsx"] {
        let name = format!("small/{name}");
        marie.file(&name, "old");
        let code = format!("{CHANGE} sql(\"{LARGE}\").save_as(\"{name}\")");
        let said = marie.run(&["-e", &code, "--yes"]);
        let full = format!("{name} can't be written: No space left");
        assert!(said.error().starts_with(&full), "{said}");
        assert_eq!(text(&marie, &name), "old");
        fs::remove_file(marie.home().join(&name)).expect("removed");
        assert_eq!(files_in(&marie, "small"), Vec::<String>::new());
    }
    assert_eq!(phone(&marie), before);
    drop(disk);
}

#[test]
fn what_a_killed_process_left_is_removed_by_the_next_export() {
    let marie = Shell::as_("marie@epic.events");
    let code = format!("{SAVE}; sql(\"select pg_sleep(60)\")");
    let mut epic = marie
        .command(&["-e", &code])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    marie.is_asked("pg_sleep(60)");
    let left = files_in(&marie, ".");
    assert!(left.len() == 1 && left[0].starts_with(".epic-"), "{left:?}");
    let part = marie.home().join(&left[0]);
    age(&part);
    let again = SAVE.replace("list", "other");
    marie.e(&again).ok();
    assert!(part.exists(), "somebody still writes it");
    let pid = epic.id().to_string();
    let killed = Command::new("kill").args(["-KILL", &pid]).status();
    assert!(killed.expect("kill runs").success());
    epic.wait().expect("it ends");
    age(&part);
    marie.run(&["-e", &again, "--yes"]).ok();
    assert_eq!(files_in(&marie, "."), ["other.csv"]);
}

#[test]
fn who_is_interrupted_leaves_no_half_of_a_file() {
    let marie = Shell::as_("marie@epic.events");
    let slow = "clients.filter(|c| c.id > 0).save_as(\"list.csv\"); sql(\"select pg_sleep(60)\")";
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut epic = marie
            .command(&["-e", slow])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        marie.is_asked("pg_sleep(60)");
        let pid = epic.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(sent.expect("kill runs").success());
        assert_eq!(epic.wait().expect("it ends").code(), Some(code));
        assert_eq!(files_in(&marie, "."), Vec::<String>::new());
    }
}
