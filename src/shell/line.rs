//! The line that is being typed: whether it is complete, how it is coloured, what could follow.

use super::commands::{Entry, is_command};
use super::completion::{self, Known, Vocabulary, menu};
use super::locale::signs;
use super::{highlight, language, pager};
use crate::api::Session;
use crate::catalog::Catalog;
use crate::error::Result;
use crate::script::{Held, Interpreter};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Context, Helper};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long the database is left alone after it did not answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Columns and lines of a screen that does not say how many it has.
const SCREEN: (usize, usize) = (80, 24);

/// What the line editor asks about the line. It never evaluates anything.
pub(super) struct Line {
    interpreter: Rc<RefCell<Interpreter>>,
    color: bool,
    files: FilenameCompleter,
    /// When the database did not answer.
    unanswered: Cell<Option<Instant>>,
}

impl Line {
    pub(super) fn new(interpreter: Rc<RefCell<Interpreter>>, color: bool) -> Self {
        Self {
            interpreter,
            color,
            files: FilenameCompleter::new(),
            unanswered: Cell::new(None),
        }
    }

    fn is_sql(&self, text: &str) -> bool {
        language::is_sql(text, &self.interpreter.borrow())
    }

    fn entry<'t>(&self, text: &'t str) -> Result<Entry<'t>> {
        Entry::of(text, &|text| self.is_sql(text))
    }

    /// What there is: read at the first Tab of a session. A database that does not answer makes no later
    /// Tab wait.
    fn catalog(&self, session: &Session) -> Option<Rc<Catalog>> {
        let lately = |at: Instant| at.elapsed() < PATIENCE;
        if self.unanswered.get().is_some_and(lately) {
            return None;
        }
        let catalog = session.catalog().ok();
        let unanswered = catalog.is_none().then(Instant::now);
        self.unanswered.set(unanswered);
        catalog
    }
}

impl Helper for Line {}

impl Known for Interpreter {
    fn holds(&self, name: &str) -> Option<Held> {
        Interpreter::holds(self, name)
    }

    fn is_sql(&self, text: &str) -> bool {
        language::is_sql(text, self)
    }
}

impl Hinter for Line {
    type Hint = String;
}

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

    fn highlight_candidate<'c>(&self, listed: &'c str, _: CompletionType) -> Cow<'c, str> {
        if self.color && listed.trim_end().ends_with(menu::NOT_YOURS) {
            Cow::Owned(highlight::faint(listed))
        } else {
            Cow::Borrowed(listed)
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.color && kind != CmdKind::MoveCursor
    }
}

impl Completer for Line {
    type Candidate = Pair;

    fn complete(
        &self,
        text: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = text.get(..at).unwrap_or(text);
        let takes_a_file = self.entry(before).is_ok_and(|entry| entry.takes_a_file());
        if takes_a_file && before.contains(char::is_whitespace) {
            return self.files.complete_path(text, at);
        }
        let interpreter = self.interpreter.borrow();
        let session = interpreter.session();
        let catalog = session.as_ref().and_then(|session| self.catalog(session));
        let names = match (&catalog, session) {
            // Asking for them would ask the database again.
            (None, Some(_)) => Vec::new(),
            _ => interpreter.names(),
        };
        let words = Vocabulary {
            catalog: catalog.as_deref(),
            names: &names,
            own: &interpreter.own_functions(),
            session: &*interpreter,
        };
        let (start, found) = completion::complete(text, at, &words);
        let listed = menu::listed(&found, pager::screen().unwrap_or(SCREEN));
        let pairs = found
            .into_iter()
            .zip(listed)
            .map(|(candidate, display)| Pair {
                display: signs(&display).into_owned(),
                replacement: candidate.text,
            });
        Ok((start, pairs.collect()))
    }
}
