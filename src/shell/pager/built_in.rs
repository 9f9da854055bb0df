//! Our own pager: the heading of a table stays on top, and what was read stays on the screen.
//!
//! It looks at the size of the screen and at signals between two keys, so that it needs no handlers.

use super::keys::{Key, Keys};
use super::row::{Wanted, row};
use super::text::Text;
use super::view::{Step, View};
use crate::error::{Error, Result};
use crate::render::thousands;
use crate::shell::locale::signs;
use crate::shell::modes::{Modes, one_by_one};
use crate::shell::standard_streams::{screen, unwritten};
use crate::store::interrupt;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use tempfile::SpooledTempFile;

/// Goes to the first row and column.
const HOME: &str = "\x1b[H";
/// Clears the rest of a row.
const CLEAR: &str = "\x1b[K";

/// Shows a text until somebody has read enough; gives it back where there is no terminal to do so.
///
/// # Errors
/// The terminal can't be read or written; the process is to end.
pub(super) fn show(text: SpooledTempFile) -> Result<Option<SpooledTempFile>> {
    let (Some(modes), Some(screen)) = (Modes::change(one_by_one), screen()) else {
        return Ok(Some(text));
    };
    let text = Text::new(text)?;
    let view = View::new(text.lines(), text.heading(), screen);
    let mut reader = Reader {
        keys: Keys::new(modes.tty().try_clone()?),
        text,
        view,
        wanted: None,
        typed: None,
        note: None,
        goes_on: false,
    };
    // What is on the screen goes up, and stays to be scrolled back to.
    let room = "\n".repeat(screen.1);
    write(&room)?;
    let read = reader.read();
    let cleared = write(&format!("\r{CLEAR}"));
    interrupt::clear(); // Ctrl-C was for the pager
    read.and(cleared).map(|()| None)
}

/// Somebody who reads a text.
struct Reader {
    keys: Keys,
    text: Text,
    view: View,
    /// What was looked for last.
    wanted: Option<Wanted>,
    /// What is being typed of what is to be looked for.
    typed: Option<String>,
    /// What is said instead of where one is, until the next key.
    note: Option<String>,
    /// Whether a line goes on to the right of the screen.
    goes_on: bool,
}

/// What a key leads to.
#[derive(PartialEq)]
enum Then {
    GoOn,
    Leave,
}

impl Reader {
    fn read(&mut self) -> Result<()> {
        let mut drawn = None;
        loop {
            let screen = screen().unwrap_or((1, 1));
            if drawn != Some(screen) {
                self.view.fit(screen);
                self.draw()?;
                drawn = Some(screen);
            }
            if interrupt::ending().is_some() {
                return Err(Error::interrupted());
            }
            let Some(key) = self.keys.next()? else {
                if interrupt::requested() {
                    return Ok(());
                }
                continue;
            };
            self.note = None;
            if self.follow(key)? == Then::Leave {
                return Ok(());
            }
            drawn = None;
        }
    }

    fn follow(&mut self, key: Key) -> Result<Then> {
        if let Some(typed) = self.typed.take() {
            self.type_on(typed, key)?;
            return Ok(Then::GoOn);
        }
        let step = match key {
            Key::Step(step) => step,
            Key::Leave | Key::Letter('q' | 'Q') => return Ok(Then::Leave),
            Key::Letter(' ' | 'f') => Step::PageDown,
            Key::Letter('b') => Step::PageUp,
            Key::Letter('j') | Key::Enter => Step::Down,
            Key::Letter('k') => Step::Up,
            Key::Letter('h') => Step::Left,
            Key::Letter('l') => Step::Right,
            Key::Letter('g' | '<') => Step::Begin,
            Key::Letter('G' | '>') => Step::End,
            Key::Letter('/') => {
                self.typed = Some(String::new());
                return Ok(Then::GoOn);
            }
            Key::Letter('n') => return self.look(true).map(|()| Then::GoOn),
            Key::Letter('N') => return self.look(false).map(|()| Then::GoOn),
            Key::Letter(_) | Key::Erase => return Ok(Then::GoOn),
        };
        self.view.follow(step, self.goes_on);
        Ok(Then::GoOn)
    }

    /// A key while it is typed what is to be looked for.
    fn type_on(&mut self, mut typed: String, key: Key) -> Result<()> {
        match key {
            Key::Letter(letter) => typed.push(letter),
            Key::Erase if typed.pop().is_some() => {}
            Key::Enter => {
                if !typed.is_empty() {
                    self.wanted = Some(Wanted::new(typed));
                }
                return self.look(true);
            }
            Key::Erase | Key::Leave | Key::Step(_) => return Ok(()),
        }
        self.typed = Some(typed);
        Ok(())
    }

    /// Goes to the next line that has what is wanted, or to the one before.
    fn look(&mut self, forwards: bool) -> Result<()> {
        let Some(wanted) = &self.wanted else {
            return Ok(());
        };
        let (seen, lines) = self.view.seen();
        let heading = self.text.heading();
        let mut places: Box<dyn Iterator<Item = usize>> = if forwards {
            Box::new(seen.start + 1..lines)
        } else {
            Box::new((0..seen.start).rev())
        };
        let found = loop {
            let Some(line) = places.next() else {
                break None;
            };
            if wanted.is_in(&self.text.line(heading + line)?) {
                break Some(line);
            }
            if interrupt::ending().is_some() {
                return Err(Error::interrupted());
            }
        };
        match found {
            Some(line) => self.view.go_to(line),
            None => {
                let direction = if forwards { "below" } else { "above" };
                self.note = Some(format!("no '{}' {direction}", wanted.text()));
            }
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<()> {
        let (seen, _) = self.view.seen();
        let (rows, columns) = (self.view.rows(), self.view.columns());
        let heading = self.text.heading();
        let mut frame = HOME.to_owned();
        self.goes_on = false;
        for line in (0..heading).chain(heading + seen.start..heading + seen.start + rows) {
            let line = self.text.line(line)?;
            let line = match &self.wanted {
                Some(wanted) => wanted.marked(&line),
                None => line,
            };
            let row = row(&line, self.view.left, columns);
            self.goes_on |= row.goes_on;
            let _ = writeln!(frame, "{}{CLEAR}", signs(&row.text));
        }
        // The last column stays empty, so that the screen does not move.
        let status = row(&signs(&self.status()), 0, columns.saturating_sub(1)).text;
        let _ = write!(frame, "\x1b[7m{status}\x1b[0m{CLEAR}");
        write(&frame)
    }

    /// What the last row says.
    fn status(&self) -> String {
        if let Some(typed) = &self.typed {
            return format!("/{typed}");
        }
        if let Some(note) = &self.note {
            return note.clone();
        }
        let (seen, lines) = self.view.seen();
        let count = |number: usize| thousands(number as u64);
        let (first, last) = (count(seen.start + 1), count(seen.end));
        let all = count(lines);
        format!(
            "{first}–{last} of {all} · Space and b: pages · / looks for a text, n goes on · q leaves"
        )
    }
}

/// Writes at once what is drawn at once: standard output itself would keep what follows the last line break for a second time.
fn write(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    let written = out.flush().and_then(|()| {
        let mut screen = File::from(out.as_fd().try_clone_to_owned()?);
        screen.write_all(text.as_bytes())
    });
    written.map_err(|error| unwritten(&error))
}
