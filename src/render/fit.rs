//! Which columns of a table are shown, and how wide, so that a line fits the terminal.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for anything that was cut or left out.
pub(super) const CUT: &str = "…";

/// A column is not cut below this width while another one can still be left out.
const NARROWEST: usize = 5;

/// One place on the line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The column with this index, shown with this width.
    Column { index: usize, width: usize },
    /// The columns in the middle that are left out.
    Gap,
}

/// The slots of a table whose columns would be `natural` wide, for a line of at most `line`.
///
/// The widest columns are cut first. When all of them would be too narrow to read, those in the middle
/// are left out.
pub(super) fn fit(natural: &[usize], line: usize) -> Vec<Slot> {
    let all = natural.len();
    let kept = (1..=all)
        .rev()
        .find(|kept| least(natural, *kept) <= line)
        .unwrap_or(all.min(1));
    let (left, right) = ends(all, kept);
    let gap = usize::from(kept < all);
    let shown: Vec<usize> = left.chain(right).collect();
    let wanted: Vec<usize> = shown.iter().map(|index| natural[*index]).collect();
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
fn least(natural: &[usize], kept: usize) -> usize {
    let (left, right) = ends(natural.len(), kept);
    let gap = usize::from(kept < natural.len());
    let narrowest = |columns: &[usize]| columns.iter().map(|w| (*w).min(NARROWEST)).sum::<usize>();
    narrowest(&natural[left]) + narrowest(&natural[right]) + gap + frame(kept + gap)
}

/// Divides the room among columns: who wants less than an equal share gets it, the others share the rest.
fn share(wanted: &[usize], mut room: usize) -> Vec<usize> {
    let mut ascending = wanted.to_vec();
    ascending.sort_unstable();
    let mut most = usize::MAX;
    let mut spare = 0;
    for (done, width) in ascending.iter().enumerate() {
        let left = wanted.len() - done;
        if *width > room / left {
            (most, spare) = (room / left, room % left);
            break;
        }
        room -= width;
    }
    let mut give = |width: usize| {
        let extra = usize::from(width > most && spare > 0);
        spare -= extra;
        width.min(most.saturating_add(extra)).max(1)
    };
    wanted.iter().map(|width| give(*width)).collect()
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
            (&[30, 30, 30], 20, &[7, 7, 6]),
            (&[], 20, &[]),
        ] {
            assert_eq!(share(wanted, room), widths, "{wanted:?} in {room}");
        }
    }

    #[test]
    fn columns_in_the_middle_are_left_out_when_cutting_is_not_enough() {
        let column = |index| Slot::Column { index, width: 5 };
        assert_eq!(
            fit(&[9; 8], 26),
            [column(0), column(1), Slot::Gap, column(7)]
        );
    }

    #[test]
    fn a_line_narrower_than_anything_still_has_slots() {
        assert_eq!(fit(&[9], 0), [Slot::Column { index: 0, width: 1 }]);
        assert_eq!(fit(&[9, 9], 3).len(), 2);
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
