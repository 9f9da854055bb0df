//! The modes of the terminal: changed for a while, and as before when that is over.
//!
//! While the shell runs, the terminal hands on what is typed key by key and not line by line: switching
//! between the two would lose a Ctrl-D, and the part of a line beyond 4096 bytes.

use super::progress;
use rustix::process::getpgrp;
use rustix::termios::{self, Action, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use std::fs::File;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The terminal while the shell runs, with its modes from before.
static SHELL: Mutex<Option<Modes>> = Mutex::new(None);

/// The terminal of this process, if it has one.
static TTY: LazyLock<Option<File>> = LazyLock::new(|| {
    let tty = File::options().read(true).write(true).open("/dev/tty");
    tty.ok()
});

/// The modes that a terminal gets back when this is dropped.
pub(super) struct Modes {
    tty: &'static File,
    /// What they are to be again.
    pub(super) before: Termios,
}

impl Modes {
    /// Changes the modes; nothing where there is no terminal.
    pub(super) fn change(change: impl FnOnce(&mut Termios)) -> Option<Self> {
        let modes = Self::now()?;
        let mut wanted = modes.before.clone();
        change(&mut wanted);
        termios::tcsetattr(modes.tty, OptionalActions::Now, &wanted).ok()?;
        Some(modes)
    }

    /// The modes as they are now.
    pub(super) fn now() -> Option<Self> {
        let tty = TTY.as_ref()?;
        let before = termios::tcgetattr(tty).ok()?;
        Some(Self { tty, before })
    }

    /// The terminal itself.
    pub(super) fn tty(&self) -> &'static File {
        self.tty
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing.
        let _ = termios::tcsetattr(self.tty, OptionalActions::Now, &self.before);
    }
}

/// Runs the shell; what is typed while an entry runs waits for the next prompt.
pub(super) fn key_by_key<T>(work: impl FnOnce() -> T) -> T {
    *lock() = Modes::change(hand_on_keys);
    let _restored = Restore;
    work()
}

/// Gives the terminal the modes it had before the shell, since the process ends.
pub fn restore_terminal() {
    progress::wipe();
    drop(lock().take());
}

/// Wakes who waits to write to the terminal. At Ctrl-C it throws away what it was about to show, and tells nobody that there is
/// room again: where nothing is echoed either, a thread that waits for room would wait for ever.
pub fn wake_writers() {
    let Some(tty) = TTY.as_ref() else { return };
    // Behind everybody else's back it would stop us.
    if termios::tcgetpgrp(tty).ok() != Some(getpgrp()) {
        return;
    }
    // Asking for the modes waits until it is thrown away.
    let _ = termios::tcgetattr(tty);
    for action in [Action::OOff, Action::OOn] {
        let _ = termios::tcflow(tty, action); // a terminal that is gone wakes them too
    }
}

/// Lines as a program expects them that knows nothing of the modes.
pub(super) fn line_by_line(modes: &mut Termios) {
    modes.local_modes.insert(LocalModes::ICANON);
}

/// As a password is read: nothing shows, and Ctrl-C is a key.
pub(super) fn unseen(modes: &mut Termios) {
    hand_on_keys(modes);
    let shown = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG;
    modes.local_modes.remove(shown);
}

/// As the pager reads keys: as [`unseen`], and a read that gets none ends after a tenth of a second.
pub(super) fn one_by_one(modes: &mut Termios) {
    unseen(modes);
    modes.special_codes[SpecialCodeIndex::VMIN] = 0;
    modes.special_codes[SpecialCodeIndex::VTIME] = 1;
}

fn hand_on_keys(modes: &mut Termios) {
    modes.local_modes.remove(LocalModes::ICANON);
    modes.special_codes[SpecialCodeIndex::VMIN] = 1;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
}

fn lock() -> std::sync::MutexGuard<'static, Option<Modes>> {
    SHELL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Restores the terminal when the shell is over.
struct Restore;

impl Drop for Restore {
    fn drop(&mut self) {
        restore_terminal();
    }
}
