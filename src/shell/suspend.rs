//! Ctrl-Z at the prompt: stops the process as the line editor would, but waits until it is stopped before it
//! takes the terminal again. The editor itself continues at once, and the signal finds it in raw mode.

use super::modes::Modes;
use rustix::process::{Signal, getpgrp, kill_process_group};
use rustix::termios::{self, OptionalActions, Termios};
use rustyline::{Cmd, ConditionalEventHandler, Event, EventContext, RepeatCount};
use signal_hook::consts::SIGCONT;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long the signal may take to arrive. Where nobody can go on with a process, it never does.
const PATIENCE: Duration = Duration::from_secs(1);
const GLANCE: Duration = Duration::from_millis(5);
/// Asks the terminal to mark what is pasted, or no longer to.
const MARK_PASTE: &[u8] = b"\x1b[?2004h";
const UNMARK_PASTE: &[u8] = b"\x1b[?2004l";

/// Answers to Ctrl-Z.
#[derive(Clone)]
pub(super) struct Suspend {
    /// The modes outside of the line editor.
    cooked: Option<Termios>,
    continued: Arc<AtomicBool>,
}

impl Suspend {
    /// Taken while nobody edits a line.
    pub(super) fn new() -> std::io::Result<Self> {
        let continued = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(SIGCONT, Arc::clone(&continued))?;
        Ok(Self {
            cooked: Modes::now().map(|modes| modes.before.clone()),
            continued,
        })
    }

    /// Stops this process and those it was started with, until they are continued.
    fn stop(&self) {
        self.continued.store(false, Ordering::SeqCst);
        let since = Instant::now();
        if kill_process_group(getpgrp(), Signal::TSTP).is_ok() {
            while !self.continued.load(Ordering::SeqCst) && since.elapsed() < PATIENCE {
                thread::sleep(GLANCE);
            }
        }
    }
}

impl ConditionalEventHandler for Suspend {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        // A terminal that is gone is noticed by the next read from it.
        let raw = Modes::now()?;
        let _ = raw.tty().write_all(UNMARK_PASTE);
        if let Some(cooked) = &self.cooked {
            let _ = termios::tcsetattr(raw.tty(), OptionalActions::Now, cooked);
        }
        self.stop();
        let _ = raw.tty().write_all(MARK_PASTE);
        Some(Cmd::Repaint)
    }
}
