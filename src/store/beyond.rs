//! What our types can't hold, as psql shows it: `infinity`, `NaN`, numbers of 40 digits, the far future.

use crate::value::{Beyond, Type, Value, calendar};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// How many digits every [`Decimal`] can hold, wherever the point is.
const DIGITS: i32 = 28;
/// The last supported year: chrono ends a little later, and an offset must not overflow it.
const LAST_YEAR: i64 = 262_000;
const DAY: i64 = 86_400_000_000;

/// A number on the wire: its sign and where its point is, then four digits at a time.
struct Numeric<'a> {
    weight: i32,
    sign: u16,
    scale: u16,
    groups: &'a [u8],
}

/// A number, from `numeric_send`; none when it is cut off.
pub(super) fn number(raw: &[u8]) -> Option<Value> {
    let word = |index: usize| Some(u16::from_be_bytes([*raw.get(index)?, *raw.get(index + 1)?]));
    let numeric = Numeric {
        weight: word(2)?.cast_signed().into(),
        sign: word(4)?,
        scale: word(6)?,
        groups: raw.get(8..)?,
    };
    if !matches!(numeric.sign, 0 | 0x4000) {
        return Some(beyond(Type::Decimal, numeric.text(), raw));
    }
    if (numeric.weight + 1).max(0) * 4 + i32::from(numeric.scale) <= DIGITS {
        return numeric.small().map(Value::Decimal);
    }
    let text = numeric.text();
    Some(match Decimal::from_str_exact(&text) {
        Ok(number) => Value::Decimal(number),
        Err(_) => beyond(Type::Decimal, text, raw),
    })
}

impl Numeric<'_> {
    fn group(&self, index: i32) -> u16 {
        let at = usize::try_from(index).ok().map(|index| index * 2);
        at.and_then(|at| self.groups.get(at..at + 2))
            .map_or(0, |pair| u16::from_be_bytes([pair[0], pair[1]]))
    }

    /// A number of few digits; none when what came is no number.
    fn small(&self) -> Option<Decimal> {
        let last = self.weight + i32::from(self.scale.div_ceil(4));
        let before = (0..last).fold(0_i128, |digits, index| {
            digits * 10_000 + i128::from(self.group(index))
        });
        // The last group may have more digits than are shown; those are zeros.
        let spare = 10_u16.pow(u32::from(self.scale.next_multiple_of(4) - self.scale));
        let digits = before * i128::from(10_000 / spare) + i128::from(self.group(last) / spare);
        let signed = if self.sign == 0 { digits } else { -digits };
        Decimal::try_from_i128_with_scale(signed, self.scale.into()).ok()
    }

    fn text(&self) -> String {
        let mut text = String::new();
        match self.sign {
            0 => {}
            0x4000 => text.push('-'),
            0xD000 => return "Infinity".to_owned(),
            0xF000 => return "-Infinity".to_owned(),
            _ => return "NaN".to_owned(),
        }
        let first = if self.weight < 0 { 0 } else { self.group(0) };
        let _ = write!(text, "{first}");
        for index in 1..=self.weight {
            let _ = write!(text, "{:04}", self.group(index));
        }
        if self.scale > 0 {
            text.push('.');
            let whole = text.len();
            let scale = usize::from(self.scale);
            let mut index = self.weight + 1;
            if self.weight < -1 {
                index = 0;
                let zeros = usize::try_from(-1 - self.weight).unwrap_or(0) * 4;
                text.extend(std::iter::repeat_n('0', zeros.min(scale)));
            }
            while text.len() - whole < scale {
                let _ = write!(text, "{:04}", self.group(index));
                index += 1;
            }
            text.truncate(whole + scale);
        }
        text
    }
}

/// A day, from its number of days since 2000.
pub(super) fn date(raw: [u8; 4]) -> Value {
    let days = i32::from_be_bytes(raw);
    if let Some(text) = endless(days == i32::MAX, days == i32::MIN) {
        return beyond(Type::Date, text, &raw);
    }
    match day(days.into()) {
        Some(date) => Value::Date(date),
        None => beyond(Type::Date, far_day(days.into()), &raw),
    }
}

