//! Days as people say them: `2026-01-31`, `today`, `-30d`, `next monday`.

use super::duration::duration;
use super::moment::date;
use super::unfit::Unfit;
use crate::value::span::DAY;
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

/// A day, as it is written or as seen from today.
///
/// ```
/// use epic::value::parse::day;
/// let today = "2026-11-29".parse().unwrap(); // a Sunday
/// assert_eq!(day("next monday", today).unwrap().to_string(), "2026-11-30");
/// assert_eq!(day("-30d", today).unwrap().to_string(), "2026-10-30");
/// ```
///
/// # Errors
/// It is none, or out of the calendar.
pub fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, Unfit> {
    let plain = text.trim().to_lowercase();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let found = match words[..] {
        ["today"] => Some(today),
        ["tomorrow"] => today.succ_opt(),
        ["yesterday"] => today.pred_opt(),
        ["next", name] => weekday(name).and_then(|day| first(day, today, 1)),
        ["last", name] => weekday(name).and_then(|day| first(day, today, -1)),
        _ => match date(&plain) {
            Some(written) => Some(written),
            None => return shifted(&plain, today),
        },
    };
    found.ok_or_else(unfit)
}

fn unfit() -> Unfit {
    Unfit::new("a date", "2026-01-31, today, -30d or next monday")
}

/// So many days from today; the sign says which way.
fn shifted(text: &str, today: NaiveDate) -> Result<NaiveDate, Unfit> {
    let span = duration(text).map_err(|_| unfit())?;
    if !text.starts_with(['-', '+']) {
        return Err(unfit().because(format!("say whether it was or will be: -{text} or +{text}")));
    }
    if span.seconds % DAY != 0 {
        return Err(unfit().because("dates move by whole days"));
    }
    let days = Days::new((span.seconds / DAY).unsigned_abs());
    let moved = match span.seconds {
        0.. => today.checked_add_days(days),
        _ => today.checked_sub_days(days),
    };
    moved.ok_or_else(|| unfit().because("it is out of the calendar"))
}

fn weekday(name: &str) -> Option<Weekday> {
    name.parse().ok()
}

/// The first of a weekday after today, or before it.
fn first(wanted: Weekday, today: NaiveDate, step: i64) -> Option<NaiveDate> {
    (1..=7)
        .filter_map(|days| today.checked_add_signed(TimeDelta::days(step * days)))
        .find(|day| day.weekday() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(); // a Sunday
        match day(text, today) {
            Ok(date) => date.to_string(),
            Err(unfit) => unfit.to_string(),
        }
    }

    #[test]
    fn a_day_is_written_or_seen_from_today() {
        for (text, date) in [
            ("2026-01-31", "2026-01-31"),
            (" Today", "2026-11-29"),
            ("tomorrow", "2026-11-30"),
            ("yesterday", "2026-11-28"),
            ("-30d", "2026-10-30"),
            ("+2w", "2026-12-13"),
            ("next sunday", "2026-12-06"),
            ("last Sun", "2026-11-22"),
            ("next monday", "2026-11-30"),
        ] {
            assert_eq!(read(text), date, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_what_is_expected() {
        let expected = "a date is expected, such as 2026-01-31, today, -30d or next monday";
        for text in [
            "",
            "monday",
            "next month",
            "31.01.2026",
            "2026-02-30",
            "soon",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(
            read("30d"),
            format!("say whether it was or will be: -30d or +30d; {expected}")
        );
        assert_eq!(read("-5h"), format!("dates move by whole days; {expected}"));
        assert_eq!(
            read("+99999999w"),
            format!("it is out of the calendar; {expected}")
        );
    }
}
