//! Tab: what could follow, completed as far as all agree, and listed below the line.

use super::reads::Reads;
use crate::api::{LookedUp, Lookup, Lookups, Session};
use crate::catalog::Catalog;
use crate::library::Library;
use crate::script::{Held, Interpreter};
use crate::shell::completion::{self, Candidate, Known, Offered, Vocabulary};
use crate::shell::language;
use rustyline::completion::{FilenameCompleter, longest_common_prefix};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long the database is left alone after it did not answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a Tab waits for the database: what comes later is there for the next one.
const WAIT: Duration = Duration::from_millis(20);

/// What answers to Tab.
pub(super) struct Tab {
    reads: Rc<Reads>,
    library: Rc<Library>,
    files: FilenameCompleter,
    /// When the database did not answer.
    unanswered: Cell<Option<Instant>>,
    /// What the session looked up so far.
    lookups: RefCell<Option<Lookups>>,
}

/// What could stand at a place of the line.
pub(super) struct Found {
    /// Where the word begins that is replaced, in bytes.
    pub(super) start: usize,
    /// What is put there; nothing when there is nothing to offer.
    pub(super) text: Option<String>,
    /// What there is to choose from.
    pub(super) choice: Vec<Candidate>,
}

impl Tab {
    pub(super) fn new(reads: Rc<Reads>, library: Rc<Library>) -> Self {
        Self {
            reads,
            library,
            files: FilenameCompleter::new(),
            unanswered: Cell::default(),
            lookups: RefCell::default(),
        }
    }

    /// What could stand at a place of a line, in bytes: as much as all have in common is put there.
    ///
    /// # Errors
    /// The working folder can't be read.
    pub(super) fn complete(&self, line: &str, at: usize) -> rustyline::Result<Found> {
        let (start, mut found) = self.found(line, at)?;
        if found.len() == 1 {
            let text = found.pop().map(|only| only.text);
            return Ok(Found {
                start,
                text,
                choice: found,
            });
        }
        let texts: Vec<&str> = found.iter().map(|found| found.text.as_str()).collect();
        let common = longest_common_prefix(&texts).unwrap_or_default();
        let typed = line.get(start..at).unwrap_or_default();
        // What is shorter than what was typed was found in another way.
        let text = if common.len() > typed.len() {
            common
        } else {
            typed
        };
        Ok(Found {
            start,
            text: (!found.is_empty()).then(|| text.to_owned()),
            choice: found,
        })
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

    /// Looks up for this session from now on.
    fn begin_lookups(&self, session: Option<Session>) {
        let mut lookups = self.lookups.borrow_mut();
        let is_its = |known: &Lookups, session: &Session| known.session().is_same(session);
        match session {
            Some(session)
                if lookups
                    .as_ref()
                    .is_some_and(|known| is_its(known, &session)) => {}
            session => *lookups = session.map(Lookups::new),
        }
    }
}

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

impl Tab {
    /// What could follow, of what is known.
    fn offered(&self, text: &str, at: usize) -> Offered {
        let interpreter = self.reads.interpreter();
        let session = interpreter.session();
        let catalog = session.as_ref().and_then(|session| self.catalog(session));
        let names = match (&catalog, &session) {
            // Asking for them would ask the database again.
            (None, Some(_)) => Vec::new(),
            _ => interpreter.names(),
        };
        self.begin_lookups(session);
        let lookups = self.lookups.borrow();
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
        completion::complete(text, at, &words)
    }

    /// Where the word begins that is replaced, and what could stand there, files too.
    fn found(&self, text: &str, at: usize) -> rustyline::Result<(usize, Vec<Candidate>)> {
        let Offered {
            start,
            mut found,
            takes_a_file,
        } = self.offered(text, at);
        if !takes_a_file {
            return Ok((start, found));
        }
        let (from, files) = self.files.complete_path(text, at)?;
        let files = files
            .into_iter()
            .map(|file| Candidate::written(file.display, file.replacement));
        if found.is_empty() {
            return Ok((from, files.collect()));
        }
        found.extend(files.filter(|_| from == start));
        Ok((start, found))
    }
}
