//! What every connection says at its beginning.
//!
//! It is sent with the connection's `options`, which costs no round trip. A pooler in between may refuse those, or
//! drop them without a word; then the same is set by statements.

use super::zone;
use std::sync::atomic::{AtomicU8, Ordering};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

/// They beat settings that somebody left on a shared role: everybody who has `DATABASE_URL` may do that, and could so keep
/// everybody from signing in.
const SETTINGS: [(&str, &str); 13] = [
    ("search_path", "crm"),
    ("local_preload_libraries", ""),
    ("statement_timeout", "10min"),
    ("idle_in_transaction_session_timeout", "10min"),
    ("idle_session_timeout", "0"),
    ("lock_timeout", "0"),
    (READ_ONLY, "off"),
    ("default_transaction_isolation", "read committed"),
    ("row_security", "on"),
    // Row policies keep the planner from what it knows of the values of a column when it guesses what `like` finds: it
    // expects ten times too many rows, and would start workers for a query that is over before they are there.
    ("parallel_setup_cost", "10000"),
    ("DateStyle", "ISO"),
    // The server reports it to every client: how it is known that these settings arrived.
    (APPLICATION_NAME, APPLICATION),
    // A client that was killed leaves no statement behind that keeps running, with its locks.
    (CHECK_INTERVAL, "5s"),
];

const READ_ONLY: &str = "default_transaction_read_only";
const APPLICATION_NAME: &str = "application_name";
const APPLICATION: &str = "epic";
const CHECK_INTERVAL: &str = "client_connection_check_interval";
const ZONE: &str = "TimeZone";
const OPTIONS: &str = "options";
/// Read when a process of the server starts, and never set later.
const AT_START_ONLY: &str = "local_preload_libraries";

/// What a server may refuse, to go on without it.
const OPTIONAL: [&str; 3] = [CHECK_INTERVAL, ZONE, OPTIONS];

/// Which of [`OPTIONAL`] were refused, one bit each.
static REFUSED: AtomicU8 = AtomicU8::new(0);

/// What differs from one connection to another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opening {
    /// Whether it acts as the owner of everything.
    pub(super) as_owner: bool,
    /// Whether the server is told to refuse every change.
    pub(super) only_reads: bool,
}

/// The options to connect with; nothing when there are to be none.
pub(super) fn options(opening: Opening) -> Option<String> {
    if is_refused(OPTIONS) {
        return None;
    }
    let word = |(name, value): (&str, String)| {
        let value = value.replace('\\', "\\\\").replace(' ', "\\ ");
        format!("-c {name}={value}")
    };
    let words: Vec<String> = wanted(opening).map(word).collect();
    Some(words.join(" "))
}

/// Whether a server that reports this name of the application was told all.
pub(super) fn arrived(application_name: Option<&str>) -> bool {
    application_name == Some(APPLICATION)
}

/// The statements that say the same.
pub(super) fn statements(opening: Opening) -> Vec<String> {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let set = |(name, value): (&str, String)| {
        format!("select set_config('{name}', {}, false)", quoted(&value))
    };
    wanted(opening)
        .filter(|(name, _)| *name != AT_START_ONLY)
        .map(set)
        .collect()
}

/// Whether a connection failed for something that the next can do without; it is not said again then.
pub(super) fn can_do_without(error: &Error) -> bool {
    let codes = [
        SqlState::INVALID_PARAMETER_VALUE,
        SqlState::UNDEFINED_OBJECT,
        SqlState::PROTOCOL_VIOLATION,
    ];
    let Some(refusal) = error.as_db_error().filter(|db| codes.contains(db.code())) else {
        return false;
    };
    let named = |name: &&str| refusal.message().contains(*name) && !is_refused(name);
    let Some(name) = OPTIONAL.iter().find(|name| named(name)) else {
        return false;
    };
    REFUSED.fetch_or(bit(name), Ordering::Relaxed);
    true
}

/// The option of a URL by which transactions of other programs only read, too.
pub(super) fn only_reading() -> String {
    format!("-c {READ_ONLY}=on")
}

fn wanted(opening: Opening) -> impl Iterator<Item = (&'static str, String)> {
    let zone = zone::name().map(|zone| (ZONE, zone));
    let role = opening.as_owner.then(|| ("role", "epic_owner".to_owned()));
    SETTINGS
        .iter()
        .map(move |(name, value)| match *name {
            READ_ONLY if opening.only_reads => (*name, "on".to_owned()),
            _ => (*name, (*value).to_owned()),
        })
        .chain(zone)
        .chain(role)
        .filter(|(name, _)| !is_refused(name))
}

fn is_refused(name: &str) -> bool {
    REFUSED.load(Ordering::Relaxed) & bit(name) != 0
}

fn bit(name: &str) -> u8 {
    let index = OPTIONAL.iter().position(|optional| *optional == name);
    index.map_or(0, |index| 1 << index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_statements_say_the_same() {
        let owner = Opening {
            as_owner: true,
            only_reads: false,
        };
        let options = options(owner).unwrap();
        assert!(options.contains("-c default_transaction_isolation=read\\ committed"));
        assert!(options.ends_with("-c role=epic_owner"), "{options}");
        let statements = statements(owner);
        assert!(
            statements
                .contains(&"select set_config('statement_timeout', '10min', false)".to_owned())
        );
        assert!(!statements.iter().any(|set| set.contains(AT_START_ONLY)));
        assert!(options.contains("-c default_transaction_read_only=off"));
    }

    #[test]
    fn a_connection_that_only_reads_says_so() {
        let reader = Opening {
            only_reads: true,
            ..Opening::default()
        };
        assert!(options(reader).unwrap().contains(&only_reading()));
        let set = "select set_config('default_transaction_read_only', 'on', false)";
        assert!(statements(reader).contains(&set.to_owned()));
    }
}
