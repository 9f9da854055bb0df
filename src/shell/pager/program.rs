//! A program that shows a long text: the one that somebody has chosen.

use crate::error::Result;
use crate::shell::child;
use crate::shell::modes::{Modes, line_by_line};
use crate::store::interrupt;
use std::io;
use std::process::{Command, Stdio};
use std::thread;
use tempfile::SpooledTempFile;

/// For `less`: colours are shown, and what was read stays on the screen.
const LESS: (&str, &str) = ("LESS", "FRX");
/// What a command shell says of a command that it can't run.
const NOT_RUN: [i32; 2] = [126, 127];

/// Shows a text by a program; gives it back when that can't be run.
///
/// # Errors
/// The process is to end.
pub(super) fn show(program: &str, mut text: SpooledTempFile) -> Result<Option<SpooledTempFile>> {
    let _modes = Modes::change(line_by_line);
    let mut command = Command::new("sh");
    // The command shell is to outlive the pager, which may answer to Ctrl-C and go on.
    command.args(["-c", &format!("trap : INT; {program}")]);
    command.stdin(Stdio::piped());
    if std::env::var_os(LESS.0).is_none() {
        command.env(LESS.0, LESS.1);
    }
    let mut running = command.spawn()?;
    let input = running.stdin.take();
    let feed = thread::spawn(move || {
        // Who has read enough leaves before the end.
        let _ = input.map(|mut input| io::copy(&mut text, &mut input));
        text
    });
    let status = child::end_of(running)?;
    interrupt::clear(); // Ctrl-C was for the pager
    let text = feed.join().ok();
    let is_run = !status.code().is_some_and(|code| NOT_RUN.contains(&code));
    Ok(text.filter(|_| !is_run))
}
