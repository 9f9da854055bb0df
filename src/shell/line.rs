//! The line that is being typed: whether it is complete, how it is coloured, what could follow.

use super::commands::{Entry, is_command};
use super::completion::{self, Known, Offered, Vocabulary, menu};
use super::locale::signs;
use super::{highlight, language, pager};
use crate::api::{LookedUp, Lookup, Lookups, Session};
use crate::catalog::Catalog;
use crate::error::Result;
use crate::library::Library;
use crate::script::{Held, Interpreter};
use crate::store::interrupt;
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

/// How long a Tab waits for the database: what comes later is there for the next one.
const WAIT: Duration = Duration::from_millis(20);

/// Columns and lines of a screen that does not say how many it has.
const SCREEN: (usize, usize) = (80, 24);

/// What the line editor asks about the line. It never evaluates anything.
pub(super) struct Line {
    interpreter: Rc<RefCell<Interpreter>>,
    color: bool,
    files: FilenameCompleter,
    /// When the database did not answer.
    unanswered: Cell<Option<Instant>>,
    library: Rc<Library>,
    /// What the session looked up so far.
    lookups: RefCell<Option<Lookups>>,
}

impl Line {
    pub(super) fn new(
        interpreter: Rc<RefCell<Interpreter>>,
        library: Rc<Library>,
        color: bool,
    ) -> Self {
        Self {
            interpreter,
            color,
            files: FilenameCompleter::new(),
            unanswered: Cell::new(None),
            library,
            lookups: RefCell::default(),
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

/// What completion asks about the session.
struct AtPrompt<'a> {
    interpreter: &'a Interpreter,
    lookups: Option<&'a Lookups>,
}

impl Known for AtPrompt<'_> {
    fn holds(&self, name: &str) -> Option<Held> {
        self.interpreter.holds(name)
    }

    fn is_sql(&self, text: &str) -> bool {
        language::is_sql(text, self.interpreter)
    }

    fn looked_up(&self, what: &Lookup) -> Vec<LookedUp> {
        let lookups = self.lookups;
        lookups.map_or_else(Vec::new, |lookups| lookups.find(what, WAIT))
    }

    fn key_field(&self, kind: &str) -> Option<(String, String)> {
        self.lookups?.session().key_field(kind).ok().flatten()
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
        let interpreter = self.interpreter.borrow();
        let session = interpreter.session();
        let catalog = session.as_ref().and_then(|session| self.catalog(session));
        let names = match (&catalog, &session) {
            // Asking for them would ask the database again.
            (None, Some(_)) => Vec::new(),
            _ => interpreter.names(),
        };
        let mut lookups = self.lookups.borrow_mut();
        let is_its = |known: &Lookups, session: &Session| known.session().is_same(session);
        match session {
            Some(session)
                if lookups
                    .as_ref()
                    .is_some_and(|known| is_its(known, &session)) => {}
            session => *lookups = session.map(Lookups::new),
        }
        let words = Vocabulary {
            catalog: catalog.as_deref(),
            names: &names,
            own: &interpreter.own_functions(),
            library: Some(&self.library),
            session: &AtPrompt {
                interpreter: &interpreter,
                lookups: lookups.as_ref().filter(|_| catalog.is_some()),
            },
        };
        let Offered {
            start,
            found,
            takes_a_file,
        } = completion::complete(text, at, &words);
        let listed = menu::listed(&found, pager::screen().unwrap_or(SCREEN));
        let pairs = found
            .into_iter()
            .zip(listed)
            .map(|(candidate, display)| Pair {
                display: signs(&display).into_owned(),
                replacement: candidate.text,
            });
        let mut pairs: Vec<Pair> = pairs.collect();
        if takes_a_file {
            let (from, files) = self.files.complete_path(text, at)?;
            if pairs.is_empty() {
                return Ok((from, files));
            }
            pairs.extend(files.into_iter().filter(|_| from == start));
        }
        Ok((start, pairs))
    }
}
