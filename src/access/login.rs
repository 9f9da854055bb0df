//! Signing in: salt → key → attempt → token.

use super::password::{key, unhex};
use super::token::Token;
use crate::error::{Error, Result};
use crate::store::{Database, Server};
use crate::value::Value;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// Signs in and returns the token of a new session.
///
/// `server` connects as the shared role `epic_login`. The attempt is recorded and committed before it
/// is judged, so breaking off does not undo a guess.
///
/// # Errors
/// Wrong e-mail or password (one message for both: nobody learns who has an account), an account that
/// is deactivated, too many guesses, or a server that can't be reached.
pub fn login(server: &Server, email: &str, password: &SecretString) -> Result<Token> {
    let email = email.trim().to_lowercase();
    let database = Database::new(server.clone());
    let salt = one(
        &database,
        "select encode(salt, 'hex') || ' ' || argon from auth.salt($1)",
        &email,
    )?;
    let (salt, costs) = salt
        .as_deref()
        .and_then(|line| line.split_once(' '))
        .and_then(|(salt, costs)| Some((unhex(salt)?, costs)))
        .ok_or_else(|| Error::failed("the database's answer to a login can't be understood"))?;
    let key = key(password, &salt, costs)?;
    let Some(attempt) = attempt(&database, &email, &key)? else {
        return Err(Error::sign_in("too many wrong passwords for this account")
            .hint("wait a quarter of an hour, or ask an admin"));
    };
    let judge = "select auth.token($1::uuid)";
    let token = match one(&database, judge, &attempt)? {
        Some(token) => Some(token),
        // Logins of one account at the same moment can disturb each other: ask once more. It is the
        // same guess, so nothing is won by asking.
        None => {
            std::thread::sleep(Duration::from_millis(50));
            one(&database, judge, &attempt)?
        }
    };
    let token = token.ok_or_else(|| {
        Error::sign_in("wrong e-mail or password").hint(
            "after five wrong passwords an account is closed to logins for a quarter of an hour",
        )
    })?;
    Token::parse(token.into())
}

fn attempt(database: &Database, email: &str, key: &SecretString) -> Result<Option<String>> {
    let params = [
        Value::Text(email.to_owned()),
        Value::Text(key.expose_secret().to_owned()),
    ];
    text(
        database,
        "select auth.attempt($1, decode($2, 'hex'))::text",
        &params,
    )
}

fn one(database: &Database, sql: &str, param: &str) -> Result<Option<String>> {
    text(database, sql, &[Value::Text(param.to_owned())])
}

fn text(database: &Database, sql: &str, params: &[Value]) -> Result<Option<String>> {
    let rows = database.query(sql, params)?;
    Ok(match rows.first().map(|row| row.get(0)).transpose()? {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    })
}
