//! The signs that we write ourselves, for a terminal that knows no others than those of ASCII.

use std::borrow::Cow;

/// Whether a sign is one of ours that has another in ASCII, and which; as wide as it was.
fn instead(sign: char) -> Option<char> {
    Some(match sign {
        '│' => '|',
        '─' | '–' | '—' => '-',
        '┼' => '+',
        '…' => '~',
        '↵' => '$',
        '❯' | '→' => '>',
        '·' => '*',
        '✔' => '+',
        '✘' => 'x',
        '█' | '▉' | '▊' | '▋' | '▌' | '▐' => '#',
        '▍' | '▎' | '▏' => '-',
        '▁' => '_',
        '▂' => '.',
        '▃' => '-',
        '▄' => '=',
        '▅' => '+',
        '▆' => '*',
        '▇' => '%',
        '\u{2400}'..='\u{2421}' | '\u{fffd}' => '?',
        _ => return None,
    })
}

/// The text with these signs in ASCII. What else it holds is data, and stays.
///
/// ```
/// use epic::render::ascii;
/// assert_eq!(ascii("12 │ Zoë D…"), "12 | Zoë D~");
/// ```
#[must_use]
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let sign = |sign: char| instead(sign).unwrap_or(sign);
    Cow::Owned(text.chars().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn a_sign_of_ascii_is_as_wide_as_the_one_it_stands_for() {
        let ours = "│─┼…↵❯→·✔✘␛�▏▎▍▌▋▊▉█▐▁▂▃▄▅▆▇";
        let plain = ascii(ours);
        assert!(plain.is_ascii(), "{plain}");
        assert_eq!(plain.width(), ours.width());
        assert_eq!(ascii("Zoë 李"), "Zoë 李");
    }
}
