//! Passwords become keys here (argon2id) and go no further.

use super::proof::{Proof, not_understood, text};
use crate::error::{Error, Result};
use crate::store::Database;
use crate::value::{Value, hex};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

/// The shortest password accepted, in characters.
///
/// Length is the one rule: it can be said in advance, to a person or to a script, and what it refuses is
/// the same tomorrow. Estimates of strength refuse some long sentences and change with each version.
/// Guessing at the door is limited to five an account, so length is for a stolen backup: at argon2id's
/// costs, twelve characters that are not a single word outlast it.
pub const SHORTEST: usize = 12;
/// The highest memory cost a server may ask of us, in KiB.
const MOST_MEMORY: u32 = 1 << 20;
/// The most work a server may ask of us, in KiB of memory times passes: some ten seconds.
const MOST_WORK: u32 = 16 << 20;
/// The least work, in KiB of memory times passes: OWASP's minimum for argon2id. A server that asks for
/// less would be handed a key that is easy to guess the password from.
const LEAST_WORK: u32 = 7168 * 5;

/// Derives the key that stands for a password, as hex.
///
/// # Errors
/// The salt or the costs are not usable.
pub(super) fn key(password: &SecretString, salt: &[u8], costs: &str) -> Result<SecretString> {
    let costs = bearable(costs).ok_or_else(|| {
        let known: String = costs.chars().take(40).collect();
        Error::failed(format!(
            "the database asks for unusable password costs '{known}'"
        ))
        .hint("the database's owner sets them in auth.config; an admin can set a new one for you")
    })?;
    derive(password, salt, costs)
}

/// The costs that a text asks for, if we accept them: as the database's own `auth.is_bearable` says.
fn bearable(costs: &str) -> Option<Costs> {
    let costs = costs_of(costs)?;
    let is_fine = costs.0 <= MOST_MEMORY && (LEAST_WORK..=MOST_WORK).contains(&work(costs));
    is_fine.then_some(costs)
}

fn derive(
    password: &SecretString,
    salt: &[u8],
    (memory, passes, lanes): Costs,
) -> Result<SecretString> {
    let unusable =
        |error: argon2::Error| Error::failed(format!("the password can't be processed: {error}"));
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(unusable)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose_secret().as_bytes(), salt, &mut key)
        .map_err(unusable)?;
    Ok(hex(&key).into())
}

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
/// The present password goes the way of a login: an attempt that is committed, counted, and judged.
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

/// Whether costs make guessing dearer than others do.
pub(super) fn is_stronger(costs: &str, than: &str) -> bool {
    let work = |text| costs_of(text).map_or(0, work);
    work(costs) > work(than)
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
    let answer = rows.first().map(|row| row.get(0)).transpose()?;
    Ok(answer == Some(Value::Bool(true)))
}

/// Memory in KiB, passes, lanes.
type Costs = (u32, u32, u32);

fn work((memory, passes, _): Costs) -> u32 {
    memory.saturating_mul(passes)
}

/// Reads `m=19456,t=2,p=1`, and nothing that is written in another way.
fn costs_of(text: &str) -> Option<Costs> {
    let mut parts = text.split(',');
    let mut part = |name: &str| {
        let digits = parts.next()?.strip_prefix(name)?.strip_prefix('=')?;
        let number: u32 = digits.parse().ok()?;
        (number.to_string() == digits).then_some(number)
    };
    let costs = (part("m")?, part("t")?, part("p")?);
    let fits = (1..=999).contains(&costs.1) && (1..=99).contains(&costs.2);
    (parts.next().is_none() && costs.0 >= 1000 && fits).then_some(costs)
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
        let derive = |salt: &[u8]| derive(&password, salt, (64, 1, 1)).unwrap();
        let (first, second) = (derive(b"salt salt salt 1"), derive(b"salt salt salt 2"));
        assert_eq!(
            first.expose_secret(),
            derive(b"salt salt salt 1").expose_secret()
        );
        assert_ne!(first.expose_secret(), second.expose_secret());
        assert_eq!(unhex(first.expose_secret()).unwrap().len(), 32);
    }

    #[test]
    fn a_server_can_ask_neither_for_all_our_memory_nor_for_a_key_that_is_easy_to_guess_from() {
        let password = "x".to_owned().into();
        for costs in [
            "m=99999999,t=1,p=1",
            "m=19456,t=1,p=1",
            "m=8,t=1,p=1",
            "m=1048576,t=17,p=1",
            "m=19456,t=2,p=0",
            "m=19456,t=2,p=1,",
            "m=+19456,t=2,p=1",
            "m=019456,t=2,p=1",
            " m=19456,t=2,p=1",
            "nonsense",
            "",
        ] {
            assert!(
                key(&password, b"salt salt salt 1", costs).is_err(),
                "{costs}"
            );
        }
        assert!(key(&password, b"salt salt salt 1", "m=19456,t=2,p=1").is_ok());
    }

    #[test]
    fn stronger_is_more_work() {
        assert!(is_stronger("m=47104,t=1,p=1", "m=19456,t=2,p=1"));
        assert!(!is_stronger("m=19456,t=2,p=1", "m=19456,t=2,p=1"));
        assert!(!is_stronger("nonsense", "m=19456,t=2,p=1"));
    }
}
