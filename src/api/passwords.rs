//! Setting passwords: mine, and as an admin, others'.

use super::input::Values;
use super::record::Record;
use super::session::Session;
use crate::access::password;
use crate::error::{Error, Kind, Result};
use crate::store::Database;
use crate::value::Value;
use secrecy::{ExposeSecret, SecretString};

impl Session {
    /// Changes my own password. That ends all my sessions, this one too: sign in with the new one.
    ///
    /// # Errors
    /// The present password is wrong, the new one is too short or the same, the session has ended, or the
    /// database can't be reached.
    pub fn change_password(&self, present: &SecretString, new: &SecretString) -> Result<()> {
        self.may_write()?;
        let me = self.me()?;
        // Apart: the attempt must be committed whatever becomes of an open transaction.
        let apart = Database::new(self.server().clone());
        password::change(&apart, (me.id, &me.email), present, new).map_err(|error| {
            if error.kind == Kind::NotAllowed {
                // A session that is over is refused in the same way.
                self.still_lives().err().unwrap_or(error)
            } else {
                self.refine(error)
            }
        })
    }

    /// Sets a collaborator's password, as an admin. That ends their sessions.
    ///
    /// # Errors
    /// I am no admin, it is my own, the password is too short, there is no such collaborator, the session
    /// has ended, or the database can't be reached.
    pub fn set_password(&self, collaborator: i64, password: &SecretString) -> Result<()> {
        self.may_set_password(collaborator)?;
        password::set(self.database(), collaborator, password).map_err(|error| self.refine(error))
    }

    /// Creates collaborators and sets their passwords, all or nothing. `passwords` is called once the rows are
    /// there, so that nobody is asked for the password of an account that can't be; it gives one for each of
    /// them, or none: then they can't sign in yet.
    ///
    /// # Errors
    /// As [`Collection::create_all`] and [`Session::set_password`]; and what `passwords` fails with.
    ///
    /// [`Collection::create_all`]: super::Collection::create_all
    pub fn create_collaborators(
        &self,
        rows: Vec<Values>,
        passwords: impl FnOnce(&[Record]) -> Result<Vec<Option<SecretString>>>,
    ) -> Result<Vec<Record>> {
        self.transaction(|| {
            let created = self.collection("collaborators")?.create_all(rows)?;
            for (record, password) in created.iter().zip(passwords(&created)?) {
                if let (Value::Int(id), Some(password)) = (record.id()?, password) {
                    self.set_password(id, &password)?;
                }
            }
            Ok(created)
        })
    }

    /// Refuses early, before anybody is asked for a password.
    ///
    /// # Errors
    /// As [`Session::set_password`].
    pub fn may_set_password(&self, collaborator: i64) -> Result<()> {
        self.may_write()?;
        let me = self.me()?;
        if me.id == collaborator {
            return Err(Error::usage("your own password takes the present one")
                .hint("change it by :passwd in the shell, or by: epic passwd"));
        }
        if me.role != "admin" {
            return Err(Error::not_allowed(format!(
                "you may not set the password of collaborator {collaborator}"
            ))
            .hint("an admin sets the passwords of others"));
        }
        Ok(())
    }
}

/// A new password, once it was typed a second time: `ask` asks for that.
///
/// # Errors
/// The two differ; or what `ask` fails with.
pub fn confirmed(
    password: SecretString,
    ask: impl FnOnce(&str) -> Result<SecretString>,
) -> Result<SecretString> {
    let again = ask("Once more: ")?;
    if password.expose_secret() == again.expose_secret() {
        Ok(password)
    } else {
        Err(Error::usage("the two passwords differ"))
    }
}
