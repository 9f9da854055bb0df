//! Dates and moments as people write them: for fields, constructors and comparisons alike.

use crate::error::{Error, Result};
use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, TimeZone, Utc};

/// A date, written year-month-day.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok()
}

/// A moment: a date and a time, or a date alone for its beginning; in the local time zone where it names none.
///
/// ```
/// use epic::value::parse::moment;
/// assert_eq!(moment("2026-01-31 18:00"), moment("2026-01-31T18:00:00"));
/// assert!(moment("yesterday").is_none());
/// ```
#[must_use]
pub fn moment(text: &str) -> Option<Result<DateTime<Utc>>> {
    if let Some(exact) = zoned(text) {
        return Some(Ok(exact));
    }
    let written = clock(text).or_else(|| date(text)?.and_hms_opt(0, 0, 0))?;
    Some(local(written))
}

/// A moment that says how far its clock is from UTC: `2026-01-31T18:00:00+01:00`.
#[must_use]
pub fn zoned(text: &str) -> Option<DateTime<Utc>> {
    let exact = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    Some(exact.with_timezone(&Utc))
}

/// A date and a time, without a zone.
#[must_use]
pub fn clock(text: &str) -> Option<NaiveDateTime> {
    let formats = [
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
    ];
    formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text.trim(), format).ok())
}

/// A local date and time as a moment.
///
/// # Errors
/// The clocks go forward then.
pub fn local(written: NaiveDateTime) -> Result<DateTime<Utc>> {
    match Local.from_local_datetime(&written).earliest() {
        Some(moment) => Ok(moment.with_timezone(&Utc)),
        None => Err(Error::failed(format!(
            "{written} does not exist: the clocks go forward then"
        ))),
    }
}
