//! The loop: read an entry, evaluate it, show what it gave, until somebody leaves.

use super::ask::{at_terminal, unreadable, was_asked};
use super::commands::{self, Entry, dispatch::dispatch};
use super::console::Console;
use super::dumb::is_dumb;
use super::modes::key_by_key;
use super::prompt::Prompt;
use super::state::Shell;
use crate::account::Account;
use crate::api::{CHECK_URL, Session};
use crate::config::{Color, Config};
use crate::error::{Error, Kind, Result};
use crate::library::Library;
use crate::store::interrupt;
use rustyline::ExternalPrinter;
use rustyline::error::ReadlineError;
use std::io::{self, ErrorKind, IsTerminal};

/// Talks with somebody until they leave. What an entry or a command fails with is shown, and the shell
/// goes on.
///
/// # Errors
/// The terminal can't be read or was closed; a signal ends the process.
pub(crate) fn run(
    session: Session,
    library: Library,
    console: Console,
    config: &Config,
    account: &Account<'_>,
    sandbox: bool,
) -> Result<u8> {
    interrupt::watch()?;
    let mut shell = Shell::new(session, library, console, config, account)?;
    if sandbox {
        shell.enter_sandbox();
    }
    if is_dumb() {
        shell.talk() // line by line, as the terminal is
    } else {
        key_by_key(|| shell.talk())
    }
}

impl Shell<'_> {
    /// Says with what code the process ends.
    fn talk(&mut self) -> Result<u8> {
        self.note("help shows what can be said, :help the shell's commands; Ctrl-D leaves");
        let is_terminal = io::stdin().is_terminal();
        let mut interrupted = false;
        while !self.leaving {
            match self.read()? {
                Ok(entry) => {
                    let mut entry = Some(self.meant(entry));
                    while let Some(text) = entry {
                        self.keep(&text);
                        self.obey(&text);
                        entry = self.next.take().inspect(|_| interrupt::clear());
                    }
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
        self.leave_sandbox();
        Ok(self.interpreter.borrow().exit_code().unwrap_or(0))
    }

    fn read(&mut self) -> Result<rustyline::Result<String>> {
        loop {
            let prompt = self.prompt();
            let begun = self.begun.take();
            let line = at_terminal(|| match &begun {
                Some(text) => self.editor.readline_with_initial(&prompt, (text, "")),
                None => self.editor.readline(&prompt),
            })?;
            let is_to_edit = self.keys.edit.take();
            match line {
                _ if self.keys.cancel.take() => return Ok(Err(ReadlineError::Interrupted)),
                Ok(line) if is_to_edit => self.begun = Some(self.edited(line)),
                line => return Ok(line),
            }
        }
    }

    /// What an editor makes of a line.
    fn edited(&self, line: String) -> String {
        match commands::edited(self, &line) {
            Ok(text) => text.unwrap_or(line),
            Err(error) => {
                self.complain(&error);
                line
            }
        }
    }

    /// What stands before the line, plain and with its looks.
    fn prompt(&mut self) -> (String, String) {
        let session = self.session();
        self.warn_of_the_end(session.as_ref());
        let prompt = Prompt {
            template: &self.look.prompt,
            color: self.look.color.unwrap_or(Color::Green),
            claims: session.as_ref().map(|session| &session.token().claims),
            profile: self.config.profile.as_deref(),
            database: session.as_ref().map(|session| session.server().database()),
            in_sandbox: self.sandbox.is_on(),
            only_reads: self.config.read_only,
            in_transaction: self.sandbox.is_open(),
        };
        prompt.drawn(self.printer.color)
    }

    /// Evaluates an entry or does what a command says, and shows how that went.
    fn obey(&mut self, entry: &str) {
        let entry = entry.trim();
        let meant = self.entry(entry);
        let needs_session = match &meant {
            Ok(Entry::Command(command, _)) => command.needs_session(),
            Ok(Entry::Code(_)) => !entry.is_empty(),
            Err(_) => false,
        };
        if needs_session && self.is_over(entry) {
            return;
        }
        let done = match meant {
            _ if entry.is_empty() => Ok(()),
            Ok(meant) => self.done(&meant),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            self.failed(error, entry);
        }
        self.look_after_sandbox();
        self.tell_who_waits();
    }

    /// Does what an entry says.
    fn done(&mut self, meant: &Entry<'_>) -> Result<()> {
        match meant {
            Entry::Command(command, argument) => {
                self.check_sandbox(command, argument)?;
                if command.may_change() {
                    self.open_sandbox()?;
                }
                let _aside = command.only_looks().then(|| self.aside()).transpose()?;
                dispatch(command, self, argument)
            }
            Entry::Code(code) => match commands::topic_of_help(code) {
                Some(topic) => self.help(topic),
                None => {
                    self.open_sandbox()?;
                    self.evaluate(code)
                }
            },
        }
    }

    /// Says why an entry failed, and what can be done.
    fn failed(&mut self, mut error: Error, entry: &str) {
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
            Some(Ok(false)) => self.reconnect(),
            None => {}
        }
        // Without a session the hint says what to do, and the line is needed for it.
        if let (Kind::SignIn, Some(session)) = (error.kind, self.session()) {
            self.sign_in_again(&session, entry);
        }
    }

    /// Lets a connection that was lost be made again while the prompt goes on, and tells when it is there.
    fn reconnect(&mut self) {
        let Some(session) = self.session() else {
            return;
        };
        self.note("The connection is made again in the background.");
        let printer = self.editor.create_external_printer();
        let is_quiet = self.printer.quiet;
        session.reconnect(move || {
            if let (Ok(mut printer), false) = (printer, is_quiet) {
                // The line that is being typed is drawn again below it.
                let _ = printer.print("Connected again.\n".to_owned());
            }
        });
    }

    /// What an entry stands for: an empty one for the one that is offered.
    fn meant(&mut self, entry: String) -> String {
        match self.again.take() {
            Some(again) if entry.trim().is_empty() => again,
            _ => entry,
        }
    }
}
