//! The token: a JSON Web Token that the database signed, and what it says.
//!
//! It is decoded here to be kind (whose it is, when it ends, which role to connect as). Nothing is
//! decided from it: the database checks every statement.

use crate::error::{Error, Result};
use crate::value::hex;
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// The collaborator's id.
    pub sub: String,
    /// Their e-mail.
    pub email: String,
    /// Their role: `admin`, `commercial` or `support`.
    pub role: String,
    /// The database role of this session.
    pub db_role: String,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// The session's id.
    pub jti: String,
}

/// A session's token. Its debug print shows no secret.
#[derive(Debug, Clone)]
pub struct Token {
    text: SecretString,
    /// What it says.
    pub claims: Claims,
}

impl Token {
    /// Reads a token.
    ///
    /// # Errors
    /// It is not one of ours, or it is damaged.
    pub fn parse(text: SecretString) -> Result<Self> {
        let claims = jsonwebtoken::dangerous::insecure_decode::<Claims>(text.expose_secret())
            .map_err(|_| Error::sign_in("the token is damaged").hint("sign in again: epic login"))?
            .claims;
        Ok(Self { text, claims })
    }

    /// When it ends.
    #[must_use]
    pub fn expires(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.claims.exp, 0).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    /// Whether its time is over by the clock of this machine. That of the server counts.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        self.is_expired_at(Utc::now())
    }

    /// Whether its time is over at this moment.
    #[must_use]
    pub fn is_expired_at(&self, now: DateTime<Utc>) -> bool {
        self.expires() <= now
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.text
    }

    /// The password of the session's role: derived from the whole token, so that only its holder
    /// connects.
    #[must_use]
    pub fn session_password(&self) -> SecretString {
        hex(&Sha256::digest(format!("db:{}", self.text.expose_secret()))).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_tokens_are_refused_kindly() {
        for text in ["", "nonsense", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.e30.x"] {
            let error = Token::parse(text.to_owned().into()).unwrap_err();
            assert_eq!(error.message, "the token is damaged", "{text}");
        }
    }
}