/// A date and time, from its number of microseconds since 2000; `zoned` when it is a moment.
pub(super) fn moment(raw: [u8; 8], zoned: bool) -> Value {
    let kind = if zoned {
        Type::Timestamp
    } else {
        Type::LocalTimestamp
    };
    let micros = i64::from_be_bytes(raw);
    if let Some(text) = endless(micros == i64::MAX, micros == i64::MIN) {
        return beyond(kind, text, &raw);
    }
    let (days, rest) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    let clock = |date: NaiveDate| -> Option<NaiveDateTime> {
        date.and_hms_opt(0, 0, 0)?
            .checked_add_signed(TimeDelta::microseconds(rest))
    };
    match day(days).and_then(clock) {
        Some(clock) if zoned => {
            Value::Timestamp(DateTime::from_naive_utc_and_offset(clock, chrono::Utc))
        }
        Some(clock) => Value::LocalTimestamp(clock),
        None => {
            let date = far_day(days);
            let time = NaiveDate::default()
                .and_hms_opt(0, 0, 0)
                .and_then(|start| start.checked_add_signed(TimeDelta::microseconds(rest)));
            let time = time.map_or_else(String::new, |time| calendar::seconds(time.time()));
            let zone = if zoned { "+00" } else { "" };
            beyond(kind, format!("{date} {time}{zone}"), &raw)
        }
    }
}

fn endless(is_after: bool, is_before: bool) -> Option<String> {
    match (is_after, is_before) {
        (true, _) => Some("infinity".to_owned()),
        (_, true) => Some("-infinity".to_owned()),
        _ => None,
    }
}

/// The day, if our calendar has it.
fn day(days: i64) -> Option<NaiveDate> {
    let start = NaiveDate::from_ymd_opt(2000, 1, 1)?;
    let far = Days::new(days.unsigned_abs());
    let day = if days < 0 {
        start.checked_sub_days(far)
    } else {
        start.checked_add_days(far)
    };
    day.filter(|day| i64::from(day.year()) <= LAST_YEAR)
}

/// A day that our calendar has not: the calendar repeats itself every 400 years.
fn far_day(days: i64) -> String {
    const CYCLE: i64 = 146_097;
    let (cycles, rest) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let near = day(rest).unwrap_or_default();
    let year = i64::from(near.year()) + cycles * 400;
    format!("{year}-{:02}-{:02}", near.month(), near.day())
}

fn beyond(kind: Type, text: String, raw: &[u8]) -> Value {
    Value::Beyond(Box::new(Beyond {
        kind,
        text,
        raw: raw.to_vec(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: u16, scale: u16, groups: &[u16]) -> String {
        let mut raw = Vec::new();
        raw.extend(u16::try_from(groups.len()).unwrap().to_be_bytes());
        raw.extend(weight.to_be_bytes());
        raw.extend(sign.to_be_bytes());
        raw.extend(scale.to_be_bytes());
        for group in groups {
            raw.extend(group.to_be_bytes());
        }
        number(&raw).unwrap().to_string()
    }

    #[test]
    fn numbers_have_all_their_digits_however_many() {
        for (weight, sign, scale, groups, text) in [
            (0, 0, 0, &[][..], "0"),
            (0, 0, 2, &[], "0.00"),
            (0, 0, 2, &[12, 5000], "12.50"),
            (0, 0x4000, 2, &[12, 5000], "-12.50"),
            (1, 0, 0, &[1], "10000"),
            (-1, 0, 5, &[1, 5000], "0.00015"),
            (-2, 0, 8, &[1], "0.00000001"),
            (-8, 0, 29, &[5000], "0.00000000000000000000000000005"),
            (-8, 0, 32, &[5], "0.00000000000000000000000000000005"),
            (
                7,
                0,
                0,
                &[7, 9228, 1625, 1426, 4337, 5935, 4395, 336],
                "79228162514264337593543950336",
            ),
            (0, 0xC000, 0, &[], "NaN"),
            (0, 0xD000, 0, &[], "Infinity"),
            (0, 0xF000, 0, &[], "-Infinity"),
        ] {
            assert_eq!(numeric(weight, sign, scale, groups), text);
        }
        assert!(number(&[0, 1]).is_none());
    }

    #[test]
    fn days_without_end_and_years_without_end_are_shown() {
        assert_eq!(date(i32::MAX.to_be_bytes()).to_string(), "infinity");
        assert_eq!(date(i32::MIN.to_be_bytes()).to_string(), "-infinity");
        assert_eq!(
            date(2_145_031_948_i32.to_be_bytes()).to_string(),
            "5874897-12-31"
        );
        assert_eq!(
            date((-2_451_545_i32).to_be_bytes()).to_string(),
            "4714-11-24 BC"
        );
        let last = 9_223_371_331_199_999_999_i64.to_be_bytes();
        assert_eq!(
            moment(last, false).to_string(),
            "294276-12-31 23:59:59.999999"
        );
        assert_eq!(
            moment(last, true).to_string(),
            "294276-12-31 23:59:59.999999+00"
        );
    }
}
