//! The sandbox of the prompt: from `:sandbox` to `:sandbox off`, each entry is a step of a transaction that is kept by
//! `:keep` alone. It is never left without a word: when its transaction is lost, an empty one follows.

use super::commands::Command;
use super::sandbox::Sandbox;
use super::state::Shell;
use crate::api::{Session, Transaction};
use crate::error::{Error, Result};

impl Shell<'_> {
    pub(super) fn enter_sandbox(&mut self) {
        self.sandbox = Sandbox::Empty;
        self.note(
            "This is a sandbox: nothing is kept before :keep. :changes shows what is changed, :sandbox off leaves it.",
        );
    }

    /// Rolls back what was not kept, and says so.
    pub(super) fn leave_sandbox(&mut self) {
        let left = match std::mem::replace(&mut self.sandbox, Sandbox::Off) {
            Sandbox::Off => return,
            Sandbox::Empty => String::new(),
            Sandbox::Open(open) => open.leave().to_string(),
        };
        self.note(&match left.as_str() {
            "" => "The sandbox is left; nothing was changed in it.".to_owned(),
            left => format!("The sandbox is left, and nothing of it is kept ({left})."),
        });
    }

    /// Opens the transaction of the sandbox, if there is to be one.
    ///
    /// # Errors
    /// As [`Session::sandbox`].
    pub(super) fn open_sandbox(&mut self) -> Result<()> {
        self.look_after_sandbox(); // it went with its session, perhaps
        if let (Sandbox::Empty, Some(session)) = (&self.sandbox, self.session()) {
            self.sandbox = Sandbox::Open(session.sandbox()?);
        }
        Ok(())
    }

    /// When the transaction is gone, that is said, and another follows: no entry is kept because of that.
    pub(super) fn look_after_sandbox(&mut self) {
        if self.sandbox.is_lost() {
            self.sandbox = Sandbox::Empty;
            self.note(
                "The sandbox was lost: nothing of it is kept. What follows is a sandbox again, an empty one.",
            );
        }
    }

    /// Says that somebody waits for what the sandbox changed: nobody else would.
    pub(super) fn tell_who_waits(&self) {
        let waiting = match &self.sandbox {
            Sandbox::Open(open) => open.waiting().unwrap_or_default(),
            Sandbox::Off | Sandbox::Empty => 0,
        };
        if waiting > 0 {
            let sessions = if waiting == 1 {
                "session waits"
            } else {
                "sessions wait"
            };
            self.note(&format!(
                "{waiting} {sessions} for what is changed here: :keep or :sandbox off lets others go on."
            ));
        }
    }

    /// A step of the sandbox that is rolled back when it is dropped, for what only looks: a failure would be that of
    /// the whole sandbox.
    pub(super) fn aside(&self) -> Result<Option<Transaction>> {
        let session = self.session().filter(|_| self.sandbox.is_open());
        session.as_ref().map(Session::begin).transpose()
    }

    /// Refuses what would end the sandbox, or is no part of it.
    pub(super) fn check_sandbox(&self, command: &Command, argument: &str) -> Result<()> {
        if self.sandbox.is_on() && command.is_barred_in_sandbox(argument) {
            let what = format!(":{} is not for a sandbox", command.name);
            return Err(Error::usage(what)
                .hint(":changes shows what it changed, :keep keeps it, :sandbox off leaves it"));
        }
        Ok(())
    }
}
