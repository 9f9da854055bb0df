//! Why a server refused a login, told by where in it the refusal comes from: its message may be in any language.

use crate::error::{Error, Kind};
use postgres::error::SqlState;

/// What let a login fail that reached the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginRefusal {
    /// No line of `pg_hba.conf` lets it in, or one keeps it out.
    NoHbaLine,
    /// The password is not that of the role (or there is no such role: servers do not tell).
    Password,
    /// `pg_hba.conf` asks for something else than a password.
    OtherMethod,
    /// The role is not there, or may not sign in.
    Role,
    /// The role may not connect to this database.
    Connect,
}

impl LoginRefusal {
    /// Of the error of a connection; nothing if it was not the server that refused a login.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        let cause = error
            .cause
            .as_ref()
            .filter(|_| error.kind == Kind::SignIn)?;
        let is_password = cause.code == SqlState::INVALID_PASSWORD.code();
        Some(match cause.routine.as_deref()? {
            "ClientAuthentication" => Self::NoHbaLine,
            "auth_failed" if is_password => Self::Password,
            "auth_failed" => Self::OtherMethod,
            "InitializeSessionUserId" => Self::Role,
            "CheckMyDatabase" => Self::Connect,
            _ => return None,
        })
    }
}
