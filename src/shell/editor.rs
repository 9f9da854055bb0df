//! The line editor, as it is set: its keys, and the entries of earlier.

use super::ask::unreadable;
use super::hand_in::{HandIn, InViCommand};
use super::history::{self, History};
use super::line::{Handler, Line, Reads};
use super::suspend::Suspend;
use crate::config::Settings;
use crate::error::Result;
use crate::library::Library;
use rustyline::config::Configurer;
use rustyline::history::{History as _, MemHistory};
use rustyline::{CompletionType, Config, EditMode, Event, EventHandler, KeyEvent};
use std::rc::Rc;

/// How long a key may come after Escape to be one with it, with the keys of vi, in milliseconds.
const AFTER_ESCAPE: u16 = 50;

/// The line editor.
pub(super) type Editor = rustyline::Editor<Line, MemHistory>;

/// The keys that the shell answers to itself.
pub(super) struct Keys {
    /// Ctrl-C.
    pub(super) cancel: HandIn,
    /// Ctrl-X Ctrl-E.
    pub(super) edit: HandIn,
    suspend: Suspend,
}

impl Keys {
    /// Taken while nobody edits a line.
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            cancel: HandIn::default(),
            edit: HandIn::default(),
            suspend: Suspend::new()?,
        })
    }
}

/// A line editor with the entries of earlier.
///
/// # Errors
/// The terminal can't be used.
pub(super) fn editor(
    (reads, library): (&Rc<Reads>, &Rc<Library>),
    settings: &Settings,
    history: MemHistory,
    own: &Keys,
) -> Result<Editor> {
    let config = Config::builder().completion_type(CompletionType::List);
    let config = if settings.vi {
        config
            .edit_mode(EditMode::Vi)
            .keyseq_timeout(Some(AFTER_ESCAPE))
    } else {
        config
    };
    let mut editor = Editor::with_history(config.build(), history).map_err(unreadable)?;
    // Each change of the line is one write, which needs no signs around it.
    editor.enable_synchronized_output(false);
    let line = Line::new(Rc::clone(reads), Rc::clone(library), settings);
    let mut bind = |keys: &[KeyEvent], handler: Handler| {
        let keys = Event::KeySeq(keys.to_vec());
        editor.bind_sequence(keys, EventHandler::Conditional(handler));
    };
    bind(&[KeyEvent::ctrl('C')], Box::new(own.cancel.clone()));
    bind(&[KeyEvent::ctrl('Z')], Box::new(own.suspend.clone()));
    let edit = [KeyEvent::ctrl('X'), KeyEvent::ctrl('E')];
    bind(&edit, Box::new(own.edit.clone()));
    bind(
        &[KeyEvent::from('v')],
        Box::new(InViCommand(own.edit.clone())),
    );
    for (key, handler) in line.keys() {
        bind(&[key], handler);
    }
    editor.set_helper(Some(line));
    Ok(editor)
}

/// The entries of earlier.
///
/// # Errors
/// The line editor takes no history of such a length.
pub(super) fn entries(history: &History) -> Result<MemHistory> {
    let config = Config::builder()
        .max_history_size(history::MOST)
        .and_then(|config| config.history_ignore_dups(true))
        .map_err(unreadable)?
        .build();
    let mut entries = MemHistory::with_config(&config);
    for entry in history.load() {
        entries.add_owned(entry).map_err(unreadable)?;
    }
    Ok(entries)
}
