//! Why a statement of a session failed: the session is over, or what the database said, in words for
//! people.

use super::integrity;
use crate::api::session::Session;
use crate::error::{Error, Kind, Result};
use crate::store::{COMMIT_UNKNOWN, Database, Row};
use crate::value::Value;

/// A value was given for a field that the database numbers or computes itself.
pub(super) const GIVEN_BY_DATABASE: &str = "428C9";

impl Session {
    /// Makes an error of a statement of ours say what people can do about it.
    pub(in crate::api) fn refine(&self, error: Error) -> Error {
        let refined = self.refine_typed(error);
        if is_our_mistake(&refined) {
            refined.as_fault()
        } else {
            refined
        }
    }

    /// The same for a statement that somebody typed.
    pub(in crate::api) fn refine_typed(&self, error: Error) -> Error {
        if is_unknown(&error) {
            return error; // whatever ended the connection, this is to be known first
        }
        // A standby that has heard of the end shows nothing any more, and may not have cut the connection yet.
        let is_kept_out = self.is_beside() && code(&error).starts_with("42");
        let may_be_over = is_cut_off(&error) || is_kept_out;
        if error.kind == Kind::SignIn || (may_be_over && self.has_ended()) {
            return if self.is_foreign() {
                Error::sign_in(format!(
                    "the token is for another database than {}",
                    self.server().label()
                ))
                .hint("sign in here: epic login")
            } else {
                session_ended()
            };
        }
        if error.is_read_only() {
            return self.refused_to_write(error);
        }
        integrity::refine(error, self.known_catalog().as_deref())
    }

    /// Asks the database whether this session still lives, apart from any open transaction.
    ///
    /// # Errors
    /// The session has ended, or the database can't be reached.
    pub fn still_lives(&self) -> Result<()> {
        let rows = self.ask_who().map_err(|error| self.refine(error))?;
        match Row::first_value(&rows)? {
            Some(Value::Int(_)) => Ok(()),
            _ => Err(session_ended()),
        }
    }

    /// Whether the database no longer knows this session.
    pub(in crate::api) fn has_ended(&self) -> bool {
        matches!(self.ask_who(), Err(error) if error.kind == Kind::SignIn)
    }

    /// Asks who this session is, on a connection of its own.
    fn ask_who(&self) -> Result<Vec<Row>> {
        Database::new(self.server().clone()).query("select auth.uid()", &[])
    }

    /// Whether the token is of another database: its session's role is named after its database.
    fn is_foreign(&self) -> bool {
        let sql = "select $1 like format('s\\_%s\\_%%', oid) from pg_database where datname = current_database()";
        let role = Value::Text(self.token().claims.db_role.clone());
        let rows = Database::new(self.login_server().clone()).query(sql, &[role]);
        matches!(rows.as_deref(), Ok([row]) if row.get(0) == Ok(Value::Bool(false)))
    }
}

/// The session is over on the server.
pub(in crate::api) fn session_ended() -> Error {
    Error::sign_in("your session has ended")
        .hint("sign in again: epic login, or :login in the shell")
}

/// Whether the server cut this connection.
pub(in crate::api) fn is_cut_off(error: &Error) -> bool {
    error.kind == Kind::Unreachable
}

/// Whether nobody knows what became of a commit.
fn is_unknown(error: &Error) -> bool {
    code(error) == COMMIT_UNKNOWN
}

/// Whether the statement itself is wrong (class 42, without refusals): no business for people, if it is
/// one of ours.
fn is_our_mistake(error: &Error) -> bool {
    code(error).starts_with("42") && code(error) != GIVEN_BY_DATABASE && error.kind == Kind::Failed
}

/// The SQLSTATE of an error; empty when it is none of the database.
pub(super) fn code(error: &Error) -> &str {
    error.cause.as_ref().map_or("", |cause| cause.code.as_str())
}
