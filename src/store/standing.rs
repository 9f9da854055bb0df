//! How a standby stands to its primary.

use std::fmt;
use std::time::Duration;

/// From when on it matters to somebody how far a standby is behind.
const MATTERS: Duration = Duration::from_secs(1);

/// A place in a server's log of changes. Later changes have greater ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u64);

impl Place {
    /// Reads one as PostgreSQL writes it: `16/B374D848`.
    ///
    /// ```
    /// use epic::store::Place;
    /// assert!(Place::read("16/B374D848") > Place::read("9/FFFFFFFF"));
    /// assert_eq!(Place::read("16/B374D848").unwrap().to_string(), "16/B374D848");
    /// assert_eq!(Place::read("16"), None);
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (high, low) = text.trim().split_once('/')?;
        let part = |digits| u32::from_str_radix(digits, 16).ok().map(u64::from);
        Some(Self(part(high)? << 32 | part(low)?))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}/{:X}", self.0 >> 32, self.0 & 0xFFFF_FFFF)
    }
}

/// How a standby stands to its primary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is a standby at all.
    pub follows: bool,
    /// How far it came.
    pub place: Option<Place>,
    /// Whether it has got more than it has done yet.
    pub is_behind: bool,
    /// Whether it is connected to its primary.
    pub hears: bool,
    /// How long ago the last transaction was committed that it has done.
    pub age: Option<Duration>,
}

impl Standing {
    /// What somebody should know who reads there; nothing as long as it has all that it can know of.
    #[must_use]
    pub fn lag(&self) -> Option<String> {
        let age = self.age.unwrap_or_default();
        match (self.hears, self.is_behind) {
            (true, false) => None,
            (true, true) if age < MATTERS => None,
            (true, true) => Some(format!("{} behind", in_words(age))),
            (false, _) => Some(format!(
                "not connected to the primary; its last change is {} old",
                in_words(age)
            )),
        }
    }
}

/// `12 s`, `3 min`, `2 h`.
fn in_words(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_behind_says_so_and_what_is_not_says_nothing() {
        let mut standing = Standing {
            follows: true,
            place: None,
            is_behind: false,
            hears: true,
            age: Some(Duration::from_hours(3)),
        };
        assert_eq!(standing.lag(), None, "nothing is changed at the primary");
        standing.is_behind = true;
        assert_eq!(standing.lag().unwrap(), "3 h behind");
        standing.age = Some(Duration::from_secs(119));
        assert_eq!(standing.lag().unwrap(), "119 s behind");
        standing.age = Some(Duration::from_millis(20));
        assert_eq!(standing.lag(), None);
        standing.hears = false;
        assert!(standing.lag().unwrap().contains("not connected"));
    }
}
