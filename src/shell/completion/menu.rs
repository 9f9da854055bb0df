//! How candidates are listed: with what they are where all of them fit on the screen, else by their names.

use super::Candidate;
use crate::render::{visible, wrap_prose};
use unicode_width::UnicodeWidthStr;

/// What stands behind the name of what I may not do.
pub(in crate::shell) const NOT_YOURS: &str = " (not yours)";
/// The widest that the first column becomes.
const LABEL: usize = 40;
/// A screen with fewer columns has room for names only.
const NARROW: usize = 40;
/// Lines of the screen that are left for the prompt and what is typed.
const KEPT: usize = 4;

/// What is listed for each candidate, on a screen of so many columns and lines.
pub(in crate::shell) fn listed(
    found: &[Candidate],
    (columns, lines): (usize, usize),
) -> Vec<String> {
    let is_told = found.iter().any(|candidate| !candidate.about.is_empty());
    if !is_told || found.len() + KEPT > lines || columns < NARROW {
        return found.iter().map(named).collect();
    }
    let width = found.iter().map(|candidate| candidate.label.width()).max();
    let width = width.unwrap_or_default().min(LABEL);
    // Wider than half of the screen, so that the editor makes no second column of them.
    let least = columns / 2;
    let line = |candidate: &Candidate| {
        let mark = mark(candidate);
        let label = &candidate.label;
        let line = format!("{label:<width$}  {}", candidate.about);
        let room = columns.saturating_sub(mark.len() + 4);
        let lines = wrap_prose(visible(line.trim_end()).as_ref(), room);
        let (line, more) = match lines.split_once('\n') {
            Some((first, _)) => (first.trim_end(), " …"),
            None => (lines.as_str(), ""),
        };
        format!("{:<least$}", format!("{line}{more}{mark}"))
    };
    found.iter().map(line).collect()
}

fn named(candidate: &Candidate) -> String {
    format!("{}{}", candidate.name, mark(candidate))
}

/// What stands behind a candidate.
pub(super) fn mark(candidate: &Candidate) -> &'static str {
    if candidate.is_mine { "" } else { NOT_YOURS }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Candidate> {
        let update = Candidate::written("update", "update(").about("Changes the fields given.");
        vec![
            Candidate::plain("email").about("text · where to write to them"),
            update.mine_if(false),
        ]
    }

    #[test]
    fn few_say_what_they_are_and_many_their_names() {
        let lines = listed(&some(), (80, 24));
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        assert_eq!(
            lines,
            [
                "email   text · where to write to them",
                "update  Changes the fields given. (not yours)"
            ]
        );
        assert_eq!(listed(&some(), (80, 5)), ["email", "update (not yours)"]);
        assert_eq!(listed(&[Candidate::plain("csv")], (80, 24)), ["csv"]);
    }

    #[test]
    fn a_line_is_no_wider_than_the_screen() {
        for columns in 30..60 {
            for line in listed(&some(), (columns, 24)) {
                assert!(line.width() < columns, "{columns}: {line}");
            }
        }
    }
}
