//! How many instructions something takes, counted by valgrind: the same figure however busy the machine is.

use std::process::{Command, Stdio};

/// Names the act that a process under valgrind is to do, and how often.
const ACT: &str = "EPIC_BENCH_ACT";
const TIMES: &str = "EPIC_BENCH_TIMES";

/// What this process is to do, if it is one under valgrind: the name of an act, and how often.
pub fn asked() -> Option<(String, u64)> {
    let times = std::env::var(TIMES).ok()?.parse().ok()?;
    Some((std::env::var(ACT).ok()?, times))
}

/// The instructions that this program takes to do an act once: it is run twice, and does the act twice as
/// often in the second run, so that its start does not count. None without valgrind.
pub fn instructions(act: &str, times: u64, environment: &[(&str, &str)]) -> Option<u64> {
    let once = run(act, times, environment)?;
    let twice = run(act, 2 * times, environment)?;
    Some(twice.saturating_sub(once) / times)
}

fn run(act: &str, times: u64, environment: &[(&str, &str)]) -> Option<u64> {
    let program = std::env::current_exe().expect("a path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .env(ACT, act)
        .env(TIMES, times.to_string())
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let line = said.lines().find(|line| line.contains("Collected :"));
    line?.rsplit(' ').next()?.parse().ok()
}
