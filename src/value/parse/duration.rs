//! Spans of time as people write them: `30d`, `2w`, `1d 12h`, `90 minutes`.

use super::unfit::Unfit;
use crate::value::Span;
use crate::value::span::{DAY, HOUR, MINUTE, WEEK};

/// A span of time. A sign before it makes it go back.
///
/// ```
/// use epic::value::parse::duration;
/// assert_eq!(duration("30d").unwrap().to_string(), "30 days");
/// assert_eq!(duration("1d 12h").unwrap().to_string(), "36 hours");
/// ```
///
/// # Errors
/// It is none, or longer than can be counted in seconds.
pub fn duration(text: &str) -> Result<Span, Unfit> {
    let expected = || Unfit::new("a span of time", "30d, 2w, 36h or 90min");
    let plain = text.trim().to_lowercase();
    let (sign, mut rest) = match plain.strip_prefix(['-', '+']) {
        Some(rest) if plain.starts_with('-') => (-1, rest),
        Some(rest) => (1, rest),
        None => (1, plain.as_str()),
    };
    if rest.is_empty() {
        return Err(expected());
    }
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        let (count, after) = split(rest, |c| c.is_ascii_digit());
        let (name, after) = split(after, char::is_alphabetic);
        let unit = match name {
            "w" | "week" | "weeks" => WEEK,
            "d" | "day" | "days" => DAY,
            "h" | "hour" | "hours" => HOUR,
            "min" | "minute" | "minutes" => MINUTE,
            "m" => return Err(expected().because("m may be minutes or months")),
            "month" | "months" | "year" | "years" => {
                return Err(expected().because("months and years differ in length"));
            }
            _ => return Err(expected()),
        };
        let too_long = || expected().because("it is too long");
        let count: i64 = count.parse().map_err(|_| expected())?;
        let part = count.checked_mul(unit).ok_or_else(too_long)?;
        seconds = seconds.checked_add(part).ok_or_else(too_long)?;
        rest = after;
    }
    Ok(Span {
        seconds: sign * seconds,
    })
}

/// The letters of a sort at the beginning, and what comes behind them and spaces.
fn split(text: &str, is_part: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (part, rest) = text.split_at(end);
    (part, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_numbers_with_units() {
        for (text, seconds) in [
            ("30d", 30 * DAY),
            (" 2 Weeks ", 2 * WEEK),
            ("1d12h", 36 * HOUR),
            ("-90min", -90 * MINUTE),
            ("+0d", 0),
        ] {
            assert_eq!(duration(text).unwrap().seconds, seconds, "{text}");
        }
    }

    #[test]
    fn what_is_no_span_says_what_is_expected() {
        let expected = "a span of time is expected, such as 30d, 2w, 36h or 90min";
        for text in ["", "-", "30", "d", "3x", "3d 4", "3.5d"] {
            assert_eq!(duration(text).unwrap_err().to_string(), expected, "{text}");
        }
        for (text, why) in [
            ("3m", "m may be minutes or months"),
            ("1 year", "months and years differ in length"),
            ("99999999999999w", "it is too long"),
        ] {
            assert_eq!(duration(text).unwrap_err().why.as_deref(), Some(why));
        }
    }
}
