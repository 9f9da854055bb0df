//! The loop: read an entry, evaluate it, show what it gave, until somebody leaves.

use super::ask::{at_terminal, unreadable, was_asked};
use super::cancel::Cancel;
use super::commands;
use super::console::{Consent, Console};
use super::history::{self, History};
use super::line::Line;
use super::modes::while_running;
use super::printer::Printer;
use super::prompt::prompt;
use super::report::{report, say};
use super::suspend::Suspend;
use crate::account::Account;
use crate::api::{CHECK_URL, Session};
use crate::catalog::Catalog;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::host::Host;
use crate::library::{Call, Library};
use crate::render::visible;
use crate::script::{Interpreter, Run};
use crate::store::interrupt;
use rustyline::error::ReadlineError;
use rustyline::history::{History as _, MemHistory};
use rustyline::{CompletionType, Editor, EventHandler, KeyEvent};
use std::cell::RefCell;
use std::io::{self, ErrorKind, IsTerminal};
use std::rc::Rc;
use std::time::Instant;

/// Talks with somebody until they leave. What an entry or a command fails with is shown, and the shell
/// goes on.
///
/// # Errors
/// The terminal can't be read or was closed; a signal ends the process.
pub(crate) fn run(
    mut interpreter: Interpreter,
    library: Library,
    console: Console,
    config: &Config,
    account: &Account<'_>,
) -> Result<u8> {
    interrupt::watch()?;
    let library = Rc::new(library);
    interpreter.set_modules(Rc::<Library>::clone(&library));
    Shell::new(interpreter, library, console, config, account)?.talk()
}

/// The shell and its state; colon commands work on it.
pub(super) struct Shell<'a> {
    pub(super) interpreter: Rc<RefCell<Interpreter>>,
    pub(super) printer: Printer,
    pub(super) library: Rc<Library>,
    pub(super) config: &'a Config,
    pub(super) account: &'a Account<'a>,
    pub(super) host: Rc<Console>,
    pub(super) editor: Editor<Line, MemHistory>,
    /// The entry that an empty one repeats: it failed for a reason that is gone.
    again: Option<String>,
    /// Whether to leave after this entry.
    pub(super) leaving: bool,
    /// The session whose near end was said.
    pub(super) warned: Option<String>,
    history: History,
    keys: Keys,
}

/// The keys that we answer to ourselves.
struct Keys {
    cancel: Cancel,
    suspend: Suspend,
}

impl<'a> Shell<'a> {
    fn new(
        mut interpreter: Interpreter,
        library: Rc<Library>,
        mut console: Console,
        config: &'a Config,
        account: &'a Account<'a>,
    ) -> Result<Self> {
        console.printer.interactive = true;
        console.may_ask = true;
        if console.consent == Consent::Needed {
            console.consent = Consent::Asked;
        }
        let printer = console.printer.clone();
        let host = Rc::new(console);
        interpreter.set_host(Rc::clone(&host) as Rc<dyn Host>);
        let interpreter = Rc::new(RefCell::new(interpreter));
        let history = History::new(&config.folders.state);
        let keys = Keys {
            cancel: Cancel::default(),
            suspend: Suspend::new()?,
        };
        Ok(Self {
            editor: editor(&interpreter, printer.color, entries(&history)?, &keys)?,
            keys,
            interpreter,
            printer,
            library,
            config,
            account,
            host,
            again: None,
            leaving: false,
            warned: None,
            history,
        })
    }

    /// Says with what code the process ends.
    fn talk(&mut self) -> Result<u8> {
        self.note("help shows what can be said, :help the shell's commands; Ctrl-D leaves");
        let is_terminal = io::stdin().is_terminal();
        let mut interrupted = false;
        while !self.leaving {
            match self.read()? {
                Ok(entry) => {
                    let entry = self.meant(entry);
                    self.keep(&entry);
                    while_running(|| self.obey(&entry));
                    if was_asked() {
                        // What was pasted with the entry may be the answer, such as a password: no entry.
                        self.forget_what_is_typed();
                    }
                    interrupted = false;
                }
                Err(ReadlineError::Interrupted) => {
                    self.again = None;
                    if interrupted {
                        self.note(":quit or Ctrl-D leaves");
                    }
                    interrupted = !interrupted;
                }
                Err(ReadlineError::Signal(_)) => {}
                Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => {
                    self.complain(&Error::usage("what was typed is no UTF-8"));
                }
                Err(_) if is_terminal && !io::stdin().is_terminal() => {
                    interrupt::hang_up(); // it was closed; the signal may come later
                    return Err(Error::interrupted());
                }
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(unreadable(error)),
            }
        }
        Ok(self.interpreter.borrow().exit_code().unwrap_or(0))
    }

    fn read(&mut self) -> Result<rustyline::Result<String>> {
        let session = self.session();
        self.warn_of_the_end(session.as_ref());
        let claims = session.as_ref().map(|session| &session.token().claims);
        let prompt = prompt(claims, self.printer.color);
        let line = at_terminal(|| self.editor.readline(&prompt))?;
        Ok(if self.keys.cancel.take() {
            Err(ReadlineError::Interrupted)
        } else {
            line
        })
    }

