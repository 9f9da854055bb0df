//! The shell and its state: what the loop and the commands work on.

use super::commands::Entry;
use super::console::{Consent, Console};
use super::destination::Destination;
use super::dumb::is_dumb;
use super::editor::{Editor, Keys, editor, entries};
use super::history::{self, History};
use super::line::Reads;
use super::printer::{Printer, Shown};
use super::report::{report, say};
use super::sandbox::Sandbox;
use super::stopwatch::{Stopwatch, told};
use crate::account::Account;
use crate::api::Session;
use crate::catalog::Catalog;
use crate::config::{Config, Settings};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::library::Library;
use crate::render::visible;
use crate::script::{Interpreter, Outcome, Run};
use crate::store::interrupt;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

/// The shell and its state; colon commands work on it.
pub(super) struct Shell<'a> {
    pub(super) interpreter: Rc<RefCell<Interpreter>>,
    pub(super) printer: Printer,
    /// Whether each entry says how long its parts took.
    pub(super) timing: bool,
    /// What was set of the line and its prompt.
    pub(super) look: Settings,
    pub(super) library: Rc<Library>,
    pub(super) config: &'a Config,
    pub(super) account: &'a Account<'a>,
    pub(super) host: Rc<Console>,
    pub(super) editor: Editor,
    pub(super) reads: Rc<Reads>,
    /// The entry that an empty one repeats: it failed for a reason that is gone.
    pub(super) again: Option<String>,
    /// The entry that follows this one at once.
    pub(super) next: Option<String>,
    /// What the next line begins with.
    pub(super) begun: Option<String>,
    /// Whether to leave after this entry.
    pub(super) leaving: bool,
    /// Whether what entries change is kept.
    pub(super) sandbox: Sandbox,
    /// The session whose near end was said.
    pub(super) warned: Option<String>,
    history: History,
    pub(super) keys: Keys,
}

impl<'a> Shell<'a> {
    pub(super) fn new(
        session: Session,
        library: Library,
        mut console: Console,
        config: &'a Config,
        account: &'a Account<'a>,
    ) -> Result<Self> {
        console.printer.interactive = true;
        console.printer.color &= !is_dumb();
        let timing = std::mem::take(&mut console.printer.timing);
        console.printer.destination = Destination::of_terminal();
        console.may_ask = true;
        if console.consent == Consent::Needed {
            console.consent = Consent::Asked;
        }
        let printer = console.printer.clone();
        let host = Rc::new(console);
        let library = Rc::new(library);
        let interpreter = Rc::new(RefCell::new(for_nobody(&host, &library)));
        let history = History::new(&config.folders.state);
        let keys = Keys::new()?;
        let reads = Rc::new(Reads::new(Rc::clone(&interpreter)));
        let mut shell = Self {
            editor: editor(
                (&reads, &library),
                &config.settings,
                entries(&history)?,
                &keys,
            )?,
            reads,
            look: config.settings.clone(),
            keys,
            interpreter,
            printer,
            timing,
            library,
            config,
            account,
            host,
            again: None,
            next: None,
            begun: None,
            leaving: false,
            sandbox: Sandbox::Off,
            warned: None,
            history,
        };
        shell.start_up();
        let interpreter = Rc::clone(&shell.interpreter);
        interpreter.borrow_mut().set_session(Some(session));
        Ok(shell)
    }

    /// An interpreter that knows nothing yet, and nobody.
    pub(super) fn fresh_interpreter(&self) -> Interpreter {
        for_nobody(&self.host, &self.library)
    }

    /// Offers an entry again. It is not put on the next line, where it would mix with what is typed.
    pub(super) fn offer(&mut self, entry: &str) {
        self.note(&format!("Enter repeats: {}", visible(entry)));
        self.again = Some(entry.to_owned());
    }

    /// Forgets what the line editor has read ahead: Ctrl-C stops what was pasted as a whole. The terminal
    /// has forgotten the rest.
    pub(super) fn forget_what_is_typed(&mut self) {
        if let Err(error) = self.renew_editor() {
            self.complain(&error);
        }
    }

    /// Another line editor, for what is set now, with the same entries of earlier.
    pub(super) fn renew_editor(&mut self) -> Result<()> {
        let settings = self.settings();
        let history = std::mem::take(self.editor.history_mut());
        let known = (&self.reads, &self.library);
        self.editor = editor(known, &settings, history, &self.keys)?;
        Ok(())
    }

    /// Evaluates a text as one transaction and shows its value.
    pub(super) fn evaluate(&mut self, text: &str) -> Result<()> {
        self.evaluated(|interpreter| interpreter.run(text), Printer::show)
    }

    /// Evaluates whatever it is, as [`Shell::evaluate`] does a text, and shows its value by `show`.
    pub(super) fn evaluated(
        &mut self,
        work: impl FnOnce(&mut Interpreter) -> Result<Run>,
        show: impl FnOnce(&Printer, Outcome, Instant) -> Result<Shown>,
    ) -> Result<()> {
        let since = Instant::now();
        let printer = &self.printer;
        let mut watch = Stopwatch::start();
        let mut interpreter = self.interpreter.borrow_mut();
        let run = work(&mut interpreter);
        let script = watch.lap();
        let done = run.and_then(|run| run.finish(|outcome| show(printer, outcome, since)));
        let drawing = watch.lap();
        self.leaving |= interpreter.exit_code().is_some();
        done?.finish()?;
        if self.timing {
            self.note(&told(script, drawing));
        }
        Ok(())
    }

    /// What an entry is.
    pub(super) fn entry<'e>(&self, text: &'e str) -> Result<Entry<'e>> {
        self.reads.entry(text)
    }

    pub(super) fn help(&self, topic: &str) -> Result<()> {
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

fn for_nobody(host: &Rc<Console>, library: &Rc<Library>) -> Interpreter {
    let mut interpreter = Interpreter::new(None);
    interpreter.set_host(Rc::clone(host) as Rc<dyn Host>);
    interpreter.set_modules(Rc::<Library>::clone(library));
    interpreter
}
