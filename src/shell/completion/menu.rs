//! How candidates are listed: with what they are where all of them fit on the screen, else by their names.

use super::Candidate;
use crate::render::{visible, wrap_prose};
use crate::shell::highlight::faint;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// What stands behind the name of what I may not do.
const NOT_YOURS: &str = " (not yours)";
/// The widest that the first column becomes.
const LABEL: usize = 40;
/// A screen with fewer columns has room for names only.
const NARROW: usize = 40;
/// Columns between two names.
const BETWEEN: usize = 2;

/// What is listed, in two versions of the same width: plain, and with what I may not do stepping back.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::shell) struct Menu {
    pub(in crate::shell) plain: String,
    pub(in crate::shell) styled: String,
}

/// What is listed, on a screen that has room for so many columns and rows.
pub(in crate::shell) fn menu(found: &[Candidate], (columns, rows): (usize, usize)) -> Menu {
    let is_told = found.iter().any(|candidate| !candidate.about.is_empty());
    if is_told && found.len() <= rows && columns >= NARROW {
        told(found, columns)
    } else {
        named(found, columns, rows.max(1))
    }
}

impl Menu {
    /// Writes what is listed of one; `is_mine` says whether I may do it.
    fn push(&mut self, text: &str, is_mine: bool) {
        self.plain.push_str(text);
        if is_mine {
            self.styled.push_str(text);
        } else {
            self.styled.push_str(&faint(text));
        }
    }
}

/// A row for each: how it is written, and what it is.
fn told(found: &[Candidate], columns: usize) -> Menu {
    let width = found.iter().map(|candidate| candidate.label.width()).max();
    let width = width.unwrap_or_default().min(LABEL);
    let mut menu = Menu::default();
    for (row, candidate) in found.iter().enumerate() {
        let mark = mark(candidate);
        let line = format!("{:<width$}  {}", candidate.label, candidate.about);
        let room = columns.saturating_sub(mark.len() + 4);
        let lines = wrap_prose(visible(line.trim_end()).as_ref(), room);
        let (line, more) = match lines.split_once('\n') {
            Some((first, _)) => (first.trim_end(), " …"),
            None => (lines.as_str(), ""),
        };
        menu.push(if row > 0 { "\n" } else { "" }, true);
        menu.push(&format!("{line}{more}{mark}"), candidate.is_mine);
    }
    menu
}

/// The names, from top to bottom and then in the next column. The last one says how many had no room: a menu never
/// waits for a key.
fn named(found: &[Candidate], columns: usize, rows: usize) -> Menu {
    let mut seen = BTreeSet::new();
    let mut names: Vec<(String, bool)> = found
        .iter()
        .map(|candidate| {
            (
                format!("{}{}", candidate.name, mark(candidate)),
                candidate.is_mine,
            )
        })
        .filter(|name| seen.insert(name.clone()))
        .collect();
    // The last column of the screen is left empty: a row that fills it has its own ways to end.
    let across = |width: usize| (columns.saturating_sub(1) / width).max(1);
    let widest = names.iter().map(|(name, _)| name.width()).max();
    let mut width = widest.unwrap_or_default() + BETWEEN;
    if names.len() > across(width) * rows {
        width = width.max(more(names.len()).width() + BETWEEN);
        let left = names.split_off(across(width) * rows - 1).len();
        names.push((more(left), true));
    }
    let down = names.len().div_ceil(across(width));
    let mut menu = Menu::default();
    for row in 0..down {
        menu.push(if row > 0 { "\n" } else { "" }, true);
        let mut cells = names.iter().skip(row).step_by(down.max(1)).peekable();
        while let Some((name, is_mine)) = cells.next() {
            menu.push(name, *is_mine);
            if cells.peek().is_some() {
                menu.push(&" ".repeat(width - name.width()), true);
            }
        }
    }
    menu
}

/// What stands for those that have no room.
fn more(names: usize) -> String {
    format!("… {names} more")
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

    fn plain(found: &[Candidate], room: (usize, usize)) -> String {
        menu(found, room).plain
    }

    #[test]
    fn few_say_what_they_are_and_many_their_names() {
        let told = menu(&some(), (80, 20));
        insta::assert_snapshot!(told.plain, @r"
        email   text · where to write to them
        update  Changes the fields given. (not yours)
        ");
        assert!(
            told.styled
                .ends_with(&faint("update  Changes the fields given. (not yours)"))
        );
        assert_eq!(
            plain(&some(), (80, 1)),
            "email               update (not yours)"
        );
        assert_eq!(plain(&[Candidate::plain("csv")], (80, 20)), "csv");
    }

    #[test]
    fn names_go_from_top_to_bottom_and_the_last_says_how_many_had_no_room() {
        let found: Vec<Candidate> = (10..30)
            .map(|n| Candidate::plain(format!("n{n}")))
            .collect();
        insta::assert_snapshot!(plain(&found, (31, 9)), @r"
        n10  n14  n18  n22  n26
        n11  n15  n19  n23  n27
        n12  n16  n20  n24  n28
        n13  n17  n21  n25  n29
        ");
        insta::assert_snapshot!(plain(&found, (14, 3)), @r"
        n10
        n11
        … 18 more
        ");
        assert_eq!(plain(&found, (3, 0)), "… 20 more");
        assert_eq!(plain(&[], (0, 0)), "");
        let twice = [Candidate::plain("id"), Candidate::plain("id")];
        assert_eq!(plain(&twice, (80, 9)), "id");
    }

    #[test]
    fn a_row_is_no_wider_than_the_screen() {
        for columns in 30..60 {
            for row in plain(&some(), (columns, 24)).lines() {
                assert!(row.width() < columns, "{columns}: {row}");
            }
        }
    }
}
