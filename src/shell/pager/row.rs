//! A line of a text as a row of the screen: a part of it, with the colours that it has there.

use crate::render::plain;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands where a line goes on to the right.
const MORE: &str = "…";
const PLAIN: &str = "\x1b[0m";

/// A row, and whether the line goes on to the right of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) goes_on: bool,
}

/// So many columns of a line, from a column on. What only colours it is kept.
pub(super) fn row(line: &str, from: usize, columns: usize) -> Row {
    let end = from + columns;
    let goes_on = plain(line).width() > end;
    // The last column says so.
    let end = if goes_on { end.saturating_sub(1) } else { end };
    let (mut text, mut at, mut is_styled) = (String::new(), 0, false);
    for (index, part) in line.split('\x1b').enumerate() {
        let (style, words) = match part.split_once('m') {
            Some((style, words)) if index > 0 => (style, words),
            _ if index > 0 => continue, // no colour: what else it may be is not for the screen
            _ => ("", part),
        };
        if index > 0 {
            text.extend(["\x1b", style, "m"]);
            is_styled = true;
        }
        for grapheme in words.graphemes(true) {
            let next = at + grapheme.width();
            if at >= from && next <= end {
                text.push_str(grapheme);
            } else if at < end && next > from {
                // Half of a wide sign.
                text.push_str(&" ".repeat(next.min(end) - at.max(from)));
            }
            at = next;
        }
    }
    if is_styled {
        text.push_str(PLAIN);
    }
    if goes_on {
        text.push_str(MORE);
    }
    Row { text, goes_on }
}

/// What is looked for in a text. Small letters stand for capitals too.
pub(super) struct Wanted {
    text: String,
    is_exact: bool,
}

impl Wanted {
    pub(super) fn new(text: String) -> Self {
        let is_exact = text.chars().any(char::is_uppercase);
        Self { text, is_exact }
    }

    /// What it was written as.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a line has it.
    pub(super) fn is_in(&self, line: &str) -> bool {
        !self.places(&plain(line)).is_empty()
    }

    /// The line with what was found in reverse, and without its other looks; the line as it is when it has nothing.
    pub(super) fn marked(&self, line: &str) -> String {
        let plain = plain(line);
        let (mut marked, mut done) = (String::new(), 0);
        for (start, end) in self.places(&plain) {
            marked.push_str(&plain[done..start]);
            marked.extend(["\x1b[7m", &plain[start..end], PLAIN]);
            done = end;
        }
        if done == 0 {
            return line.to_owned();
        }
        marked + &plain[done..]
    }

    /// Where it stands in a line, in bytes.
    fn places(&self, line: &str) -> Vec<(usize, usize)> {
        if self.text.is_empty() {
            return Vec::new();
        }
        if self.is_exact {
            let found = line.match_indices(&self.text);
            return found.map(|(at, text)| (at, at + text.len())).collect();
        }
        let mut places = Vec::new();
        let mut from = 0;
        while let Some((at, _)) = line[from..]
            .char_indices()
            .find(|(at, _)| self.length_at(&line[from + at..]).is_some())
        {
            let start = from + at;
            let length = self.length_at(&line[start..]).unwrap_or_default().max(1);
            places.push((start, start + length));
            from = start + length;
        }
        places
    }

    /// How long it is at the beginning of a text, in any case of letters.
    fn length_at(&self, text: &str) -> Option<usize> {
        let mut wanted = self.text.chars();
        let mut length = 0;
        for sign in text.chars() {
            let Some(next) = wanted.next() else { break };
            if !sign.to_lowercase().eq(next.to_lowercase()) {
                return None;
            }
            length += sign.len_utf8();
        }
        wanted.next().is_none().then_some(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_part_of_its_line() {
        let text = |line: &str, from, columns| row(line, from, columns).text;
        assert_eq!(text("0123456789", 0, 10), "0123456789");
        assert_eq!(text("0123456789", 0, 9), "01234567…");
        assert_eq!(text("0123456789", 4, 5), "4567…");
        assert_eq!(text("0123456789", 5, 5), "56789");
        assert_eq!(text("李小龍", 0, 6), "李小龍");
        assert_eq!(text("李小龍", 1, 5), " 小龍"); // half of the first has no room
        assert_eq!(text("李小龍", 1, 3), "  …");
        assert_eq!(text("李小龍", 0, 4), "李 …");
        assert_eq!(text("\x1b[1mab\x1b[0mc", 1, 2), "\x1b[1mb\x1b[0mc\x1b[0m");
        assert_eq!(text("", 0, 10), "");
        assert!(row("abc", 0, 2).goes_on && !row("abc", 1, 2).goes_on);
    }

    #[test]
    fn what_is_looked_for_is_marked_in_any_case_of_letters() {
        let marked = |wanted: &str, line: &str| Wanted::new(wanted.to_owned()).marked(line);
        assert_eq!(
            marked("été", "L'ÉTÉ, l'été"),
            "L'\x1b[7mÉTÉ\x1b[0m, l'\x1b[7mété\x1b[0m"
        );
        assert_eq!(marked("Été", "L'ÉTÉ, l'Été"), "L'ÉTÉ, l'\x1b[7mÉté\x1b[0m");
        assert_eq!(marked("b", "\x1b[2ma\x1b[0mb"), "a\x1b[7mb\x1b[0m");
        assert_eq!(marked("x", "\x1b[2ma\x1b[0m"), "\x1b[2ma\x1b[0m");
        assert!(!Wanted::new(String::new()).is_in("a"));
        assert!(Wanted::new("a".to_owned()).is_in("\x1b[1mA"));
    }
}
