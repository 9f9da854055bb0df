//! The time zone of this machine, which the server uses too: the day of a moment is the day that
//! people here see.

use super::notice;
use chrono::{DateTime, FixedOffset, Local, Utc};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set when scripts and the server do not understand `TZ` alike.
static INSTEAD: OnceLock<String> = OnceLock::new();

/// Where zones are kept, and the prefix of their names in `TZ` and links.
const ZONES: &str = "/usr/share/zoneinfo/";

/// `Europe/Paris`, or a rule such as `EST5EDT,M3.2.0,M11.1.0`: the variable `TZ` decides where it says one, else the
/// machine's own settings.
#[must_use]
pub fn name() -> Option<String> {
    if let Some(zone) = INSTEAD.get() {
        return Some(zone.clone());
    }
    let variable = std::env::var("TZ").ok();
    variable
        .as_deref()
        .and_then(|variable| named(variable).or_else(|| rule(variable)))
        .or_else(|| iana_time_zone::get_timezone().ok())
}

/// A zone that has a file here. The server has its own, with the same names.
fn named(variable: &str) -> Option<String> {
    let zone = variable.trim_start_matches(':');
    if zone.is_empty() {
        return Some("UTC".to_owned());
    }
    let zone = zone.strip_prefix(ZONES).unwrap_or(zone);
    let known = zone == "UTC" || Path::new(ZONES).join(zone).is_file();
    (known && !zone.starts_with('/')).then(|| zone.to_owned())
}

/// What may be a rule of POSIX. The server reads them too.
fn rule(variable: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "<>+-,.:/".contains(c);
    let begins = variable.starts_with(|c: char| c.is_ascii_alphabetic() || c == '<');
    let may_be =
        begins && variable.chars().all(is_part) && variable.contains(|c: char| c.is_ascii_digit());
    may_be.then(|| variable.to_owned())
}

/// What the server is asked to find out whether it computes as scripts do: its offsets in winter and in summer, in
/// seconds. Nothing when there is no doubt.
pub(super) fn question() -> Option<&'static str> {
    static ONCE: AtomicBool = AtomicBool::new(false);
    let variable = std::env::var("TZ").ok();
    let is_clear = variable.is_none_or(|variable| named(&variable).is_some());
    (!is_clear && !ONCE.swap(true, Ordering::Relaxed)).then_some(
        "select extract(timezone from t)::int::text from unnest(array['2026-01-15 12:00Z', '2026-07-15 12:00Z']::timestamptz[]) t",
    )
}

/// When the offsets of the server are others than here: says so, and returns the zone to set there, which is that of
/// scripts at this moment.
pub(super) fn compare(server: &[i32]) -> Option<String> {
    let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
    let here: Vec<i32> = ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"]
        .into_iter()
        .filter_map(at)
        .map(|moment| moment.with_timezone(&Local).offset().local_minus_utc())
        .collect();
    if server == here {
        return None;
    }
    let now = *Local::now().offset();
    let changes = if here.iter().all(|offset| *offset == now.local_minus_utc()) {
        ""
    } else {
        ", which scripts change in another part of the year"
    };
    notice::tell(&format!(
        "scripts and the server understand TZ differently: the hours are those of UTC{now}{changes}. Set TZ to the name of a zone, such as Europe/Paris."
    ));
    let zone = format!("<UTC{now}>{}", opposite(now));
    let _ = INSTEAD.set(zone.clone());
    Some(zone)
}

/// What lies to the east has a minus in rules of POSIX.
fn opposite(offset: FixedOffset) -> String {
    let text = offset.to_string();
    match text.strip_prefix('+') {
        Some(east) => format!("-{east}"),
        None => text.replace('-', "+"),
    }
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
        for rule_of_posix in ["UTC-2", "<+0330>-3:30", "EST5EDT,M3.2.0,M11.1.0"] {
            assert_eq!(rule(rule_of_posix).as_deref(), Some(rule_of_posix));
        }
        assert_eq!(rule("UTC -c role=postgres"), None);
        assert_eq!(rule("Nowhere/Land"), None);
        let east = FixedOffset::east_opt(12_600).unwrap();
        assert_eq!(opposite(east), "-03:30");
    }
}
