//! Why a statement of a session failed: the session is over, or what the database said, in words for
//! people.

use super::explain;
use crate::api::session::Session;
use crate::error::{Error, Kind, Result};
use crate::store::{Database, Row};
use crate::value::Value;

impl Session {
    /// Makes an error of a statement of ours say what people can do about it.
    pub(in crate::api) fn explain(&self, error: Error) -> Error {
        let explained = self.explain_typed(error);
        if explain::is_our_mistake(&explained) {
            explained.as_fault()
        } else {
            explained
        }
    }

    /// The same for a statement that somebody typed.
    pub(in crate::api) fn explain_typed(&self, error: Error) -> Error {
        if explain::is_unknown(&error) {
            return error; // whatever ended the connection, this is to be known first
        }
        if error.kind == Kind::SignIn || (explain::is_cut_off(&error) && self.has_ended()) {
            return if self.is_foreign() {
                Error::sign_in(format!(
                    "the token is for another database than {}",
                    self.server().label()
                ))
                .hint("sign in here: epic login")
            } else {
                explain::session_ended()
            };
        }
        explain::error(error, self.known_catalog().as_deref())
    }

    /// Asks the database whether this session still lives, apart from any open transaction.
    ///
    /// # Errors
    /// The session has ended, or the database can't be reached.
    pub fn still_lives(&self) -> Result<()> {
        let rows = self.ask_who().map_err(|error| self.explain(error))?;
        match rows.first().map(|row| row.get(0)).transpose()? {
            Some(Value::Int(_)) => Ok(()),
            _ => Err(explain::session_ended()),
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
