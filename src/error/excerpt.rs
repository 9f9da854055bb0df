//! Where an error is in a script, with the part that is meant underlined.

use std::borrow::Cow;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// What stands for the part of a line that is not shown.
const CUT: char = '…';

/// Part of a script: one line of it, and the part to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Line number, from 1.
    pub line: usize,
    /// The text of that line.
    pub text: String,
    /// Where the underlined part begins, in characters from 0.
    pub start: usize,
    /// How many characters are underlined, at least 1.
    pub width: usize,
}

impl Excerpt {
    /// The same as lines of at most `columns`: what is far from it is left out. A longer line would
    /// be wrapped by the terminal, and the underline would be under something else.
    ///
    /// ```
    /// let text = format!("{}oops{}", "a".repeat(100), "b".repeat(100));
    /// let excerpt = epic::error::Excerpt { line: 1, text, start: 100, width: 4 };
    /// assert_eq!(excerpt.within(20).to_string(), " 1 │ …aaaaaaoopsbbb…\n   │        ^^^^");
    /// ```
    #[must_use]
    pub fn within(&self, columns: usize) -> Self {
        let room = columns.saturating_sub(self.line.to_string().len() + " │ ".width() + 1);
        if self.text.width() <= room || room < 8 {
            return self.clone();
        }
        let chars: Vec<char> = self.text.chars().collect();
        let start = self.start.min(chars.len());
        let marked = self.width.max(1).min(room - 2);
        let from = first(&chars, start, marked, room);
        let mut text: String = if from > 0 { CUT.into() } else { String::new() };
        for (index, char) in chars.iter().enumerate().skip(from) {
            text.push(*char);
            let is_last = index + 1 == chars.len();
            if text.width() + usize::from(!is_last) > room {
                text.pop();
                text.push(CUT);
                break;
            }
        }
        Self {
            start: start - from + usize::from(from > 0),
            width: marked,
            text,
            ..*self
        }
    }

    /// Two lines: the text, and what is underlined. Characters may be two columns wide, or none.
    #[must_use]
    pub fn lines(&self) -> [Cow<'static, str>; 2] {
        let number = self.line.to_string();
        let part = |skip, take| self.text.chars().skip(skip).take(take).collect::<String>();
        let before = part(0, self.start);
        let beyond = self.start - before.chars().count();
        let marked = part(self.start, self.width);
        let rest = self.width.saturating_sub(marked.chars().count());
        // Not by the width of a format, which is a panic beyond 65,535.
        let number_pad = " ".repeat(number.len());
        let pad = " ".repeat(before.width() + beyond);
        let underline = "^".repeat((marked.width() + rest).max(1));
        [
            format!(" {number} │ {}", self.text).into(),
            format!(" {number_pad} │ {pad}{underline}").into(),
        ]
    }
}

/// The first character to show, so that the marked ones are in sight, with more before than after them.
fn first(chars: &[char], start: usize, marked: usize, room: usize) -> usize {
    let width = |from: usize, to: usize| chars[from..to].iter().collect::<String>().width();
    let end = (start + marked).min(chars.len());
    if width(0, end) < room {
        return 0;
    }
    let before = (room - 2).saturating_sub(width(start, end)) * 2 / 3;
    let near = (0..start).rev();
    let seen = near.take_while(|from| width(*from, start) <= before);
    seen.last().unwrap_or(start)
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [text, underline] = self.lines();
        write!(f, "{text}\n{underline}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, start: usize, width: usize) -> Excerpt {
        let text = text.to_owned();
        Excerpt {
            line: 1,
            text,
            start,
            width,
        }
    }

    #[test]
    fn the_underline_is_under_the_position_also_after_wide_characters() {
        let wide = excerpt("\"李小龍\".oops", 6, 4);
        assert_eq!(wide.to_string(), " 1 │ \"李小龍\".oops\n   │          ^^^^");
        assert_eq!(excerpt("ab", 2, 1).to_string(), " 1 │ ab\n   │   ^");
    }

    #[test]
    fn a_long_line_is_shown_near_the_position() {
        let text: String = ('a'..='z').collect();
        for (start, width, shown) in [
            (0, 2, "abcdefghijklmn…\n^^"),
            (12, 2, "abcdefghijklmn…\n            ^^"),
            (14, 2, "…hijklmnopqrst…\n        ^^"),
            (25, 1, "…rstuvwxyz\n         ^"),
            (26, 1, "…stuvwxyz\n         ^"),
            (2, 24, "…cdefghijklmno…\n ^^^^^^^^^^^^^"),
        ] {
            let drawn = excerpt(&text, start, width).within(20).to_string();
            let lines: Vec<&str> = drawn.lines().map(|line| &line[" 1 │ ".len()..]).collect();
            assert_eq!(lines.join("\n"), shown, "{start} {width}");
        }
        assert_eq!(excerpt("short", 2, 1).within(20), excerpt("short", 2, 1));
        assert!(excerpt(&"李".repeat(50), 30, 1).within(30).text.width() <= 25);
    }

    #[test]
    fn a_position_far_to_the_right_is_drawn_too() {
        let far = excerpt(&"x".repeat(1_000_000), 999_990, 4).to_string();
        assert!(far.ends_with("  ^^^^"));
        let beyond = excerpt("x", 100_000, 100_000).to_string();
        assert_eq!(beyond.matches('^').count(), 100_000);
    }

    proptest::proptest! {
        #[test]
        fn every_place_is_drawn_in_two_lines_within_the_columns(
            text in "[a-z李é\u{301}👩 ]{0,60}",
            start in 0_usize..70,
            width in 0_usize..70,
            columns in 0_usize..80,
        ) {
            let within = excerpt(&text, start, width).within(columns);
            let drawn = within.to_string();
            proptest::prop_assert_eq!(drawn.lines().count(), 2);
            proptest::prop_assert!(drawn.contains('^'));
            if text.width() > columns && columns >= 20 {
                let lines = drawn.lines().next().into_iter();
                proptest::prop_assert!(lines.map(UnicodeWidthStr::width).max() <= Some(columns));
            }
        }
    }
}
