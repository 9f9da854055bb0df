//! Questions on the terminal, also when standard input or output is a file.

use super::modes::{Modes, unseen};
use super::progress::above_bars;
use crate::error::{Error, Kind, Result};
use crate::render::visible;
use crate::store::interrupt;
use rustyline::config::Behavior;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Config, Editor};
use secrecy::SecretString;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};

const TERMINAL: &str = "/dev/tty";
const CTRL_C: u8 = 3;

/// Undoes what the line editor asked of the terminal (to mark what is pasted), and ends the line.
const UNMARK_PASTE: &[u8] = b"\x1b[?2004l\r\n";

/// Whether somebody was asked something since this was last looked at.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Whether somebody was asked something; asked once.
pub(super) fn was_asked() -> bool {
    ASKED.swap(false, Ordering::SeqCst)
}

/// Asks for a password; what is typed does not show.
///
/// # Errors
/// There is no terminal to ask on. Ctrl-C and Ctrl-D give [`Kind::Interrupted`].
pub fn ask_password(prompt: &str) -> Result<SecretString> {
    terminal()?;
    // Unwatched, Ctrl-C would end the process here and leave the terminal without echo.
    interrupt::watch()?;
    let read = || {
        // Before the question is seen: a key pressed at once is part of the answer, Ctrl-C too.
        let _unseen = Modes::change(unseen);
        if interrupt::requested() {
            return Err(ErrorKind::Interrupted.into());
        }
        let keys = rpassword::ConfigBuilder::new().input_reader(Keys::open()?);
        let password = rpassword::prompt_password_with_config(visible(prompt), keys.build());
        // The key that ended it did not show either.
        File::options()
            .write(true)
            .open(TERMINAL)?
            .write_all(b"\n")?;
        password
    };
    match above_bars(|| at_terminal(read))? {
        Ok(password) => Ok(password.into()),
        Err(error) => Err(match error.kind() {
            ErrorKind::Interrupted | ErrorKind::UnexpectedEof => Error::interrupted(),
            _ => Error::failed(format!("the terminal can't be read: {error}")),
        }),
    }
}

/// The keys that are pressed. Ctrl-C ends the answer here: the library would raise a signal for it, which could arrive
/// when the next entry has begun.
struct Keys(File);

impl Keys {
    fn open() -> std::io::Result<Self> {
        File::open(TERMINAL).map(Self)
    }
}

impl Read for Keys {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.read(into)?;
        if into.iter().take(length).any(|key| *key == CTRL_C) {
            return Err(ErrorKind::Interrupted.into());
        }
        Ok(length)
    }
}

/// Asks for a line of text, without the spaces around it.
///
/// # Errors
/// As [`ask_password`].
pub fn ask_line(prompt: &str) -> Result<String> {
    terminal()?;
    let config = Config::builder().behavior(Behavior::PreferTerm).build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::<(), _>::with_history(config, history).map_err(unreadable)?;
    let read = || at_terminal(|| editor.readline(&*visible(prompt)));
    let line = above_bars(read)?.map_err(unreadable)?;
    Ok(line.trim().to_owned())
}

/// Waits for somebody at the terminal, which is as before when a signal ends the process meanwhile.
///
/// # Errors
/// The process is to end.
pub(super) fn at_terminal<T>(work: impl FnOnce() -> T) -> Result<T> {
    let before = Modes::now();
    let undo = move || {
        if let Some(modes) = before {
            // A terminal that is gone needs nothing.
            let _ = modes.tty().write_all(UNMARK_PASTE);
        }
    };
    interrupt::at_terminal(undo, work).ok_or_else(Error::interrupted)
}

/// What the line editor says, as an error of ours.
pub(super) fn unreadable(error: ReadlineError) -> Error {
    match error {
        ReadlineError::Interrupted | ReadlineError::Eof => {
            Error::new(Kind::Interrupted, "interrupted")
        }
        error => Error::failed(format!("the terminal can't be read: {error}")),
    }
}

/// Fails when there is nobody to ask.
fn terminal() -> Result<()> {
    match File::options().read(true).write(true).open(TERMINAL) {
        Ok(_) => {
            ASKED.store(true, Ordering::SeqCst);
            Ok(())
        }
        Err(_) => Err(Error::failed("there is no terminal to ask on")),
    }
}
