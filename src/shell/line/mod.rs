//! The line that is being typed: whether it is complete, how it is coloured, what could follow.

mod below;
mod brackets;
mod hint;
mod keys;
mod reads;
mod tab;

use super::commands::is_command;
use super::highlight;
use crate::config::Settings;
use crate::library::Library;
use crate::render::plain;
use crate::store::interrupt;
use below::{Below, Shown};
pub(super) use keys::Handler;
use keys::{Closing, keys};
pub(super) use reads::Reads;
use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper, KeyEvent};
use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;
use tab::Tab;
use unicode_width::UnicodeWidthStr;

/// What the line editor asks about the line. It never evaluates anything.
pub(super) struct Line {
    reads: Rc<Reads>,
    tab: Tab,
    below: Below,
    closing: Closing,
    color: bool,
    /// Whether hints are shown.
    hints: bool,
    /// Whether the line is drawn for the last time, as it was entered.
    is_entered: Cell<bool>,
}

impl Line {
    pub(super) fn new(reads: Rc<Reads>, library: Rc<Library>, settings: &Settings) -> Self {
        let color = !settings.no_color;
        Self {
            tab: Tab::new(Rc::clone(&reads), library),
            reads,
            below: Below::default(),
            closing: Closing::default(),
            color,
            hints: color && settings.hints, // without colours, a hint would look like typed
            is_entered: Cell::default(),
        }
    }

    /// The keys of the line, and what answers to them.
    pub(super) fn keys(&self) -> Vec<(KeyEvent, Handler)> {
        keys(&self.reads, self.below.is_seen(), &self.closing)
    }

    /// Where the partner is of the bracket at the cursor.
    fn partner(&self, text: &str, cursor: usize) -> Option<usize> {
        let is_wanted = !self.is_entered.get() && brackets::is_at(text, cursor);
        is_wanted.then(|| brackets::partner(&self.reads.brackets(text), cursor))?
    }
}

impl Helper for Line {}

impl Validator for Line {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        Ok(if self.reads.goes_on(context.input()) {
            ValidationResult::Incomplete
        } else {
            // A Ctrl-C from here on is meant for the entry, also before it is read and kept.
            interrupt::clear();
            ValidationResult::Valid(None)
        })
    }
}

impl Highlighter for Line {
    fn highlight<'l>(&self, text: &'l str, cursor: usize) -> Cow<'l, str> {
        self.below.is_drawn();
        if !self.color || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let marked = self.partner(text, cursor);
        Cow::Owned(if is_command(text) {
            highlight::command(text, marked)
        } else if self.reads.is_sql(text) {
            highlight::sql(text, marked)
        } else {
            highlight::entry(text, &self.reads.tokens(text), marked)
        })
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        self.below.begins_at(plain(prompt).width());
        Cow::Borrowed(prompt)
    }

    fn highlight_hint<'h>(&self, shown: &'h str) -> Cow<'h, str> {
        if self.color {
            Cow::Owned(self.below.styled(shown))
        } else {
            Cow::Borrowed(shown)
        }
    }

    fn highlight_char(&self, text: &str, cursor: usize, kind: CmdKind) -> bool {
        self.is_entered.set(kind == CmdKind::ForcedRefresh);
        // What was marked before is drawn anew by the editor itself.
        self.color && (kind != CmdKind::MoveCursor || brackets::is_at(text, cursor))
    }
}

impl Hinter for Line {
    type Hint = Shown;

    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<Shown> {
        let hint = || {
            let rest = self.hints.then(|| hint::rest(line, at, context))??;
            self.below.hint(line, rest)
        };
        self.below.menu_of(line, at).or_else(hint)
    }
}

impl Completer for Line {
    type Candidate = String;

    /// What is put into the line: one text, since the menu is ours. The editor's own would write over the last lines
    /// of an entry of several, and waits for keys among which Ctrl-C is none.
    fn complete(
        &self,
        text: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        if let Some(sign) = self.closing.take() {
            let (start, line) = self.reads.closed(text, at, sign);
            return Ok((start, vec![line]));
        }
        let found = self.tab.complete(text, at)?;
        if !found.choice.is_empty() {
            self.below.list(&found.choice, text);
        }
        Ok((found.start, found.text.into_iter().collect()))
    }
}
