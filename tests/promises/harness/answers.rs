//! A host without a terminal, that answers as a test wants.

use epic::error::{Error, Result};
use epic::host::{Host, Question};
use secrecy::SecretString;
use std::cell::RefCell;

/// What is answered, and what was asked.
#[derive(Debug, Default)]
pub struct Answers {
    /// To every question for a secret.
    pub secret: Option<&'static str>,
    /// To every question whether something is meant.
    pub yes: bool,
    /// The questions whether something is meant, so far.
    pub asked: RefCell<Vec<Question>>,
}

impl Host for Answers {
    fn print(&self, _: &str) -> Result<()> {
        Ok(())
    }

    fn ask(&self, _: &str) -> Result<String> {
        Err(Error::failed("nobody answers"))
    }

    fn ask_secret(&self, _: &str) -> Result<SecretString> {
        let secret = self.secret.map(|secret| secret.to_owned().into());
        secret.ok_or_else(|| Error::failed("nobody answers"))
    }

    fn confirm(&self, question: &Question) -> Result<()> {
        self.asked.borrow_mut().push(question.clone());
        if self.yes {
            Ok(())
        } else {
            Err(Error::failed("no"))
        }
    }

    fn tell(&self, _: &str) {}

    fn may_ask(&self) -> bool {
        false
    }
}
