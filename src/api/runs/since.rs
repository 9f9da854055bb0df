//! From when on: a day, a moment, or so long ago.

use crate::error::{Error, Result};
use crate::value::Span;
use crate::value::parse;
use chrono::{DateTime, TimeDelta, Utc};

/// The moment that is meant by a date (`2026-01-31`), a moment (`2026-01-31 18:00`) or a time ago (`30d`, `2w`, `12h`,
/// `15min`).
///
/// # Errors
/// It is none of them.
pub fn since(text: &str) -> Result<DateTime<Utc>> {
    let text = text.trim();
    let ago = parse::duration(text)
        .ok()
        .filter(|ago| ago.seconds >= 0)
        .and_then(before_now);
    if let Some(moment) = ago {
        return Ok(moment);
    }
    parse::moment(text).unwrap_or_else(|| {
        Err(Error::usage(format!("'{text}' is no date, nor a time ago"))
            .hint("write 2026-01-31, \"2026-01-31 18:00\", 30d, 2w, 12h or 15min"))
    })
}

fn before_now(ago: Span) -> Option<DateTime<Utc>> {
    Utc::now().checked_sub_signed(TimeDelta::try_seconds(ago.seconds)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_ago_a_day_or_a_moment_is_meant() {
        for (text, hours) in [
            ("30d", 720),
            ("2w", 336),
            ("12h", 12),
            ("1 day", 24),
            ("60min", 1),
        ] {
            let then = since(text).unwrap();
            assert_eq!((Utc::now() - then).num_hours(), hours, "{text}");
        }
        assert_eq!(since("2026-01-31"), since("2026-01-31 00:00"));
        for text in [
            "",
            "30",
            "d",
            "30x",
            "99999999999999999999d",
            "99999999999d",
            "yesterday",
        ] {
            assert!(since(text).is_err(), "{text}");
        }
    }
}
