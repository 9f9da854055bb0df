//! Which columns of a table are shown, and how wide, so that a line fits the terminal.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for anything that was cut or left out.
pub(super) const CUT: &str = "…";

/// A column is not cut below this width while another one can still be left out.
const NARROWEST: usize = 8;

/// A heading, over cells that may not be cut.
const HEADING: usize = 5;

/// How wide a column would be, and how narrow it may get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Width {
    natural: usize,
    least: usize,
}

impl Width {
    /// A column with a heading and cells of these widths. Cells that are `whole`, such as numbers and
    /// dates, are not cut: half of one is another one.
    pub(super) fn new(heading: usize, cells: usize, whole: bool) -> Self {
        let least = if whole {
            cells.max(heading.min(HEADING))
        } else {
            cells.max(heading).min(NARROWEST)
        };
        Self {
            natural: cells.max(heading),
            least,
        }
    }
}

/// One place on the line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The column with this index, shown with this width.
    Column { index: usize, width: usize },
    /// The columns in the middle that are left out.
    Gap,
}

/// The slots of a table with these columns, for a line of at most `line`.
///
/// The widest columns are cut first. When all of them would be too narrow to read, those in the middle
/// are left out.
pub(super) fn fit(columns: &[Width], line: usize) -> Vec<Slot> {
    let all = columns.len();
    let kept = (1..=all)
        .rev()
        .find(|kept| least(columns, *kept) <= line)
        .unwrap_or(all.min(1));
    let (left, right) = ends(all, kept);
    let gap = usize::from(kept < all);
    let shown: Vec<usize> = left.chain(right).collect();
    let wanted: Vec<Width> = shown.iter().map(|index| columns[*index]).collect();
    let widths = share(&wanted, line.saturating_sub(frame(kept + gap) + gap));
    let mut slots: Vec<Slot> = shown
        .into_iter()
        .zip(widths)
        .map(|(index, width)| Slot::Column { index, width })
        .collect();
    if gap > 0 {
        slots.insert(kept.div_ceil(2), Slot::Gap);
    }
    slots
}

/// The text, cut to the width with `…` at its end; never inside what a reader sees as one character.
///
/// `cut("Cool Startup", 6)` is `Cool …`.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut used = CUT.width();
    if used > width {
        return Cow::Owned(short);
    }
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        short.push_str(grapheme);
    }
    short.push_str(CUT);
    Cow::Owned(short)
}

/// The columns kept at the left and at the right of those that are left out.
fn ends(all: usize, kept: usize) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    (0..kept.div_ceil(2), all - kept / 2..all)
}

/// What surrounds the cells of a line: a space before each, and ` │` after all but the last.
fn frame(slots: usize) -> usize {
    (3 * slots).saturating_sub(2)
}

/// The narrowest line with this many columns kept.
fn least(columns: &[Width], kept: usize) -> usize {
    let (left, right) = ends(columns.len(), kept);
    let gap = usize::from(kept < columns.len());
    let narrowest = |columns: &[Width]| columns.iter().map(|width| width.least).sum::<usize>();
    narrowest(&columns[left]) + narrowest(&columns[right]) + gap + frame(kept + gap)
}

/// Divides the room among columns: all are cut at the same width, but for those that may not be cut so far.
fn share(wanted: &[Width], room: usize) -> Vec<usize> {
    let at = |most: usize| wanted.iter().map(move |w| most.clamp(w.least, w.natural));
    let widest = wanted.iter().map(|w| w.natural).max().unwrap_or(0);
    let fits = |most: &usize| at(*most).sum::<usize>() <= room;
    let Some(most) = (1..=widest).rev().find(fits) else {
        // Not even what may not be cut has room.
        return wanted.iter().map(|w| w.least.min(room).max(1)).collect();
    };
    let mut spare = room - at(most).sum::<usize>();
    let mut give = |(width, wanted): (usize, &Width)| {
        let extra = usize::from(spare > 0 && width == most && width < wanted.natural);
        spare -= extra;
        width + extra
    };
    at(most).zip(wanted).map(&mut give).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_columns_are_cut_first() {
        for (wanted, room, widths) in [
            (&[2, 11, 30][..], 100, &[2, 11, 30][..]),
            (&[2, 11, 30], 33, &[2, 11, 20]),
            (&[2, 11, 30], 21, &[2, 10, 9]),
            (&[30, 30, 30], 25, &[9, 8, 8]),
            (&[], 20, &[]),
        ] {
            let texts: Vec<Width> = wanted.iter().map(|w| Width::new(0, *w, false)).collect();
            assert_eq!(share(&texts, room), widths, "{wanted:?} in {room}");
        }
    }

    #[test]
    fn what_is_whole_is_not_cut_but_its_heading_is() {
        let (number, date) = (Width::new(12, 8, true), Width::new(18, 10, true));
        let text = Width::new(5, 40, false);
        assert_eq!(share(&[number, text, date], 60), [12, 30, 18]);
        assert_eq!(share(&[number, text, date], 40), [12, 14, 14]);
        assert_eq!(share(&[number, text, date], 26), [8, 8, 10]);
        assert_eq!(Width::new(13, 1, true).least, 5);
    }

    #[test]
    fn columns_in_the_middle_are_left_out_when_cutting_is_not_enough() {
        let column = |index| Slot::Column { index, width: 9 };
        assert_eq!(
            fit(&[Width::new(9, 9, false); 8], 38),
            [column(0), column(1), Slot::Gap, column(7)]
        );
    }

    #[test]
    fn a_line_narrower_than_anything_still_has_slots() {
        for whole in [true, false] {
            let column = Width::new(9, 9, whole);
            assert_eq!(fit(&[column], 0), [Slot::Column { index: 0, width: 1 }]);
            assert_eq!(fit(&[column, column], 3).len(), 2);
        }
        assert_eq!(fit(&[], 3), []);
    }

    #[test]
    fn text_is_cut_between_whole_characters() {
        for (text, width, short) in [
            ("Cool Startup", 12, "Cool Startup"),
            ("Cool Startup", 6, "Cool …"),
            ("李小龍", 6, "李小龍"),
            ("李小龍", 5, "李小…"),
            ("李小龍", 4, "李…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("👩‍🚀👩‍🚀", 3, "👩‍🚀…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(cut(text, width), short, "{text} in {width}");
        }
    }
}
