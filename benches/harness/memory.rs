//! The most memory that a process ever had.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// How often a running process is looked at: its last peak is found unless it grows in its last moment.
const GLANCE: Duration = Duration::from_millis(2);

/// The peak of a running process, in kilobytes; none where the system does not tell.
pub fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Runs a program to its end; its peak, in kilobytes.
pub fn peak_of(command: &mut Command) -> Option<u64> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let mut most = None;
    while child.try_wait().expect("a child").is_none() {
        most = most.max(peak(child.id()));
        sleep(GLANCE);
    }
    most
}
