//! Proving a password to the database: salt → key → attempt.

use super::key::{key, unhex};
use crate::error::{Error, Result};
use crate::store::{Database, Row};
use crate::value::Value;
use secrecy::{ExposeSecret, SecretString};

/// A password that was put to the database; it is judged by what the attempt is handed to.
pub(super) struct Proof {
    /// The attempt's id.
    pub(super) attempt: String,
    /// What stands for the password.
    pub(super) key: SecretString,
    /// The costs that the key was derived with.
    pub(super) costs: String,
    /// The costs that the database asks for now.
    pub(super) wanted: String,
}

impl Proof {
    /// Writes an attempt down. It is committed before it is judged, so breaking off takes no guess back.
    pub(super) fn give(database: &Database, email: &str, password: &SecretString) -> Result<Self> {
        let email = Value::Text(email.to_owned());
        let sql =
            "select encode(salt, 'hex') || ' ' || argon || ' ' || auth.argon() from auth.salt($1)";
        let answer = text(database, sql, std::slice::from_ref(&email))?;
        let (salt, costs, wanted) = parts(answer.as_deref()).ok_or_else(not_understood)?;
        let key = key(password, &salt, costs)?;
        Ok(Self {
            attempt: attempt(database, email, &key)?,
            key,
            costs: costs.to_owned(),
            wanted: wanted.to_owned(),
        })
    }

    /// Puts the same password to the database once more: an attempt is judged only once.
    pub(super) fn again(&self, database: &Database, email: &str) -> Result<String> {
        attempt(database, Value::Text(email.to_owned()), &self.key)
    }
}

/// The first column of the first row; none when there is no row, or no text in it.
pub(super) fn text(database: &Database, sql: &str, params: &[Value]) -> Result<Option<String>> {
    let rows = database.query(sql, params)?;
    Ok(match Row::first_value(&rows)? {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    })
}

pub(super) fn not_understood() -> Error {
    Error::fault("the database's answer to a login can't be understood")
}

fn parts(answer: Option<&str>) -> Option<(Vec<u8>, &str, &str)> {
    let mut parts = answer?.split(' ');
    Some((unhex(parts.next()?)?, parts.next()?, parts.next()?))
}

fn attempt(database: &Database, email: Value, key: &SecretString) -> Result<String> {
    let params = [email, Value::Text(key.expose_secret().to_owned())];
    let sql = "select auth.attempt($1, decode($2, 'hex'))::text";
    text(database, sql, &params)?.ok_or_else(not_understood)
}
