//! The time zone of this machine, which the server reckons in too: the day of a moment is the day that
//! people here see.

use postgres::error::SqlState;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where zones are kept, and what stands before their names in `TZ` and links.
const ZONES: &str = "/usr/share/zoneinfo/";

/// Set when the server does not know the zone: then it goes on in its own.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// The setting to connect with; empty when the zone has no name.
pub(super) fn setting() -> String {
    if !is_sent() {
        return String::new();
    }
    name().map_or_else(String::new, |zone| format!(" -c TimeZone={zone}"))
}

/// Whether the zone goes with connections.
pub(super) fn is_sent() -> bool {
    !REFUSED.load(Ordering::Relaxed)
}

/// Whether a connection failed for the zone; it is not sent again then.
pub(super) fn is_refused(error: &postgres::Error) -> bool {
    let refused = error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE)
        && error
            .as_db_error()
            .is_some_and(|db| db.message().contains("TimeZone"));
    if refused {
        REFUSED.store(true, Ordering::Relaxed);
    }
    refused
}

/// `Europe/Paris`: the variable `TZ` decides where it names a zone, else the machine's own settings.
fn name() -> Option<String> {
    let variable = std::env::var("TZ").ok();
    variable
        .as_deref()
        .and_then(named)
        .or_else(|| iana_time_zone::get_timezone().ok())
        .filter(|zone| is_plain(zone))
}

fn named(variable: &str) -> Option<String> {
    let zone = variable.trim_start_matches(':');
    if zone.is_empty() {
        return Some("UTC".to_owned());
    }
    let zone = zone.strip_prefix(ZONES).unwrap_or(zone);
    let known = zone == "UTC" || Path::new(ZONES).join(zone).is_file();
    (known && !zone.starts_with('/')).then(|| zone.to_owned())
}

/// It is a word of the connection's options.
fn is_plain(zone: &str) -> bool {
    zone.chars()
        .all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_names_a_zone_or_it_does_not() {
        assert_eq!(named("UTC").as_deref(), Some("UTC"));
        assert_eq!(named("").as_deref(), Some("UTC"));
        assert_eq!(named("Nowhere/Land"), None);
        assert_eq!(named("/etc/localtime"), None);
        assert!(!is_plain("UTC -c role=postgres"));
    }
}
