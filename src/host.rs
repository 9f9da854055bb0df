//! The person or program on the other side while something runs: a terminal, a pipe, or nobody.
//!
//! What runs asks and tells through a [`Host`] and never writes by itself. Libraries hand on values, such as a
//! [`Question`], and leave it to the host how they look.

use crate::error::{Error, Result};
use crate::rows::Size;
use secrecy::SecretString;
use std::io::Write;

/// What has to be said yes to before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What would be done, in one sentence without a final stop: `this changes all 1000 clients`.
    pub what: String,
    /// A few examples of what it concerns.
    pub examples: Vec<String>,
    /// How to ask for less; nothing if there is no such way.
    pub instead: Option<String>,
}

/// The other side of the conversation.
pub trait Host {
    /// Writes what a script prints.
    ///
    /// # Errors
    /// It can't be written; then the entry is stopped, and nothing of it kept.
    fn print(&self, text: &str) -> Result<()>;

    /// Asks for a line of text.
    ///
    /// # Errors
    /// There is nobody to ask; they break off.
    fn ask(&self, question: &str) -> Result<String>;

    /// Asks for what must not show, such as a password.
    ///
    /// # Errors
    /// As [`Host::ask`].
    fn ask_secret(&self, question: &str) -> Result<SecretString>;

    /// Asks whether something is really meant.
    ///
    /// # Errors
    /// It is not, or nobody can say so.
    fn confirm(&self, question: &Question) -> Result<()>;

    /// Tells what to know besides the result.
    fn tell(&self, hint: &str);

    /// Whether somebody is there who may be asked also for what they could have given.
    fn may_ask(&self) -> bool;

    /// Whether nobody is to be asked, since all answers were given beforehand: yes, and what stands for no answer.
    fn is_answered(&self) -> bool {
        false
    }

    /// What a name means that only they know, such as that of a command.
    fn explains(&self, _name: &str) -> Option<String> {
        None
    }

    /// The names that only they know.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether nothing is kept, however it ends: a dry run. Files stay as they are too.
    fn is_trial(&self) -> bool {
        false
    }

    /// Begins to show how far work on many rows is, if anybody sees it; only then is asked how many there are.
    ///
    /// # Errors
    /// What `size` returns.
    fn progress(
        &self,
        _label: &str,
        _size: &dyn Fn() -> Result<Size>,
    ) -> Result<Box<dyn Progress>> {
        Ok(Box::new(Unseen))
    }
}

/// How far work is. It is not shown any more when this is dropped.
pub trait Progress {
    /// So many rows more are done.
    fn advance(&self, rows: u64);
}

/// Progress that nobody sees.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unseen;

impl Progress for Unseen {
    fn advance(&self, _: u64) {}
}

/// The host of a program that set none: prints to standard output, has nobody to ask, and takes it that the
/// program means what it runs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Host for Nobody {
    fn print(&self, text: &str) -> Result<()> {
        Ok(writeln!(std::io::stdout(), "{text}")?)
    }

    fn ask(&self, _: &str) -> Result<String> {
        Err(no_terminal())
    }

    fn ask_secret(&self, _: &str) -> Result<SecretString> {
        Err(no_terminal())
    }

    fn confirm(&self, _: &Question) -> Result<()> {
        Ok(())
    }

    fn tell(&self, _: &str) {}

    fn may_ask(&self) -> bool {
        false
    }
}

fn no_terminal() -> Error {
    Error::failed("there is no terminal to ask on")
}
