//! `bin/demo` says how far the first build is: its own functions, fed with what cargo wrote once.

use crate::harness::{Terminal, clean_environment};
use std::process::Command;

/// What cargo wrote at a build, shortened; the warning is not about how far it is.
const RECORDED: &str = "    Updating crates.io index
 Downloading crates ...
  Downloaded libc v0.2.177
   Compiling libc v0.2.177
   Compiling serde v1.0.228
warning: profiles for the non root package will be ignored
   Compiling epic v0.1.0 (/epic)
    Finished `release` profile [optimized] target(s) in 2m 03s
";

/// A bash that knows the functions of `bin/demo`, and then does this.
fn bash(work: &str) -> Command {
    let functions = "say() { printf '%s\\n' \"$1\" >&2; }
        eval \"$(sed -n '/^[a-z]*() {/,/^}/p' \"$DEMO\")\"";
    let mut bash = Command::new("bash");
    clean_environment(&mut bash);
    bash.args([
        "--norc",
        "-euo",
        "pipefail",
        "-c",
        &format!("{functions}\n{work}"),
    ])
    .env("DEMO", concat!(env!("CARGO_MANIFEST_DIR"), "/bin/demo"))
    .env("RECORDED", RECORDED);
    bash
}

#[test]
fn the_first_build_says_how_many_crates_of_how_many() {
    let mut terminal = Terminal::with(bash("printf '%s' \"$RECORDED\" | progress 3"));
    for shown in [
        "building up to 3 crates with all processors",
        "1 of 3 crates: libc v0.2.177",
        "2 of 3 crates: serde v1.0.228",
        "warning: profiles",
        "3 of 3 crates: epic v0.1.0 (/epic)",
    ] {
        terminal.reads(shown);
    }
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_file_gets_no_progress_but_all_that_cargo_warns_of() {
    let output = bash("printf '%s' \"$RECORDED\" | progress 3")
        .output()
        .expect("bash");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with("building up to 3 crates"), "{said}");
    assert!(lines[1].starts_with("warning: profiles"), "{said}");
    assert!(output.status.success());
}

#[test]
fn the_time_that_is_left_follows_from_the_time_so_far() {
    for (seconds, done, all, left) in [
        (30, 9, 300, ""),
        (10, 100, 300, ", about 20 s left"),
        (60, 100, 400, ", about 3 min left"),
        (60, 400, 300, ""),
    ] {
        let work = format!("SECONDS={seconds}; left {done} {all}");
        let output = bash(&work).output().expect("bash");
        assert_eq!(String::from_utf8_lossy(&output.stdout), left, "{work}");
    }
}
