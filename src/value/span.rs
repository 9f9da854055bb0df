//! Spans of time, and the units they are made of.

use std::fmt;

/// A span of time: `30.days`, `2.weeks`, `90.minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its length in seconds; negative spans go back.
    pub seconds: i64,
}

/// Seconds in a minute.
pub const MINUTE: i64 = 60;
/// Seconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;
/// Seconds in a week.
pub const WEEK: i64 = 7 * DAY;

impl Span {
    /// The largest unit that it is whole numbers of, and how many.
    fn whole(self) -> (i64, &'static str) {
        let units = [
            (WEEK, "week"),
            (DAY, "day"),
            (HOUR, "hour"),
            (MINUTE, "minute"),
            (1, "second"),
        ];
        let fits = |(unit, _): &&(i64, &str)| {
            self.seconds % unit == 0 && (*unit != WEEK || self.seconds >= 4 * WEEK)
        };
        let (unit, name) = units.iter().find(fits).unwrap_or(&(1, "second"));
        (self.seconds / unit, name)
    }

    /// As a script says it: `10.hours`. Seconds have no word; they are said in minutes.
    #[must_use]
    pub fn written(self) -> String {
        match self.whole() {
            (seconds, "second") => format!("{}.minutes", seconds / MINUTE),
            (count, name) if count < 0 => format!("({count}).{name}s"),
            (count, name) => format!("{count}.{name}s"),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, name) = self.whole();
        write!(
            f,
            "{count} {name}{}",
            if count.abs() == 1 { "" } else { "s" }
        )
    }
}
