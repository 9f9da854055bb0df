//! The file that keeps the token between commands: mode 0600, or it is not used.

use super::token::Token;
use crate::error::{Error, Result};
use crate::private_file;
use secrecy::ExposeSecret;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The token's file in the state folder.
#[derive(Debug, Clone)]
pub struct TokenFile(PathBuf);

impl TokenFile {
    /// The file of a state folder.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        Self(state.join("token"))
    }

    /// Reads the token; none when there is no file.
    ///
    /// # Errors
    /// Others can read the file, or it is damaged.
    pub fn load(&self) -> Result<Option<Token>> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.unusable(&error.to_string())),
        };
        if private_file::is_open_to_others(&std::fs::metadata(&self.0)?.permissions()) {
            return Err(self.unusable("others can read it").hint(format!(
                "if nobody did: chmod 600 {}; else: epic logout, and sign in again",
                self.0.display()
            )));
        }
        Token::parse(text.trim().to_owned().into())
            .map(Some)
            .map_err(|_| {
                self.unusable("it is damaged")
                    .hint("sign in again: epic login")
            })
    }

    /// Writes the token, for the owner's eyes only, in one step.
    ///
    /// # Errors
    /// The state folder can't be written.
    pub fn save(&self, token: &Token) -> Result<()> {
        let unwritable = |error: std::io::Error| {
            Error::failed(format!(
                "the token can't be kept in {}: {error}",
                self.0.display()
            ))
            .hint("set EPIC_HOME to a folder of yours")
        };
        let secret = token.secret().expose_secret().as_bytes();
        private_file::replace(&self.0, &[secret]).map_err(unwritable)
    }

    /// Forgets this token. One that another sign-in put there meanwhile stays.
    ///
    /// # Errors
    /// The file is there and can't be removed.
    pub fn forget(&self, token: &Token) -> Result<()> {
        match self.load() {
            Ok(Some(kept)) if kept.claims.jti == token.claims.jti => self.remove(),
            _ => Ok(()),
        }
    }

    /// Removes the file, whatever is in it.
    ///
    /// # Errors
    /// The file is there and can't be removed.
    pub fn remove(&self) -> Result<()> {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(self.unusable(&error.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn unusable(&self, why: &str) -> Error {
        Error::sign_in(format!(
            "the token file {} is not usable: {why}",
            self.0.display()
        ))
    }
}
