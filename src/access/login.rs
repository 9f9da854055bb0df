//! Signing in: salt → key → attempt → token.

use super::proof::{Proof, text};
use super::token::Token;
use super::{key, password};
use crate::error::{Error, Result};
use crate::store::{Database, Server};
use crate::value::Value;
use secrecy::SecretString;
use std::time::Duration;

/// Signs in and returns the token of a new session.
///
/// `server` connects as the shared role `epic_login`; of several hosts, the primary is taken, since this writes. The attempt is recorded and committed before it
/// is judged, so breaking off does not undo a guess. When the database asks for stronger costs than this
/// password was kept with, it is hashed again with those.
///
/// # Errors
/// Wrong e-mail or password, or too many guesses (one message for all: nobody learns who has an account);
/// the right password of an account that is deactivated; a server that can't be reached.
pub fn login(server: &Server, email: &str, password: &SecretString) -> Result<Token> {
    let email = email.trim(); // in small letters, as the database understands them
    let server = &server.to_write();
    let database = Database::new(server.clone());
    let proof = Proof::give(&database, email, password).map_err(|error| standby(error, server))?;
    let token = match judged(&database, &proof)? {
        Some(token) => Some(token),
        // Logins of one account at the same moment can disturb each other: ask once more. It is the
        // same guess, so nothing is won by asking.
        None => {
            std::thread::sleep(Duration::from_millis(50));
            judged(&database, &proof)?
        }
    };
    let token = token.ok_or_else(|| {
        Error::sign_in("wrong e-mail or password").hint(
            "after five wrong passwords an account is closed to logins for a quarter of an hour",
        )
    })?;
    let token = Token::parse(token.into())?;
    if key::is_stronger(&proof.wanted, &proof.costs) {
        let own = server.as_role(&token.claims.db_role, &token.session_password());
        // Somebody who is signed in is not kept waiting for this: the next login tries again.
        let _ = password::upgrade(&Database::new(own), email, &proof, password);
    }
    Ok(token)
}

/// A login writes. A server that only reads says so in its own words, about a function that nobody here knows.
fn standby(error: Error, server: &Server) -> Error {
    if !error.is_read_only() {
        return error;
    }
    Error::unreachable(format!(
        "{} only reads: nobody can sign in there",
        server.label()
    ))
    .hint("sign in at the primary server; whoever is signed in can read here")
}

fn judged(database: &Database, proof: &Proof) -> Result<Option<String>> {
    let attempt = Value::Text(proof.attempt.clone());
    text(database, "select auth.token($1::uuid)", &[attempt])
}
