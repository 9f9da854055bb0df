//! Why a statement of a session failed: the session is over, or what the database said, in words for
//! people.

use super::explain;
use super::session::Session;
use crate::error::{Error, Kind};
use crate::store::Database;
use crate::value::Value;

impl Session {
    /// Makes an error of a statement of ours say what people can do about it.
    pub(super) fn explain(&self, error: Error) -> Error {
        let explained = self.explain_typed(error);
        if explain::is_our_mistake(&explained) {
            explained.as_fault()
        } else {
            explained
        }
    }

    /// The same for a statement that somebody typed.
    pub(super) fn explain_typed(&self, error: Error) -> Error {
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

    /// Whether the database no longer knows this session; asked on a connection of its own.
    fn has_ended(&self) -> bool {
        let probe = Database::new(self.server().clone());
        matches!(probe.query("select auth.uid()", &[]), Err(error) if error.kind == Kind::SignIn)
    }

    /// Whether the token is of another database: its session's role is named after its database.
    fn is_foreign(&self) -> bool {
        let sql = "select $1 like format('s\\_%s\\_%%', oid) from pg_database where datname = current_database()";
        let role = Value::Text(self.token().claims.db_role.clone());
        let rows = Database::new(self.login_server().clone()).query(sql, &[role]);
        matches!(rows.as_deref(), Ok([row]) if row.get(0) == Ok(Value::Bool(false)))
    }
}
