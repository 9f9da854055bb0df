//! The host of the program: the terminal, or what standard input and output are instead.

use super::ask::{ask_line, ask_password};
use super::commands::{self, COMMANDS};
use super::printer::{Printer, print};
use super::progress::{self, Bar};
use super::report::say;
use crate::error::{Error, Result};
use crate::host::{Host, Progress, Question, Unseen};
use crate::render::visible;
use crate::rows::Size;
use secrecy::SecretString;

/// How a [`Question`] is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The person at the terminal is asked.
    Asked,
    /// It was given on the command line, by `--yes`.
    Given,
    /// None is needed, since nothing is kept: a dry run.
    Trial,
    /// It has to be given on the command line: nobody is at a terminal.
    Needed,
}

/// The user of the program.
#[derive(Debug, Clone)]
pub struct Console {
    /// How hints are written.
    pub printer: Printer,
    /// How questions are answered.
    pub consent: Consent,
    /// Whether somebody is at a terminal.
    pub may_ask: bool,
}

impl Host for Console {
    fn print(&self, text: &str) -> Result<()> {
        print(text)
    }

    fn ask(&self, question: &str) -> Result<String> {
        ask_line(question)
    }

    fn ask_secret(&self, question: &str) -> Result<SecretString> {
        ask_password(question)
    }

    fn confirm(&self, question: &Question) -> Result<()> {
        match self.consent {
            Consent::Given | Consent::Trial => Ok(()),
            Consent::Needed => Err(needed(question)),
            Consent::Asked => asked(question),
        }
    }

    fn tell(&self, hint: &str) {
        self.printer.hint(hint);
    }

    fn may_ask(&self) -> bool {
        self.may_ask
    }

    fn is_answered(&self) -> bool {
        matches!(self.consent, Consent::Given | Consent::Trial)
    }

    fn is_trial(&self) -> bool {
        self.consent == Consent::Trial
    }

    fn explains(&self, name: &str) -> Option<String> {
        commands::explained(name)
    }

    fn names(&self) -> Vec<String> {
        let names = COMMANDS.iter().map(|command| command.name);
        names
            .flat_map(|name| [name.to_owned(), format!(":{name}")])
            .collect()
    }

    fn progress(&self, label: &str, size: &dyn Fn() -> Result<Size>) -> Result<Box<dyn Progress>> {
        if self.printer.quiet || !progress::is_seen() {
            return Ok(Box::new(Unseen));
        }
        Ok(Box::new(Bar::new(label, size()?)))
    }
}

fn needed(question: &Question) -> Error {
    let mut error = Error::usage(question.what.clone());
    error.hints.extend(question.instead.clone());
    error.hint("if that is meant: --yes")
}

fn asked(question: &Question) -> Result<()> {
    say(format!("{}.", visible(&question.what)));
    for example in &question.examples {
        say(format!("  {}", visible(example)));
    }
    let answer = ask_line("Go on? [y/N] ")?;
    if ["y", "yes"].contains(&answer.to_lowercase().as_str()) {
        return Ok(());
    }
    let mut error = Error::failed("nothing was changed");
    error.hints.extend(question.instead.clone());
    Err(error)
}
