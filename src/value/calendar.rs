//! Days and clocks as PostgreSQL writes them: `0044-03-15 BC`, `10000-01-01`.

use super::digits;
use chrono::{
    DateTime, Datelike, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, Offset, Timelike,
    Utc,
};
use std::fmt::Write as _;

const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/// The nanoseconds of a second.
const SECOND: u32 = 1_000_000_000;

/// A day.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    let mut text = String::new();
    push_day(&mut text, date);
    text
}

/// The same, at the end of a text.
pub fn push_day(text: &mut String, date: NaiveDate) {
    let era = push_day_of_era(text, date);
    text.push_str(era);
}

/// A date and time as people read it: without the seconds when they are zero.
#[must_use]
pub fn clock(moment: NaiveDateTime) -> String {
    let mut text = String::new();
    let era = push_day_of_era(&mut text, moment.date());
    text.push(' ');
    let time = moment.time();
    if (time.second(), time.nanosecond()) == (0, 0) {
        push_minutes(&mut text, time);
    } else {
        let nanos = push_seconds(&mut text, time);
        if nanos > 0 {
            push_part(&mut text, nanos / 1_000, 6);
        }
    }
    text.push_str(era);
    text
}

/// A moment on the clocks here, and how far they are from those of UTC.
#[must_use]
pub fn local(moment: &DateTime<Utc>) -> (NaiveDateTime, FixedOffset) {
    let offset = moment.with_timezone(&Local).offset().fix();
    let utc = moment.naive_utc();
    match utc.checked_add_offset(offset) {
        Some(local) => (local, offset),
        None => (utc, Utc.fix()),
    }
}

/// A date and time as ISO 8601 has it, with the offset given, at the end of a text.
pub fn push_iso(text: &mut String, moment: NaiveDateTime, zone: Option<FixedOffset>) {
    let era = push_day_of_era(text, moment.date());
    text.push('T');
    let nanos = push_seconds(text, moment.time());
    match nanos {
        0 => {}
        _ if nanos.is_multiple_of(1_000_000) => push_part(text, nanos / 1_000_000, 3),
        _ if nanos.is_multiple_of(1_000) => push_part(text, nanos / 1_000, 6),
        _ => push_part(text, nanos, 9),
    }
    if let Some(zone) = zone {
        push_offset(text, zone);
    }
    text.push_str(era);
}

/// A date and time as psql shows it, with the offset of its zone.
#[must_use]
pub fn full(moment: NaiveDateTime, zone: Option<FixedOffset>) -> String {
    let mut text = String::new();
    let era = push_day_of_era(&mut text, moment.date());
    text.push(' ');
    text.push_str(&seconds(moment.time()));
    if let Some(zone) = zone {
        push_offset(&mut text, zone);
        if text.ends_with(":00") {
            text.truncate(text.len() - ":00".len());
        }
    }
    text.push_str(era);
    text
}

/// An offset, `+02:00`; before there was standard time, clocks differed by seconds: `+00:09:21`.
fn push_offset(text: &mut String, offset: FixedOffset) {
    let east = offset.local_minus_utc();
    let far = east.unsigned_abs();
    text.push(if east < 0 { '-' } else { '+' });
    push_two(text, far / 3600);
    text.push(':');
    push_two(text, far / 60 % 60);
    if !far.is_multiple_of(60) {
        text.push(':');
        push_two(text, far % 60);
    }
}

/// A time with its seconds, and as many digits after them as there are.
#[must_use]
pub fn seconds(time: NaiveTime) -> String {
    let mut text = String::new();
    let micros = push_seconds(&mut text, time) / 1_000;
    if micros > 0 {
        push_part(&mut text, micros, 6);
        text.truncate(text.trim_end_matches('0').len());
    }
    text
}

/// A day without its era, which is handed on. There is no year 0: the one before the first is the first before.
fn push_day_of_era(text: &mut String, date: NaiveDate) -> &'static str {
    let (year, era) = match date.year() {
        year @ 1.. => (year, ""),
        before => (1 - before, " BC"),
    };
    match year.unsigned_abs() {
        year @ ..10_000 => {
            push_two(text, year / 100);
            push_two(text, year % 100);
        }
        year => {
            let _ = write!(text, "{year}");
        }
    }
    text.push('-');
    push_two(text, date.month());
    text.push('-');
    push_two(text, date.day());
    era
}

/// What is behind the point of a second.
fn push_part(text: &mut String, part: u32, digits: usize) {
    text.push('.');
    let _ = digits::padded(part.into(), digits, text);
}

fn push_minutes(text: &mut String, time: NaiveTime) {
    push_two(text, time.hour());
    text.push(':');
    push_two(text, time.minute());
}

/// A time to its second; the nanoseconds after that. A leap second is the 60th.
fn push_seconds(text: &mut String, time: NaiveTime) -> u32 {
    push_minutes(text, time);
    text.push(':');
    push_two(text, time.second() + time.nanosecond() / SECOND);
    time.nanosecond() % SECOND
}

/// Two digits: a pattern that is read anew for each value would take longer than all else that is done with it.
fn push_two(text: &mut String, number: u32) {
    for digit in [number / 10 % 10, number % 10] {
        text.push(DIGITS[digit as usize]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn iso(moment: NaiveDateTime, zone: Option<FixedOffset>) -> String {
        let mut text = String::new();
        push_iso(&mut text, moment, zone);
        text
    }

    #[test]
    fn clocks_have_the_digits_that_they_need() {
        for (written, iso_8601, read, seconds_only) in [
            (
                "2026-07-01T08:05:00",
                "2026-07-01T08:05:00",
                "2026-07-01 08:05",
                "08:05:00",
            ),
            (
                "2026-07-01T08:05:09",
                "2026-07-01T08:05:09",
                "2026-07-01 08:05:09",
                "08:05:09",
            ),
            (
                "2026-07-01T08:05:00.25",
                "2026-07-01T08:05:00.250",
                "2026-07-01 08:05:00.250000",
                "08:05:00.25",
            ),
            (
                "0044-03-15T23:59:59.000001",
                "0044-03-15T23:59:59.000001",
                "0044-03-15 23:59:59.000001",
                "23:59:59.000001",
            ),
            (
                "+12026-01-01T00:00:01",
                "12026-01-01T00:00:01",
                "12026-01-01 00:00:01",
                "00:00:01",
            ),
        ] {
            let moment = moment(written);
            assert_eq!(iso(moment, None), iso_8601);
            assert_eq!(clock(moment), read);
            assert_eq!(seconds(moment.time()), seconds_only);
        }
    }

    #[test]
    fn offsets_have_seconds_only_where_they_are_needed() {
        let noon = moment("2026-07-01T12:00:00");
        for (east, shown, full_offset) in [
            (7200, "+02:00", "+02"),
            (-12_600, "-03:30", "-03:30"),
            (561, "+00:09:21", "+00:09:21"),
            (0, "+00:00", "+00"),
        ] {
            let zone = FixedOffset::east_opt(east);
            assert_eq!(iso(noon, zone), format!("2026-07-01T12:00:00{shown}"));
            assert_eq!(
                full(noon, zone),
                format!("2026-07-01 12:00:00{full_offset}")
            );
        }
    }

    #[test]
    fn years_before_the_first_say_so() {
        let day_of = |year| day(NaiveDate::from_ymd_opt(year, 3, 15).unwrap());
        assert_eq!(day_of(-43), "0044-03-15 BC");
        assert_eq!(day_of(0), "0001-03-15 BC");
        assert_eq!(day_of(1), "0001-03-15");
    }
}
