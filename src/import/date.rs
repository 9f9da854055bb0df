//! Dates as spreadsheets write them: `2026-01-31`, `31/01/2026`, `31.01.2026`, with or without a time.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// In which order a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/01/2026`
    Dmy,
    /// `01/31/2026`
    Mdy,
    /// `2026/01/31`
    Ymd,
}

impl Order {
    /// An order by its letters: `dmy`, `mdy`, `ymd`.
    #[must_use]
    pub fn named(letters: &str) -> Option<Self> {
        Some(match letters {
            "dmy" => Self::Dmy,
            "mdy" => Self::Mdy,
            "ymd" => Self::Ymd,
            _ => return None,
        })
    }
}

/// What a text says as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// One day only, and a time if there is one.
    Sure(NaiveDate, Option<NaiveTime>),
    /// `03/04/2026`: in March or in April.
    Ambiguous,
    /// `31/01/26`: of which century?
    ShortYear,
    /// None.
    None,
}

/// The orders that the dates of a column show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Orders {
    dmy: bool,
    mdy: bool,
}

impl Orders {
    /// Looks at one more date.
    pub(super) fn look(&mut self, text: &str) {
        let Some(Parts {
            numbers: [first, second, _],
            sign,
            year_first: false,
            ..
        }) = Parts::of(text)
        else {
            return;
        };
        match (first, second) {
            (13.., _) => self.dmy = true,
            (_, 13..) => self.mdy = true,
            // Only where the day stands first, points stand between.
            _ if sign == '.' => self.dmy = true,
            _ => {}
        }
    }

    /// The order of the column, when all its dates agree.
    pub(super) fn agreed(self) -> Option<Order> {
        match (self.dmy, self.mdy) {
            (true, false) => Some(Order::Dmy),
            (false, true) => Some(Order::Mdy),
            _ => None,
        }
    }
}

/// The numbers of a date, and what stands around them.
struct Parts<'a> {
    numbers: [u32; 3],
    sign: char,
    year_first: bool,
    is_short: bool,
    /// What follows the date.
    rest: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let end = text
            .find([' ', 'T', '\u{a0}', '\u{202f}'])
            .unwrap_or(text.len());
        let (day, rest) = text.split_at(end);
        let sign = day.chars().find(|c| !c.is_ascii_digit())?;
        if !['/', '.', '-'].contains(&sign) {
            return None;
        }
        let parts: Vec<&str> = day.split(sign).collect();
        let [first, second, third] = parts[..] else {
            return None;
        };
        let lengths = [first.len(), second.len(), third.len()];
        let (year_first, is_short) = match lengths {
            [4, 1..=2, 1..=2] => (true, false),
            [1..=2, 1..=2, 4] => (false, false),
            [1..=2, 1..=2, 2] => (false, true),
            _ => return None,
        };
        let number = |text: &str| {
            text.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| text.parse().ok())?
        };
        Some(Self {
            numbers: [number(first)?, number(second)?, number(third)?],
            sign,
            year_first,
            is_short,
            rest: rest.trim_start_matches(|c: char| c == 'T' || c.is_whitespace()),
        })
    }

    fn day(&self, order: Order) -> Option<NaiveDate> {
        let [a, b, c] = self.numbers;
        let (year, month, day) = match order {
            Order::Ymd => (a, b, c),
            Order::Dmy => (c, b, a),
            Order::Mdy => (c, a, b),
        };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    }
}

/// Reads a date, and the time after it; `order` says how those are written whose year stands last.
pub(super) fn read(text: &str, order: Option<Order>) -> Day {
    let Some(parts) = Parts::of(text) else {
        return in_words(text);
    };
    if parts.is_short {
        return Day::ShortYear;
    }
    let time = match parts.rest {
        "" => None,
        rest => match time(rest) {
            Some(time) => Some(time),
            None => return Day::None,
        },
    };
    let both = || match (parts.day(Order::Dmy), parts.day(Order::Mdy)) {
        (Some(dmy), Some(mdy)) if dmy != mdy => Err(Day::Ambiguous),
        (dmy, mdy) => Ok(dmy.or(mdy)),
    };
    let day = match order {
        _ if parts.year_first => Ok(parts.day(Order::Ymd)),
        Some(Order::Ymd) => Ok(None),
        Some(order) => Ok(parts.day(order)),
        None => both(),
    };
    match day {
        Ok(Some(day)) => Day::Sure(day, time),
        Ok(None) => Day::None,
        Err(why) => why,
    }
}