    /// Evaluates an entry or does what a command says, and shows how that went.
    pub(super) fn obey(&mut self, entry: &str) {
        let entry = entry.trim();
        interrupt::clear();
        let command = commands::find(entry);
        let needs_session = match &command {
            Ok(Some((command, _))) => command.needs_session(),
            Ok(None) => !entry.is_empty(),
            Err(_) => false,
        };
        if needs_session && self.is_over(entry) {
            return;
        }
        let done = match command {
            _ if entry.is_empty() => Ok(()),
            Ok(Some((command, argument))) => command.run(self, argument),
            Ok(None) => match commands::topic_of_help(entry) {
                Some(topic) => self.help(topic),
                None => self.evaluate(entry),
            },
            Err(error) => Err(error),
        };
        let Err(mut error) = done else { return };
        let revived = (error.kind == Kind::Unreachable).then(|| self.account.revive());
        if matches!(revived, Some(Ok(true))) {
            // It has no URL that somebody could have got wrong.
            error.hints.retain(|hint| hint != CHECK_URL);
        }
        if error.kind == Kind::Interrupted {
            self.note(""); // the terminal wrote ^C
            self.forget_what_is_typed();
        }
        self.complain(&error);
        match revived {
            Some(Ok(true)) => {
                self.note("The embedded server was stopped, and runs again.");
                self.offer(entry);
            }
            Some(Err(error)) => self.complain(&error),
            Some(Ok(false)) | None => {}
        }
        // Without a session the hint says what to do, and the line is needed for it.
        if let (Kind::SignIn, Some(session)) = (error.kind, self.session()) {
            self.sign_in_again(&session, entry);
        }
    }

    /// Offers an entry again. It is not put on the next line, where it would mix with what is typed.
    pub(super) fn offer(&mut self, entry: &str) {
        self.note(&format!("Enter repeats: {}", visible(entry)));
        self.again = Some(entry.to_owned());
    }

    /// What an entry stands for: an empty one for the one that is offered.
    fn meant(&mut self, entry: String) -> String {
        match self.again.take() {
            Some(again) if entry.trim().is_empty() => again,
            _ => entry,
        }
    }

    /// Forgets what the line editor has read ahead: Ctrl-C stops what was pasted as a whole. The terminal
    /// has forgotten the rest.
    fn forget_what_is_typed(&mut self) {
        let history = std::mem::take(self.editor.history_mut());
        match editor(&self.interpreter, self.printer.color, history, &self.keys) {
            Ok(fresh) => self.editor = fresh,
            Err(error) => self.complain(&error),
        }
    }

    /// Evaluates a text as one transaction and shows its value.
    pub(super) fn evaluate(&mut self, text: &str) -> Result<()> {
        self.evaluated(|interpreter| interpreter.run(text))
    }

    /// Runs a saved script, as [`Shell::evaluate`] does a text.
    pub(super) fn call(&mut self, call: Call) -> Result<()> {
        self.evaluated(|interpreter| interpreter.run_script(&call.script.text, call.arguments))
    }

    fn evaluated(&mut self, work: impl FnOnce(&mut Interpreter) -> Result<Run>) -> Result<()> {
        let since = Instant::now();
        let printer = &self.printer;
        let mut interpreter = self.interpreter.borrow_mut();
        let run = work(&mut interpreter);
        let done = run.and_then(|run| run.finish(|outcome| printer.show(outcome, since)));
        self.leaving |= interpreter.exit_code().is_some();
        done
    }

    fn help(&self, topic: &str) -> Result<()> {
        let text = self.interpreter.borrow().help(Some(topic))?;
        self.printer.text(&text)
    }

    pub(super) fn session(&self) -> Option<Session> {
        self.interpreter.borrow().session()
    }

    /// The session, or an error that says how to get one.
    pub(super) fn signed_in(&self) -> Result<Session> {
        let error = || Error::sign_in("you are not signed in").hint("sign in: :login");
        self.session().ok_or_else(error)
    }

    pub(super) fn catalog(&self) -> Result<Rc<Catalog>> {
        self.signed_in()?.catalog()
    }

    /// Says something that is no result.
    pub(super) fn note(&self, text: &str) {
        if !self.printer.quiet {
            say(text);
        }
    }

    pub(super) fn complain(&self, error: &Error) {
        if interrupt::ending().is_some() {
            return; // said once, at the end
        }
        report(error, self.printer.color);
    }

    /// Adds an entry to the history, unless it is one that is not kept.
    pub(super) fn keep(&mut self, entry: &str) {
        let entry = entry.trim_end();
        let added =
            history::is_kept(entry) && self.editor.add_history_entry(entry).unwrap_or(false);
        if let Some(warning) = added.then(|| self.history.add(entry)).flatten() {
            self.note(&format!("warning: {warning}"));
        }
    }
}

/// A line editor with the entries of earlier.
fn editor(
    interpreter: &Rc<RefCell<Interpreter>>,
    color: bool,
    history: MemHistory,
    keys: &Keys,
) -> Result<Editor<Line, MemHistory>> {
    let config = rustyline::Config::builder()
        .completion_type(CompletionType::List)
        .build();
    let mut editor = Editor::with_history(config, history).map_err(unreadable)?;
    editor.set_helper(Some(Line::new(Rc::clone(interpreter), color)));
    let cancel = EventHandler::Conditional(Box::new(keys.cancel.clone()));
    editor.bind_sequence(KeyEvent::ctrl('C'), cancel);
    let suspend = EventHandler::Conditional(Box::new(keys.suspend.clone()));
    editor.bind_sequence(KeyEvent::ctrl('Z'), suspend);
    Ok(editor)
}

/// The entries of earlier.
fn entries(history: &History) -> Result<MemHistory> {
    let config = rustyline::Config::builder()
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
