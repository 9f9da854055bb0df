//! What is longer than the screen is shown by a pager: `$EPIC_PAGER`, `$PAGER`, or our own.
//!
//! It is shown after the commit, since nobody's rows should be locked while somebody reads.

mod built_in;
mod keys;
mod program;
mod row;
mod text;
mod view;

use super::dumb::is_dumb;
use super::report::{hint_text, say};
use super::standard_streams::{screen, unwritten};
use crate::error::Result;
use crate::render::plain;
use std::io::{self, IsTerminal, Read, Seek, Write};
use tempfile::SpooledTempFile;
use unicode_width::UnicodeWidthStr;

/// The variables that choose one, the first that is set.
const CHOSEN: [&str; 2] = ["EPIC_PAGER", "PAGER"];
/// How much of a result is held in memory; the rest is in a file without a name.
const HELD: usize = 4 << 20;
/// What is longer is not looked through line by line: it is longer than any screen.
const LOOKED_THROUGH: u64 = 256 << 10;
/// The lines that are left for what follows: how many rows there are, and the prompt.
pub(super) const BELOW: usize = 2;

/// What shows a long text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager(Option<String>);

impl Pager {
    /// The program of the environment, which may be none; our own for those who have not chosen. None where there is
    /// no screen.
    #[must_use]
    pub fn of_terminal() -> Option<Self> {
        let is_screen = io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb();
        // Not from `.env`: a folder that somebody else made would run their program.
        let chosen = CHOSEN.into_iter().find_map(|name| std::env::var(name).ok());
        let is_none = chosen
            .as_ref()
            .is_some_and(|chosen| chosen.trim().is_empty());
        (is_screen && !is_none).then_some(Self(chosen))
    }

    /// Shows a text; gives it back when that can't be done.
    fn show(&self, text: SpooledTempFile) -> Result<Option<SpooledTempFile>> {
        match &self.0 {
            Some(program) => program::show(program, text),
            None => built_in::show(text),
        }
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
        if let Some(text) = self.short()? {
            to_stdout(&mut &text[..])?;
            return Ok(None);
        }
        self.0.rewind()?;
        Ok(Some(Page {
            pager: pager.clone(),
            text: self.0,
        }))
    }

    /// The text, if the screen has room for it.
    fn short(&mut self) -> Result<Option<Vec<u8>>> {
        let length = self.0.stream_position()?;
        let Some(screen) = screen().filter(|_| length <= LOOKED_THROUGH) else {
            return Ok(None);
        };
        let mut text = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        self.0.rewind()?;
        self.0.read_to_end(&mut text)?;
        let fits = lines(&text, screen.0) + BELOW <= screen.1;
        Ok(fits.then_some(text))
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
        text.rewind()?;
        to_stdout(&mut text)?;
        if let Some(program) = &self.pager.0 {
            say(hint_text(&format!(
                "the pager '{program}' can't be run: set EPIC_PAGER to one that can, or to nothing"
            )));
        }
        Ok(())
    }
}

fn to_stdout(text: &mut dyn Read) -> Result<()> {
    let mut out = io::stdout().lock();
    io::copy(text, &mut out)
        .and_then(|_| out.flush())
        .map_err(|error| unwritten(&error))
}

/// How many lines a text takes on a screen of so many columns.
fn lines(text: &[u8], columns: usize) -> usize {
    let taken = |line: &[u8]| {
        if line.len() <= columns {
            return 1; // no character is wider than it has bytes
        }
        let line = String::from_utf8_lossy(line);
        plain(&line).width().div_ceil(columns).max(1)
    };
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    lines
        .map(|line| taken(line.strip_suffix(b"\n").unwrap_or(line)))
        .sum()
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
            assert_eq!(lines(text.as_bytes(), columns), count, "{text:?}");
        }
    }
}