/// `31 Jan 2026`, `January 31, 2026`.
fn in_words(text: &str) -> Day {
    let formats = ["%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y"];
    let read = |format: &&str| NaiveDate::parse_from_str(text.trim(), format).ok();
    let is_long = |day: &NaiveDate| chrono::Datelike::year(day) >= 1000;
    match formats.iter().find_map(read).filter(is_long) {
        Some(day) => Day::Sure(day, None),
        None => Day::None,
    }
}

fn time(text: &str) -> Option<NaiveTime> {
    let formats = ["%H:%M", "%H:%M:%S%.f", "%I:%M %p", "%I:%M:%S %p"];
    let read = |format: &&str| NaiveTime::parse_from_str(text.trim(), format).ok();
    formats.iter().find_map(read)
}

/// A day at a time, or at its beginning.
pub(super) fn at(day: NaiveDate, time: Option<NaiveTime>) -> NaiveDateTime {
    day.and_time(time.unwrap_or(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Option<Order>) -> String {
        match read(text, order) {
            Day::Sure(day, None) => day.to_string(),
            Day::Sure(day, Some(time)) => format!("{day} {time}"),
            Day::Ambiguous => "?".to_owned(),
            Day::ShortYear => "short".to_owned(),
            Day::None => "none".to_owned(),
        }
    }

    #[test]
    fn dates_are_read_as_spreadsheets_write_them() {
        for (text, day) in [
            ("2026-01-31", "2026-01-31"),
            ("2026/1/31", "2026-01-31"),
            (" 31/01/2026 ", "2026-01-31"),
            ("01/31/2026", "2026-01-31"),
            ("31.01.2026", "2026-01-31"),
            ("31-01-2026", "2026-01-31"),
            ("03/04/2026", "?"),
            ("04/04/2026", "2026-04-04"),
            ("2026-04-03", "2026-04-03"),
            ("31/01/26", "short"),
            ("31/02/2026", "none"),
            ("2026-13-01", "none"),
            ("2026-01-31 18:00", "2026-01-31 18:00:00"),
            ("2026-01-31T18:00:05", "2026-01-31 18:00:05"),
            ("1/31/2026 6:00 PM", "2026-01-31 18:00:00"),
            ("31 Jan 2026", "2026-01-31"),
            ("31-Jan-2026", "2026-01-31"),
            ("January 31, 2026", "2026-01-31"),
            ("31-Jan-26", "none"),
            ("45000", "none"),
            ("soon", "none"),
            ("", "none"),
            ("1/2", "none"),
            ("31/01-2026", "none"),
            ("+1/01/2026", "none"),
        ] {
            assert_eq!(shown(text, None), day, "{text}");
        }
    }

    #[test]
    fn what_is_said_decides() {
        for (text, dmy, mdy, ymd) in [
            ("03/04/2026", "2026-04-03", "2026-03-04", "none"),
            ("31/01/2026", "2026-01-31", "none", "none"),
            ("2026-04-03", "2026-04-03", "2026-04-03", "2026-04-03"),
        ] {
            assert_eq!(shown(text, Some(Order::Dmy)), dmy, "{text}");
            assert_eq!(shown(text, Some(Order::Mdy)), mdy, "{text}");
            assert_eq!(shown(text, Some(Order::Ymd)), ymd, "{text}");
        }
    }

    #[test]
    fn a_column_agrees_or_does_not() {
        let agreed = |texts: &[&str]| {
            let mut orders = Orders::default();
            for text in texts {
                orders.look(text);
            }
            orders.agreed()
        };
        assert_eq!(agreed(&["03/04/2026", "31/01/2026"]), Some(Order::Dmy));
        assert_eq!(agreed(&["03/04/2026", "01/31/2026"]), Some(Order::Mdy));
        assert_eq!(agreed(&["03.04.2026"]), Some(Order::Dmy));
        assert_eq!(agreed(&["31/01/2026", "01/31/2026"]), None);
        assert_eq!(agreed(&["03/04/2026", "2026-01-31"]), None);
    }
}
