//! What a command said, as one text for snapshots.

use chrono::{NaiveDate, NaiveTime};
use std::fmt;
use std::process::Output;

/// What a command said. Folders and names that differ from run to run are replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Said {
    /// `changing` is what differs from run to run, and what is written in its place.
    pub fn of(output: &Output, changing: &[(String, &str)]) -> Self {
        let text = |bytes: &[u8]| {
            let mut text = String::from_utf8_lossy(bytes).into_owned();
            for (from, to) in changing {
                text = text.replace(from, to);
            }
            without_times(&text)
        };
        Self {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// The results of a command that succeeds, without the last line break.
    #[track_caller]
    pub fn ok(&self) -> &str {
        assert_eq!(self.code, 0, "{self}");
        self.stdout.trim_end_matches('\n')
    }

    /// The first line of an error, without the word.
    #[track_caller]
    pub fn error(&self) -> &str {
        assert_ne!(self.code, 0, "{self}");
        let line = self.stderr.lines().next().unwrap_or_default();
        line.strip_prefix("error: ").unwrap_or(line)
    }
}

/// Results; then, each under a heading, what is on standard error, and an exit code other than 0.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        if self.code != 0 {
            write!(f, "--- exit {}", self.code)?;
        }
        Ok(())
    }
}

/// `4.2 ms` becomes `… ms`; `until 18:42`, or `until 2026-11-28 01:16` when that is tomorrow, becomes `until …`.
pub fn without_times(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for place in 1..words.len() {
        let number = words[place - 1].trim_start_matches('(');
        if words[place].starts_with("ms") && number.parse::<f64>().is_ok() {
            "…".clone_into(&mut words[place - 1]);
        }
    }
    let mut place = 1;
    while place < words.len() {
        if words[place - 1] == "until" {
            if place + 1 < words.len() && words[place].parse::<NaiveDate>().is_ok() {
                words.remove(place);
            }
            let end = words[place].find(['.', '\n']).unwrap_or(words[place].len());
            if NaiveTime::parse_from_str(&words[place][..end], "%H:%M").is_ok() {
                words[place].replace_range(..end, "…");
            }
        }
        place += 1;
    }
    words.join(" ")
}

#[test]
fn times_of_tomorrow_are_left_out_like_those_of_today() {
    for said in ["until 18:42.\n", "until 2026-11-28 01:16.\n"] {
        assert_eq!(without_times(said), "until ….\n");
    }
    assert_eq!(without_times("until 3 rows"), "until 3 rows");
    assert_eq!(without_times("until 2026-11-28"), "until 2026-11-28");
}
