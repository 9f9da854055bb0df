//! The key that stands for a password, and the costs of deriving it.

use crate::error::{Error, Result};
use crate::value::hex;
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

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
        .hint("the database's owner sets them in auth.config; an admin can set you a new password")
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

/// Whether costs make guessing dearer than others do.
pub(super) fn is_stronger(costs: &str, than: &str) -> bool {
    let work = |text| costs_of(text).map_or(0, work);
    work(costs) > work(than)
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
