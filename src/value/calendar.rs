//! Days and clocks as PostgreSQL writes them: `0044-03-15 BC`, `10000-01-01`.

use chrono::{
    DateTime, Datelike, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, Offset, Timelike,
    Utc,
};

/// A day.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    let (day, era) = day_and_era(date);
    format!("{day}{era}")
}

/// A date and time as people read it: without the seconds when they are zero.
#[must_use]
pub fn clock(moment: NaiveDateTime) -> String {
    let (day, era) = day_and_era(moment.date());
    let format = match (moment.second(), moment.nanosecond()) {
        (0, 0) => "%H:%M",
        (_, 0) => "%H:%M:%S",
        _ => "%H:%M:%S%.6f",
    };
    format!("{day} {}{era}", moment.time().format(format))
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

/// A date and time as ISO 8601 has it, with the offset given.
#[must_use]
pub fn iso(moment: NaiveDateTime, offset: &str) -> String {
    let (day, era) = day_and_era(moment.date());
    format!("{day}T{}{offset}{era}", moment.time().format("%H:%M:%S%.f"))
}

/// A date and time as psql shows it, with the offset of its zone.
#[must_use]
pub fn full(moment: NaiveDateTime, zone: Option<FixedOffset>) -> String {
    let (day, era) = day_and_era(moment.date());
    let zone = zone.map_or_else(String::new, |zone| {
        let text = offset(zone);
        text.strip_suffix(":00").map_or(text.clone(), str::to_owned)
    });
    format!("{day} {}{zone}{era}", seconds(moment.time()))
}

/// An offset, `+02:00`; before there was standard time, clocks differed by seconds: `+00:09:21`.
#[must_use]
pub fn offset(offset: FixedOffset) -> String {
    let east = offset.local_minus_utc();
    let (sign, far) = if east < 0 { ('-', -east) } else { ('+', east) };
    let (hours, minutes, seconds) = (far / 3600, far / 60 % 60, far % 60);
    match seconds {
        0 => format!("{sign}{hours:02}:{minutes:02}"),
        _ => format!("{sign}{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// A time with its seconds, and as many digits after them as there are.
#[must_use]
pub fn seconds(time: NaiveTime) -> String {
    let text = time.format("%H:%M:%S%.6f").to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// There is no year 0: the one before the first is the first before.
fn day_and_era(date: NaiveDate) -> (String, &'static str) {
    let (year, era) = match date.year() {
        year @ 1.. => (year, ""),
        before => (1 - before, " BC"),
    };
    (
        format!("{year:04}-{:02}-{:02}", date.month(), date.day()),
        era,
    )
}
