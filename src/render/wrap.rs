//! Prose that fits the terminal: lines are broken between words, not wherever they end.

use unicode_width::UnicodeWidthStr;

/// What may stand before the text of a line in a list.
const BULLETS: [&str; 3] = ["· ", "✘ ", "✔ "];

/// A label and its text, with line breaks where the line would be wider than `columns`.
///
/// What follows a break stands under the text.
///
/// ```
/// use epic::render::wrap;
/// assert_eq!(wrap(" hint: ", "write it in quotes", 20), " hint: write it in\n       quotes");
/// ```
#[must_use]
pub fn wrap(label: &str, text: &str, columns: usize) -> String {
    let indent = Some(label.width()).filter(|indent| *indent <= columns / 2);
    let indent = indent.unwrap_or(0);
    let mut wrapped = label.to_owned();
    let mut used = label.width();
    if used + text.width() <= columns {
        return wrapped + text;
    }
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 && used + 1 + word.width() > columns {
            wrapped.truncate(wrapped.trim_end_matches(' ').len());
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            used = indent;
        } else if index > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += word.width();
    }
    wrapped
}

/// A line of prose, wrapped like [`wrap`]: its label is the bullet or the name at the left of a list, if it has one.
///
/// ```
/// use epic::render::wrap_prose;
/// assert_eq!(wrap_prose("  take    At most so many rows.", 24), "  take    At most so\n          many rows.");
/// ```
#[must_use]
pub fn wrap_prose(line: &str, columns: usize) -> String {
    let (label, text) = line.split_at(text_of(line));
    wrap(label, text, columns)
}

/// Where the text of a line begins.
fn text_of(line: &str) -> usize {
    let blank = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[blank..];
    if let Some(beginning) = BULLETS.iter().find(|b| rest.starts_with(**b)) {
        return blank + beginning.len();
    }
    let gap = rest.find("  ").map(|at| blank + at);
    let after = |gap: usize| line.len() - line[gap..].trim_start_matches(' ').len();
    gap.map_or(blank, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_stand_under_their_text() {
        for (line, columns, broken) in [
            ("short", 5, "short"),
            ("one two three", 8, "one two\nthree"),
            ("   · one two three", 13, "   · one two\n     three"),
            ("  name  what it is", 16, "  name  what it\n        is"),
            ("unbreakable words", 6, "unbreakable\nwords"),
            (
                "name          far away from it",
                20,
                "name          far\naway from it",
            ),
            ("李小龍 李小龍", 8, "李小龍\n李小龍"),
            ("", 5, ""),
        ] {
            assert_eq!(wrap_prose(line, columns), broken, "{line} in {columns}");
        }
    }
}
