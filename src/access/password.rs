//! Passwords become keys here (argon2id) and go no further.

use super::key::key;
use super::proof::{Proof, not_understood, text};
use crate::error::{Error, Result};
use crate::store::{Database, Row};
use crate::value::{Value, hex};
use secrecy::{ExposeSecret, SecretString};

/// The shortest password accepted, in characters.
///
/// Length is the one rule: it can be said in advance, to a person or to a script, and what it refuses is
/// the same tomorrow. Estimates of strength refuse some long sentences and change with each version.
/// Guessing at the door is limited to five an account, so length is for a stolen backup: at argon2id's
/// costs, twelve characters that are not a single word outlast it.
pub const SHORTEST: usize = 12;
/// Sets somebody else's password, as an administrator, or anybody's, as the database's owner. It ends
/// their sessions.
///
/// # Errors
/// The password is too short, the collaborator does not exist, or the database refuses.
pub fn set(database: &Database, collaborator: i64, password: &SecretString) -> Result<()> {
    check_strength(password)?;
    if put(database, collaborator, password, Value::Null)? {
        Ok(())
    } else {
        Err(Error::not_allowed("you may not set this password"))
    }
}

/// Changes one's own password, on a connection of one's own session and outside a transaction. It ends
/// all sessions of that person, this one too.
///
/// The present password is checked as at a login: an attempt that is committed, counted, and judged.
///
/// # Errors
/// The new password is too short or the present one; the present one is wrong, or was guessed at too
/// often.
pub fn change(
    database: &Database,
    (collaborator, email): (i64, &str),
    present: &SecretString,
    new: &SecretString,
) -> Result<()> {
    check_strength(new)?;
    if present.expose_secret() == new.expose_secret() {
        return Err(Error::usage("the new password is the present one"));
    }
    let proof = Proof::give(database, email, present)?;
    if put(database, collaborator, new, Value::Text(proof.attempt))? {
        return Ok(());
    }
    Err(wrong())
}

/// The present password is not what was given.
#[must_use]
pub fn wrong() -> Error {
    Error::not_allowed("the present password is wrong")
        .hint("after five wrong passwords nothing is accepted for a quarter of an hour")
}

/// Keeps a password that was just proven with the costs that the database asks for now.
pub(super) fn upgrade(
    database: &Database,
    email: &str,
    proof: &Proof,
    password: &SecretString,
) -> Result<bool> {
    let attempt = proof.again(database, email)?;
    let mut params = kept(password, &proof.wanted)?.to_vec();
    params.push(Value::Text(attempt));
    let sql = "select auth.upgrade(decode($1, 'hex'), $2, decode($3, 'hex'), $4::uuid)";
    is_true(database, sql, &params)
}

/// Refuses a password that is too short to resist guessing: see [`SHORTEST`].
///
/// # Errors
/// It is.
pub fn check_strength(password: &SecretString) -> Result<()> {
    if password.expose_secret().chars().count() < SHORTEST {
        return Err(Error::usage(format!(
            "the password is too short: at least {SHORTEST} characters"
        ))
        .hint("a few words in a row are long and easy to remember"));
    }
    Ok(())
}

fn put(
    database: &Database,
    collaborator: i64,
    password: &SecretString,
    attempt: Value,
) -> Result<bool> {
    let costs = text(database, "select auth.argon()", &[])?.ok_or_else(not_understood)?;
    let mut params = kept(password, &costs)?.to_vec();
    params.extend([Value::Int(collaborator), attempt]);
    let sql =
        "select auth.set_password($4::integer, decode($1, 'hex'), $2, decode($3, 'hex'), $5::uuid)";
    is_true(database, sql, &params)
}

/// What is kept of a password: a new salt, the costs, the key.
fn kept(password: &SecretString, costs: &str) -> Result<[Value; 3]> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Error::failed("the system has no random numbers"))?;
    let key = key(password, &salt, costs)?;
    Ok([
        Value::Text(hex(&salt)),
        Value::Text(costs.to_owned()),
        Value::Text(key.expose_secret().to_owned()),
    ])
}

fn is_true(database: &Database, sql: &str, params: &[Value]) -> Result<bool> {
    let rows = database.query(sql, params)?;
    Ok(Row::first_value(&rows)? == Some(Value::Bool(true)))
}
