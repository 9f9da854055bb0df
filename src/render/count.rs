//! The line under a result: how many rows, and how long it took.

use crate::rows::Size;
use std::time::Duration;

/// How many rows are shown, of how many when there are more, and the time it took.
///
/// ```
/// use epic::render::count_line;
/// use epic::rows::Size;
/// use std::time::Duration;
/// let quick = Some(Duration::from_millis(4));
/// assert_eq!(count_line(20, Some(Size::Counted(1000)), quick), "20 of 1,000 rows · 4 ms");
/// assert_eq!(count_line(20, Some(Size::About(1_003_000)), None), "20 of about 1,000,000 rows");
/// assert_eq!(count_line(1, None, None), "1 row");
/// ```
#[must_use]
pub fn count_line(shown: u64, size: Option<Size>, elapsed: Option<Duration>) -> String {
    let noun = |count: u64| if count == 1 { "row" } else { "rows" };
    let of = |total: String, noun: &str| format!("{} of {total} {noun}", thousands(shown));
    let rows = match size {
        Some(Size::Counted(total)) if total != shown => of(thousands(total), noun(total)),
        Some(Size::About(total)) if total > shown => {
            of(format!("about {}", thousands(rounded(total))), "rows")
        }
        // The database expected fewer than there are.
        Some(Size::About(_)) => of("more".into(), "rows"),
        Some(Size::Counted(_)) | None => format!("{} {}", thousands(shown), noun(shown)),
    };
    match elapsed {
        Some(elapsed) => format!("{rows} · {}", time(elapsed)),
        None => rows,
    }
}

/// The first two digits of a number: nobody vouches for the rest.
fn rounded(number: u64) -> u64 {
    let rest = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(1));
    (number + rest / 2) / rest * rest
}

/// The number with commas between its thousands: `1,234,567`.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time as precise as it matters: `4 ms`, `1.2 s`, `2 min 5 s`.
fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "<1 ms".to_owned(),
        millis @ 1..1_000 => format!("{millis} ms"),
        millis @ 1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        millis => format!("{} min {} s", millis / 60_000, millis / 1_000 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_in_words() {
        for (shown, size, line) in [
            (0, None, "0 rows"),
            (1, Some(Size::Counted(1)), "1 row"),
            (0, Some(Size::Counted(1)), "0 of 1 row"),
            (12, Some(Size::Counted(12)), "12 rows"),
            (20, Some(Size::Counted(1_000)), "20 of 1,000 rows"),
            (20, Some(Size::About(100_999)), "20 of about 100,000 rows"),
            (
                20,
                Some(Size::About(2_497_000)),
                "20 of about 2,500,000 rows",
            ),
            (
                20,
                Some(Size::About(u64::MAX / 2)),
                "20 of about 9,200,000,000,000,000,000 rows",
            ),
            (20, Some(Size::About(20)), "20 of more rows"),
            (20, Some(Size::About(0)), "20 of more rows"),
            (1_234_567, None, "1,234,567 rows"),
        ] {
            assert_eq!(count_line(shown, size, None), line);
        }
    }

    #[test]
    fn a_time_is_as_precise_as_it_matters() {
        for (micros, text) in [
            (300, "<1 ms"),
            (4_900, "4 ms"),
            (999_999, "999 ms"),
            (1_250_000, "1.2 s"),
            (59_999_000, "59.9 s"),
            (125_000_000, "2 min 5 s"),
        ] {
            assert_eq!(time(Duration::from_micros(micros)), text);
        }
    }
}
