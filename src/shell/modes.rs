//! The modes of the terminal: changed for a while, and as before when that is over.
//!
//! While an entry runs, the terminal hands on what is typed key by key and not line by line: switching
//! between the two would lose a Ctrl-D and whatever of a line goes beyond 4096 bytes.

use super::progress;
use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use std::fs::File;
use std::sync::{Mutex, PoisonError};

/// The terminal while an entry runs, with its modes from before.
static WHILE_RUNNING: Mutex<Option<Modes>> = Mutex::new(None);

/// The modes that a terminal gets back when this is dropped.
pub(super) struct Modes {
    tty: File,
    /// What they are to be again.
    pub(super) before: Termios,
}

impl Modes {
    /// Changes the modes; nothing where there is no terminal.
    pub(super) fn change(change: impl FnOnce(&mut Termios)) -> Option<Self> {
        let modes = Self::now()?;
        let mut wanted = modes.before.clone();
        change(&mut wanted);
        termios::tcsetattr(&modes.tty, OptionalActions::Now, &wanted).ok()?;
        Some(modes)
    }

    /// The modes as they are now.
    pub(super) fn now() -> Option<Self> {
        let tty = File::options()
            .read(true)
            .write(true)
            .open("/dev/tty")
            .ok()?;
        let before = termios::tcgetattr(&tty).ok()?;
        Some(Self { tty, before })
    }

    /// The terminal itself.
    pub(super) fn tty(&self) -> &File {
        &self.tty
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing.
        let _ = termios::tcsetattr(&self.tty, OptionalActions::Now, &self.before);
    }
}

/// Runs an entry; what is typed meanwhile waits for the next prompt.
pub(super) fn while_running<T>(work: impl FnOnce() -> T) -> T {
    let mine = Modes::change(key_by_key);
    let outer = std::mem::replace(&mut *lock(), mine);
    let _restored = Restore(outer);
    work()
}

/// Gives the terminal the modes it had before the entry that runs, since the process ends.
pub fn restore_terminal() {
    progress::wipe();
    drop(lock().take());
}

/// Lines as a program expects them that knows nothing of the modes.
pub(super) fn line_by_line(modes: &mut Termios) {
    modes.local_modes.insert(LocalModes::ICANON);
}

/// As a password is read: nothing shows, and Ctrl-C is a key.
pub(super) fn unseen(modes: &mut Termios) {
    key_by_key(modes);
    let shown = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG;
    modes.local_modes.remove(shown);
}

fn key_by_key(modes: &mut Termios) {
    modes.local_modes.remove(LocalModes::ICANON);
    modes.special_codes[SpecialCodeIndex::VMIN] = 1;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
}

fn lock() -> std::sync::MutexGuard<'static, Option<Modes>> {
    WHILE_RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the modes of the entry around this one in their place again.
struct Restore(Option<Modes>);

impl Drop for Restore {
    fn drop(&mut self) {
        let done = std::mem::replace(&mut *lock(), self.0.take());
        drop(done);
    }
}
