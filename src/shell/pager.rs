//! What is longer than the screen is shown by a pager: `$EPIC_PAGER`, `$PAGER`, or `less`.
//!
//! It is shown after the commit, since nobody's rows should be locked while somebody reads.

use super::child;
use super::dumb::is_dumb;
use super::modes::{Modes, line_by_line};
use super::report::{hint_text, say};
use super::standard_streams::{terminal_size, unwritten};
use crate::error::Result;
use crate::store::interrupt;
use std::io::{self, IsTerminal, Read, Seek, Write};
use std::process::{Command, Stdio};
use std::thread;
use tempfile::SpooledTempFile;
use unicode_width::UnicodeWidthStr;

/// The variables that choose one, the first that is set.
const CHOSEN: [&str; 2] = ["EPIC_PAGER", "PAGER"];
/// The pager of those who have not chosen one, where it is installed.
const USUAL: &str = "less";
/// For `less`: colours are shown, and what was read stays on the screen.
const LESS: (&str, &str) = ("LESS", "FRX");
/// How much of a result is held in memory; the rest is in a file without a name.
const HELD: usize = 4 << 20;
/// What is longer is not looked through line by line: it is longer than any screen.
const LOOKED_THROUGH: u64 = 256 << 10;
/// The lines that are left for what follows: how many rows there are, and the prompt.
pub(super) const BELOW: usize = 2;
/// What a command shell says of a command that it can't run.
const NOT_RUN: [i32; 2] = [126, 127];

/// A program that shows a long text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager(String);

impl Pager {
    /// The one of the environment, which may be none; `less` for those who have not chosen. None where there is no
    /// screen.
    #[must_use]
    pub fn of_terminal() -> Option<Self> {
        let is_screen = io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb();
        // Not from `.env`: a folder that somebody else made would run their program.
        let chosen = CHOSEN.into_iter().find_map(|name| std::env::var(name).ok());
        let command = match chosen {
            Some(chosen) => chosen,
            None if is_installed(USUAL) => USUAL.to_owned(),
            None => return None,
        };
        (is_screen && !command.trim().is_empty()).then_some(Self(command))
    }

    /// Shows a text. Nothing when the pager can't be run.
    fn show(&self, mut text: SpooledTempFile) -> Result<Option<SpooledTempFile>> {
        let _modes = Modes::change(line_by_line);
        let mut command = Command::new("sh");
        // The command shell is to outlive the pager, which may answer to Ctrl-C and go on.
        command.args(["-c", &format!("trap : INT; {}", self.0)]);
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
}

/// A text for the screen, of any length.
pub(super) struct Spool(SpooledTempFile);

impl Default for Spool {
    fn default() -> Self {
        Self(SpooledTempFile::new(HELD))
    }
}

/// A text that is longer than the screen.
#[derive(Debug)]
pub(super) struct Page {
    pager: Pager,
    text: SpooledTempFile,
}

impl Spool {
    /// Writes it to the screen; if it is longer than that, it is a page for the pager.
    pub(super) fn shown(mut self, pager: &Pager) -> Result<Option<Page>> {
        if self.fits()? {
            to_stdout(&mut self.0)?;
            return Ok(None);
        }
        self.0.rewind()?;
        Ok(Some(Page {
            pager: pager.clone(),
            text: self.0,
        }))
    }

    fn fits(&mut self) -> Result<bool> {
        let length = self.0.stream_position()?;
        let Some(screen) = screen().filter(|_| length <= LOOKED_THROUGH) else {
            return Ok(false);
        };
        let mut text = Vec::new();
        self.0.rewind()?;
        self.0.read_to_end(&mut text)?;
        Ok(lines(&String::from_utf8_lossy(&text), screen.0) + BELOW <= screen.1)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Page {
    /// Shows it until somebody has read enough.
    pub(super) fn show(self) -> Result<()> {
        let Some(mut text) = self.pager.show(self.text)? else {
            return Ok(());
        };
        to_stdout(&mut text)?;
        say(hint_text(&format!(
            "the pager '{}' can't be run: set EPIC_PAGER to one that can, or to nothing",
            self.pager.0
        )));
        Ok(())
    }
}

fn to_stdout(text: &mut SpooledTempFile) -> Result<()> {
    text.rewind()?;
    let mut out = io::stdout().lock();
    io::copy(text, &mut out)
        .and_then(|_| out.flush())
        .map_err(|error| unwritten(&error))
}

/// Columns and lines of the screen.
pub(super) fn screen() -> Option<(usize, usize)> {
    terminal_size(&io::stdout()).filter(|(_, lines)| *lines > 0)
}

/// How many lines a text takes on a screen of so many columns.
fn lines(text: &str, columns: usize) -> usize {
    let taken = |line: &str| plain(line).width().div_ceil(columns).max(1);
    text.lines().map(taken).sum()
}

/// A line without what only colours it.
pub(super) fn plain(line: &str) -> String {
    let mut parts = line.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or("", |(_, rest)| rest)
    })
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_the_screen_breaks_them() {
        for (text, columns, count) in [
            ("", 10, 0),
            ("a\n", 10, 1),
            ("a\n\nb\n", 10, 3),
            ("0123456789\n", 10, 1),
            ("0123456789x\n", 10, 2),
            ("李小龍\n", 4, 2),
            ("\x1b[1mbold\x1b[0m\n", 4, 1),
        ] {
            assert_eq!(lines(text, columns), count, "{text:?}");
        }
    }
}
