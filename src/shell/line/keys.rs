//! The keys that take a hint, and those that break and indent the lines of an entry.

use super::brackets::PAIRS;
use super::hint::word;
use super::reads::Reads;
use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, InputMode, KeyCode, KeyEvent, Modifiers,
    RepeatCount,
};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

thread_local! {
    /// What reads the entries of this thread's prompt. The line editor wants keys that could be sent to other threads,
    /// and what the session knows can't be; on another thread, a key would only do what it does anyway.
    static READS: RefCell<Weak<Reads>> = const { RefCell::new(Weak::new()) };
}

/// What answers to a key.
pub(in crate::shell) type Handler = Box<dyn ConditionalEventHandler>;

/// The keys, and what answers to them. `is_seen` says whether a hint is on the screen, `closing` is told what closes.
pub(super) fn keys(
    reads: &Rc<Reads>,
    is_seen: &Arc<AtomicBool>,
    closing: &Closing,
) -> Vec<(KeyEvent, Handler)> {
    READS.set(Rc::downgrade(reads));
    let key = |code, modifiers| KeyEvent(code, modifiers);
    let (none, alt, ctrl) = (Modifiers::NONE, Modifiers::ALT, Modifiers::CTRL);
    let take = |part| -> Handler {
        let is_seen = Arc::clone(is_seen);
        Box::new(Take { part, is_seen })
    };
    let mut keys: Vec<(KeyEvent, Handler)> = vec![
        (key(KeyCode::Right, none), take(Part::All)),
        (key(KeyCode::End, none), take(Part::All)),
        (KeyEvent::ctrl('E'), take(Part::All)),
        (KeyEvent::ctrl('F'), take(Part::All)),
        (key(KeyCode::Right, alt), take(Part::Word)),
        (key(KeyCode::Right, ctrl), take(Part::Word)),
        (KeyEvent::alt('f'), take(Part::Word)),
        (key(KeyCode::Enter, none), Box::new(Enter)),
        (KeyEvent::ctrl('J'), Box::new(Enter)),
        (key(KeyCode::Enter, alt), Box::new(Break)),
    ];
    for (_, sign) in PAIRS {
        let closing = closing.clone();
        keys.push((KeyEvent::from(sign), Box::new(Close { sign, closing })));
    }
    keys
}

fn reading<T>(read: impl FnOnce(&Reads) -> T) -> Option<T> {
    let reads = READS.with_borrow(Weak::upgrade)?;
    Some(read(&reads))
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    All,
    Word,
}

/// Takes a hint, or its next word.
struct Take {
    part: Part,
    is_seen: Arc<AtomicBool>,
}

impl ConditionalEventHandler for Take {
    fn handle(
        &self,
        _: &Event,
        _: RepeatCount,
        positive: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        if !positive || !context.has_hint() || context.pos() < context.line().len() {
            return None;
        }
        let Some(rest) = context.hint_text() else {
            return Some(Cmd::Noop); // it is a menu
        };
        Some(match self.part {
            // The cursor was elsewhere meanwhile: nobody takes what they don't see.
            _ if !self.is_seen.load(Ordering::SeqCst) => Cmd::Repaint,
            Part::All => Cmd::CompleteHint,
            Part::Word => Cmd::Insert(1, word(rest).to_owned()),
        })
    }
}

/// Breaks the line where the entry goes on; else the line editor enters it.
struct Enter;

impl ConditionalEventHandler for Enter {
    fn handle(
        &self,
        _: &Event,
        _: RepeatCount,
        _: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        reading(|reads| {
            let line = context.line();
            reads.goes_on(line).then(|| broken(reads, context))
        })?
    }
}

/// Breaks the line, whether the entry is complete or not.
struct Break;

impl ConditionalEventHandler for Break {
    fn handle(
        &self,
        _: &Event,
        _: RepeatCount,
        _: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        reading(|reads| broken(reads, context))
    }
}

fn broken(reads: &Reads, context: &EventContext<'_>) -> Cmd {
    let indentation = reads.indentation(context.line(), context.pos());
    Cmd::Insert(1, format!("\n{indentation}"))
}

/// The bracket that was typed as the first sign of a line: what completes the line puts it in its place.
#[derive(Clone, Default)]
pub(super) struct Closing(Arc<Mutex<Option<char>>>);

impl Closing {
    /// The bracket, once.
    pub(super) fn take(&self) -> Option<char> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<char>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts a bracket that closes, as the first sign of its line, below the beginning of the line that it closes.
struct Close {
    sign: char,
    closing: Closing,
}

impl ConditionalEventHandler for Close {
    fn handle(
        &self,
        _: &Event,
        count: RepeatCount,
        _: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        let before = context.line().get(..context.pos())?;
        let (_, spaces) = before.rsplit_once('\n')?;
        let is_first = !spaces.is_empty() && spaces.trim_start_matches(' ').is_empty();
        if !is_first || count > 1 || context.input_mode() == InputMode::Command {
            return None;
        }
        *self.closing.lock() = Some(self.sign);
        Some(Cmd::Complete)
    }
}
