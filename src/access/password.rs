//! Passwords become keys here (argon2id) and go no further.

use crate::error::{Error, Result};
use crate::store::Database;
use crate::value::{Value, hex};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

/// Cost of deriving a key from a new password: OWASP's minimum for argon2id (memory in KiB, passes, lanes).
pub const ARGON: &str = "m=19456,t=2,p=1";
/// The shortest password accepted, in characters.
pub const SHORTEST: usize = 12;
/// The highest memory cost a server may ask of us, in KiB.
const MOST_MEMORY: u32 = 1 << 20;

/// Derives the key that stands for a password, as hex.
///
/// # Errors
/// The salt or the costs are not usable.
pub(super) fn key(password: &SecretString, salt: &[u8], costs: &str) -> Result<SecretString> {
    let (memory, passes, lanes) = costs_of(costs)
        .filter(|(memory, _, _)| *memory <= MOST_MEMORY)
        .ok_or_else(|| {
            Error::failed(format!(
                "the database asks for unknown password costs '{costs}'"
            ))
        })?;
    let unusable =
        |error: argon2::Error| Error::failed(format!("the password can't be processed: {error}"));
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(unusable)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose_secret().as_bytes(), salt, &mut key)
        .map_err(unusable)?;
    Ok(hex(&key).into())
}

/// Sets a collaborator's password, as an administrator or as the database's owner.
///
/// # Errors
/// The password is too short, the collaborator does not exist, or the database refuses.
pub fn set(database: &Database, collaborator: i64, password: &SecretString) -> Result<()> {
    check_strength(password)?;
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Error::failed("the system has no random numbers"))?;
    let key = key(password, &salt, ARGON)?;
    let params = [
        Value::Int(collaborator),
        Value::Text(hex(&salt)),
        Value::Text(ARGON.to_owned()),
        Value::Text(key.expose_secret().to_owned()),
    ];
    let sql = "select auth.set_password($1::integer, decode($2, 'hex'), $3, decode($4, 'hex'))";
    let rows = database.query(sql, &params)?;
    match rows.first().map(|row| row.get(0)).transpose()? {
        Some(Value::Bool(true)) => Ok(()),
        _ => Err(Error::not_allowed("you may not set this password")),
    }
}

/// Refuses a password that is too short to resist guessing.
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

/// Reads `m=19456,t=2,p=1`.
fn costs_of(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split(',');
    let mut part = |name: &str| {
        parts
            .next()?
            .strip_prefix(name)?
            .strip_prefix('=')?
            .parse()
            .ok()
    };
    Some((part("m")?, part("t")?, part("p")?))
}

/// The bytes of hexadecimal digits.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    (text.len().is_multiple_of(2) && text.is_ascii()).then_some(())?;
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_password_and_salt_give_the_same_key_and_another_salt_another() {
        let password = "correct horse battery".to_owned().into();
        let derive = |salt: &[u8]| key(&password, salt, "m=64,t=1,p=1").unwrap();
        let (first, second) = (derive(b"salt salt salt 1"), derive(b"salt salt salt 2"));
        assert_eq!(
            first.expose_secret(),
            derive(b"salt salt salt 1").expose_secret()
        );
        assert_ne!(first.expose_secret(), second.expose_secret());
        assert_eq!(unhex(first.expose_secret()).unwrap().len(), 32);
    }

    #[test]
    fn a_server_can_not_ask_for_all_our_memory() {
        let password = "x".to_owned().into();
        assert!(key(&password, b"salt salt salt 1", "m=99999999,t=1,p=1").is_err());
        assert!(key(&password, b"salt salt salt 1", "nonsense").is_err());
    }
}
