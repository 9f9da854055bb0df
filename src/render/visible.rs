//! Text that can be shown without it doing anything.
//!
//! A cell may hold terminal escape sequences, line breaks or characters that turn the direction of the
//! text: they would clear the screen, forge a second row, or make one name look like another.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// How many characters without a width may follow each other: enough for any script and for flags,
/// too few to paint over the neighbouring lines.
const STACKED: usize = 8;

/// The same text on one line, with whatever could act on a terminal made visible instead.
///
/// Control characters become their pictures, line breaks `↵`, tabs spaces; what has no picture (the
/// upper control characters, and those that override the direction of the text) becomes `�`.
///
/// ```
/// use epic::render::visible;
/// assert_eq!(visible("Zoë 李"), "Zoë 李");
/// assert_eq!(visible("a\tb\r\nc\x1b[31m"), "a b↵c␛[31m");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, "↵")
}

/// As [`visible`], with line breaks written as asked.
pub(super) fn shown<'a>(text: &'a str, line_break: &str) -> Cow<'a, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut stacked = 0;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => safe.push_str(line_break),
            _ => safe.extend(harmless(char, &mut stacked)),
        }
    }
    Cow::Owned(safe)
}

/// Whether a terminal, or the reader's eye, would follow the character instead of showing it.
pub(super) fn acts(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What to show for the character; nothing when too many are stacked on one place.
fn harmless(char: char, stacked: &mut usize) -> Option<char> {
    if acts(char) {
        return Some(picture(char));
    }
    *stacked = match char.width() {
        Some(0) => *stacked + 1,
        _ => 0,
    };
    (*stacked <= STACKED).then_some(char)
}

/// A character to show in place of one that acts.
fn picture(char: char) -> char {
    let code = u32::from(char);
    match char {
        '\t' => ' ',
        '\u{7f}' => '␡',
        '\0'..='\x1f' => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        _ => '\u{fffd}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown_instead() {
        for (text, safe) in [
            ("plain", "plain"),
            ("", ""),
            ("a\nb\r\nc\rd", "a↵b↵c␍d"),
            ("a\tb", "a b"),
            ("\x1b]0;title\x07", "␛]0;title␇"),
            ("\u{9b}31mred\u{85}", "�31mred↵"),
            ("\0\x7f\x08", "␀␡␈"),
            ("invoice\u{202e}fdp.exe\u{2069}", "invoice�fdp.exe�"),
            ("one\u{2028}two\u{2029}", "one↵two↵"),
            ("שלום مرحبا 👩‍🚀 é", "שלום مرحبا 👩‍🚀 é"),
        ] {
            assert_eq!(visible(text), safe, "{text:?}");
        }
    }

    #[test]
    fn marks_do_not_pile_up() {
        let tower = format!("a{}b", "\u{301}".repeat(100_000));
        assert_eq!(visible(&tower), format!("a{}b", "\u{301}".repeat(8)));
    }

    #[test]
    fn a_flag_of_many_characters_stays_whole() {
        let scotland = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
        assert_eq!(visible(scotland), scotland);
    }
}
