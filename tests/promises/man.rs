//! The manual is made of the declared arguments, a page for each command, and `man` shows it.

use crate::harness::Shell;
use std::fs;
use std::process::Command;

#[test]
fn each_command_has_a_page() {
    let shell = Shell::signed_out();
    let first = shell.run(&["man"]);
    assert!(first.ok().contains(".TH epic 1"), "{first}");
    let said = shell.run(&["man", "share/man/man1"]);
    assert_eq!(said.ok(), "");
    let folder = shell.home().join("share/man/man1");
    assert_eq!(
        fs::read_to_string(folder.join("epic.1"))
            .expect("a page")
            .trim_end(),
        first.ok()
    );
    let help = shell.run(&["--help"]);
    let commands = help.ok().split("Commands:\n").nth(1).expect("commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains(&"sql"), "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(folder.join(format!("epic-{name}.1")).exists(), "{name}");
    }
    assert!(folder.join("epic-db-status.1").exists());
    assert!(
        !folder.join("epic-complete.1").exists(),
        "it is for programs"
    );

    let refused = shell.run(&["man", "share/man/man1/epic.1/below"]);
    assert!(
        refused.stderr.contains("name a folder of yours"),
        "{refused}"
    );
    assert_eq!(refused.code, 1);
}

#[test]
fn man_shows_it() {
    let shell = Shell::signed_out();
    shell.run(&["man", "man1"]).ok();
    let page = shell.home().join("man1/epic-run.1");
    let mut man = Command::new("man");
    man.args(["--warnings", "-l"])
        .arg(&page)
        .env("MANWIDTH", "80")
        .env("LC_ALL", "C.UTF-8");
    let Ok(shown) = man.output() else {
        eprintln!("man is not installed here");
        return;
    };
    let (text, warned) = (
        String::from_utf8_lossy(&shown.stdout),
        String::from_utf8_lossy(&shown.stderr),
    );
    assert!(shown.status.success() && warned.is_empty(), "{warned}");
    assert!(
        text.contains("SYNOPSIS") && text.contains("--dry-run"),
        "{text}"
    );
}
