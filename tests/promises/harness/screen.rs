//! What somebody sees at a terminal: the bytes of `epic` as an emulator draws them, row by row.

use super::{Shell, Terminal};
use rustix::process::Signal;
use std::num::NonZeroU16;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};
use vt100::{Cell, Color, Parser};

/// How long to wait for a screen, and how often it is looked at.
const PATIENCE: Duration = Duration::from_mins(1);
const GLANCE: Duration = Duration::from_millis(2);

/// A terminal, and the screen that it shows.
pub struct Screen {
    terminal: Terminal,
    shown: Parser,
}

/// How a sign looks: the parts of its look that we use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // the terminal has so many switches
pub struct Look {
    pub bold: bool,
    pub dim: bool,
    pub underline: bool,
    pub inverse: bool,
    /// One of the terminal's 16 colours; none: its own.
    pub color: Option<u8>,
}

impl Screen {
    /// The prompt of somebody on a screen of so many columns and rows, without what is said at its beginning.
    pub fn of(shell: &Shell, size: (u16, u16)) -> Self {
        Self::with(shell.command(&["-q"]), size)
    }

    /// Any command of [`Shell::command`].
    pub fn with(command: Command, (columns, rows): (u16, u16)) -> Self {
        let mut terminal = Terminal::with(command);
        terminal.has_size(columns, rows);
        let (columns, rows) = at_least_one(columns, rows);
        let shown = Parser::new(rows, columns, 0);
        Self { terminal, shown }
    }

    /// Types a text.
    pub fn types(&mut self, text: &str) {
        self.terminal.types(text);
    }

    /// Types a text and Enter.
    pub fn enters(&mut self, text: &str) {
        self.terminal.enters(text);
    }

    /// Types a text of any size, marked as one that was pasted.
    pub fn pastes(&self, text: &str) {
        let text = text.replace('\n', "\r");
        self.terminal.pastes(format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Makes the window as large as this.
    pub fn is_resized(&mut self, columns: u16, rows: u16) {
        self.look();
        self.terminal.has_size(columns, rows);
        let (columns, rows) = at_least_one(columns, rows);
        self.shown.set_size(rows, columns);
    }

    /// Waits until some row begins with a text (spaces around it do not count), and returns its number.
    #[track_caller]
    pub fn row_of(&mut self, text: &str) -> u16 {
        let find = |screen: &Self| {
            screen
                .rows()
                .iter()
                .position(|row| row.trim().starts_with(text))
        };
        self.until(text, |screen| find(screen).is_some());
        u16::try_from(find(self).expect("it was there")).expect("a row")
    }

    /// Waits until a text stands somewhere on the screen.
    #[track_caller]
    pub fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.text().contains(text));
    }

    /// Waits until the screen is this text, from its first row on and with nothing below.
    #[track_caller]
    pub fn is(&mut self, text: &str) {
        self.until(text, |screen| screen.text() == text);
    }

    /// Waits until the last rows that are not empty are this text.
    #[track_caller]
    pub fn ends_with(&mut self, text: &str) {
        let whole_rows = format!("\n{text}");
        self.until(text, |screen| {
            screen.text() == text || screen.text().ends_with(&whole_rows)
        });
    }

    /// Waits until the cursor is at a row and column.
    #[track_caller]
    pub fn cursor_is(&mut self, at: (u16, u16)) {
        self.until(&format!("cursor at {at:?}"), |screen| screen.cursor() == at);
    }

    /// Waits until something is so of the screen.
    #[track_caller]
    pub fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let since = Instant::now();
        loop {
            self.look();
            if is_so(self) {
                return;
            }
            let at = self.cursor();
            assert!(
                since.elapsed() < PATIENCE,
                "no\n{what}\nbut (cursor {at:?}):\n{}",
                self.text()
            );
            sleep(GLANCE);
        }
    }

    /// The rows, without the spaces at their ends.
    pub fn rows(&self) -> Vec<String> {
        let (_, columns) = self.shown.screen().size();
        let rows = self.shown.screen().rows(0, columns.get());
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    /// The rows as one text, without the empty ones at its end.
    pub fn text(&self) -> String {
        let rows = self.rows().join("\n");
        rows.trim_end_matches('\n').to_owned()
    }

    /// The row and the column of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        self.shown.screen().cursor_position()
    }

    /// The sign at a row and column; nothing in the second column of a wide one.
    pub fn sign_at(&self, row: u16, column: u16) -> &str {
        let cell = self.shown.screen().cell(row, column);
        cell.map_or("", Cell::contents)
    }

    /// How the sign at a row and column looks.
    pub fn look_at(&self, row: u16, column: u16) -> Look {
        let cell = self.shown.screen().cell(row, column);
        cell.map_or_else(Look::default, Look::of)
    }

    /// How the first sign of a text in a row looks, which has to be there.
    #[track_caller]
    pub fn look_of(&self, row: u16, text: &str) -> Look {
        let line = &self.rows()[usize::from(row)];
        let at = line
            .find(text)
            .unwrap_or_else(|| panic!("no {text} in {line}"));
        let before = line[..at].chars().count();
        self.look_at(row, u16::try_from(before).expect("a column"))
    }

    /// Presses Ctrl-D, waits for the end, and returns the exit code.
    #[track_caller]
    pub fn leaves(&mut self) -> i32 {
        self.terminal.leaves()
    }

    /// Sends a signal to the process at the terminal.
    pub fn signal(&self, signal: Signal) {
        self.terminal.signal(signal);
    }

    /// Waits for the end, and returns the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> i32 {
        self.terminal.ends()
    }

    /// Draws what has come.
    fn look(&mut self) {
        let bytes = self.terminal.receives();
        self.shown.process(&bytes);
    }
}

impl Look {
    fn of(cell: &Cell) -> Self {
        Self {
            bold: cell.bold(),
            dim: cell.dim(),
            underline: cell.underline(),
            inverse: cell.inverse(),
            color: match cell.fgcolor() {
                Color::Idx(number) => Some(number),
                Color::Default | Color::Rgb(..) => None,
            },
        }
    }
}

fn at_least_one(columns: u16, rows: u16) -> (NonZeroU16, NonZeroU16) {
    let number = |number| NonZeroU16::new(number).expect("a screen has columns and rows");
    (number(columns), number(rows))
}
