//! Prose that fits the terminal: lines are broken between words, not wherever they end.

use unicode_width::UnicodeWidthStr;

/// What stands before the text of a line, and so how far its next lines are moved in.
const BEGINNINGS: [&str; 6] = ["error: ", "hint: ", "usage: ", "· ", "✘ ", "✔ "];

/// The line, with line breaks where it would be wider than `columns`.
///
/// What follows a break stands under the text: behind a hint's label, a bullet, or the name at the
/// left of a list.
///
/// ```
/// use epic::render::wrap;
/// assert_eq!(wrap(" hint: write it in quotes", 20), " hint: write it in\n       quotes");
/// assert_eq!(wrap("  take    At most so many rows.", 24), "  take    At most so\n          many rows.");
/// ```
#[must_use]
pub fn wrap(line: &str, columns: usize) -> String {
    if line.width() <= columns {
        return line.to_owned();
    }
    let start = text_of(line);
    let indent = Some(line[..start].width()).filter(|indent| *indent <= columns / 2);
    let indent = indent.unwrap_or(0);
    let mut text = line[..start].to_owned();
    let mut used = text.width();
    for (index, word) in line[start..].split(' ').enumerate() {
        if index > 0 && used + 1 + word.width() > columns {
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            used = indent;
        } else if index > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += word.width();
    }
    text
}

/// Where the text of a line begins.
fn text_of(line: &str) -> usize {
    let blank = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[blank..];
    if let Some(beginning) = BEGINNINGS.iter().find(|b| rest.starts_with(**b)) {
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
            assert_eq!(wrap(line, columns), broken, "{line} in {columns}");
        }
    }
}
