//! The line that is being typed: whether it is complete, how it is coloured, what could follow.

mod below;
mod tab;

use super::commands::{Entry, is_command};
use super::pager::plain;
use super::{highlight, language};
use crate::error::Result;
use crate::library::Library;
use crate::script::Interpreter;
use crate::store::interrupt;
use below::{Below, Shown};
use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use tab::Tab;
use unicode_width::UnicodeWidthStr;

/// What the line editor asks about the line. It never evaluates anything.
pub(super) struct Line {
    interpreter: Rc<RefCell<Interpreter>>,
    color: bool,
    tab: Tab,
    below: Below,
}

impl Line {
    pub(super) fn new(
        interpreter: Rc<RefCell<Interpreter>>,
        library: Rc<Library>,
        color: bool,
    ) -> Self {
        Self {
            tab: Tab::new(Rc::clone(&interpreter), library),
            interpreter,
            color,
            below: Below::default(),
        }
    }

    fn is_sql(&self, text: &str) -> bool {
        language::is_sql(text, &self.interpreter.borrow())
    }

    fn entry<'t>(&self, text: &'t str) -> Result<Entry<'t>> {
        Entry::of(text, &|text| self.is_sql(text))
    }
}

impl Helper for Line {}

impl Validator for Line {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let goes_on = match self.entry(text) {
            Ok(Entry::Code(code)) => self.interpreter.borrow().is_incomplete(code),
            Ok(command) => command.goes_on(text),
            Err(_) => false,
        };
        Ok(if goes_on {
            ValidationResult::Incomplete
        } else {
            // A Ctrl-C from here on is meant for the entry, also before it is read and kept.
            interrupt::clear();
            ValidationResult::Valid(None)
        })
    }
}

impl Highlighter for Line {
    fn highlight<'l>(&self, text: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || text.is_empty() {
            Cow::Borrowed(text)
        } else if is_command(text) {
            Cow::Owned(highlight::command(text))
        } else if self.is_sql(text) {
            Cow::Owned(highlight::sql(text))
        } else {
            Cow::Owned(highlight::entry(
                text,
                &self.interpreter.borrow().tokens(text),
            ))
        }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        self.below.begins_at(plain(prompt).width());
        Cow::Borrowed(prompt)
    }

    fn highlight_hint<'h>(&self, shown: &'h str) -> Cow<'h, str> {
        match self.below.styled(shown).filter(|_| self.color) {
            Some(styled) => Cow::Owned(styled),
            None => Cow::Borrowed(shown),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.color && kind != CmdKind::MoveCursor
    }
}

impl Hinter for Line {
    type Hint = Shown;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Shown> {
        self.below.of(line, at)
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
        let found = self.tab.complete(text, at)?;
        if !found.choice.is_empty() {
            self.below.list(&found.choice, text);
        }
        Ok((found.start, found.text.into_iter().collect()))
    }
}
