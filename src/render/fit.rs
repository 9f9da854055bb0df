//! Which columns of a table are shown, and how wide, so that a line fits the terminal.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for anything that was cut or left out.
pub(super) const CUT: &str = "…";

/// A heading, over cells that may not be cut.
const HEADING: usize = 5;

/// How wide a column would be, and what is known of how narrow it may get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Width {
    /// The heading's own width.
    pub(super) heading: usize,
    /// The widest cell's.
    pub(super) cells: usize,
    /// Whether the cells are not to be cut, such as numbers and dates: half of one is another one.
    pub(super) whole: bool,
}

impl Width {
    fn natural(self) -> usize {
        self.cells.max(self.heading)
    }

    /// The narrowest that still says something. A text of up to three fifths of a line, such as a name or an e-mail,
    /// is whole; a longer one is cut in any case, and may lose more.
    fn least(self, line: usize) -> usize {
        let whole = line.saturating_mul(3) / 5;
        let cells = if self.whole || self.cells <= whole {
            self.cells
        } else {
            line.saturating_mul(3) / 10
        };
        cells.max(self.heading.min(HEADING))
    }
}

/// One place on the line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The column with this index, shown with this width.
    Column { index: usize, width: usize },
    /// The columns that are left out.
    Gap,
}

impl Slot {
    /// How wide it is.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Column { width, .. } => *width,
            Self::Gap => CUT.width(),
        }
    }
}

/// The slots of a table with these columns, for a line of at most `line`.
///
/// Texts that are too long for their line are cut first. When that is not enough, the last columns are left out: a few
/// that can be read say more than all of them in stumps.
pub(super) fn fit(columns: &[Width], line: usize) -> Vec<Slot> {
    let all = columns.len();
    let kept = (1..=all)
        .rev()
        .find(|kept| least(columns, *kept, line) <= line)
        .unwrap_or(all.min(1));
    let gap = usize::from(kept < all);
    let room = line.saturating_sub(frame(kept + gap) + gap);
    let widths = share(&columns[..kept], line, room);
    let column = |(index, width)| Slot::Column { index, width };
    let mut slots: Vec<Slot> = widths.into_iter().enumerate().map(column).collect();
    slots.extend((gap > 0).then_some(Slot::Gap));
    slots
}

/// The text, cut to the width with `…` at its end; never inside what a reader sees as one character.
///
/// `cut("Cool Startup", 6)` is `Cool …`.
#[must_use]
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut used = CUT.width();
    if used > columns {
        return Cow::Owned(short);
    }
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > columns {
            break;
        }
        short.push_str(grapheme);
    }
    short.push_str(CUT);
    Cow::Owned(short)
}

/// How many columns of a terminal a text takes that is safe to show.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// What surrounds the cells of a line: a space before each, and ` │` after all but the last.
fn frame(slots: usize) -> usize {
    (3 * slots).saturating_sub(2)
}

/// How narrow a line with the first columns can get.
fn least(columns: &[Width], kept: usize, line: usize) -> usize {
    let gap = usize::from(kept < columns.len());
    let narrowest: usize = columns[..kept].iter().map(|width| width.least(line)).sum();
    narrowest + gap + frame(kept + gap)
}

/// Divides the room among columns: all are cut at the same width, but for those that may not be cut so far.
fn share(wanted: &[Width], line: usize, room: usize) -> Vec<usize> {
    let least = |w: &Width| w.least(line);
    let at = |most: usize| {
        wanted
            .iter()
            .map(move |w| most.clamp(least(w), w.natural()))
    };
    let widest = wanted.iter().map(|w| w.natural()).max().unwrap_or(0);
    let fits = |most: &usize| at(*most).sum::<usize>() <= room;
    let Some(most) = (1..=widest).rev().find(fits) else {
        // Not even what may not be cut has room.
        return wanted.iter().map(|w| least(w).min(room).max(1)).collect();
    };
    let mut spare = room - at(most).sum::<usize>();
    let mut give = |(width, wanted): (usize, &Width)| {
        let extra = usize::from(spare > 0 && width == most && width < wanted.natural());
        spare -= extra;
        width + extra
    };
    at(most).zip(wanted).map(&mut give).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cells: usize) -> Width {
        Width {
            heading: 5,
            cells,
            whole: false,
        }
    }

    fn whole(heading: usize, cells: usize) -> Width {
        Width {
            heading,
            cells,
            whole: true,
        }
    }

    fn column(index: usize, width: usize) -> Slot {
        Slot::Column { index, width }
    }

    #[test]
    fn long_texts_are_cut_first_and_what_is_short_stays_whole() {
        for (cells, widths) in [
            (&[12, 20, 30][..], &[12, 20, 30][..]),
            (&[12, 20, 200], &[12, 20, 41]),
            (&[48, 200], &[48, 28]),
            (&[200, 200, 20], &[27, 26, 20]),
            (&[200], &[79]),
        ] {
            let texts: Vec<Width> = cells.iter().map(|cells| text(*cells)).collect();
            let shown: Vec<usize> = fit(&texts, 80).iter().map(Slot::width).collect();
            assert_eq!(shown, widths, "{cells:?}");
        }
    }

    #[test]
    fn what_is_whole_is_not_cut_but_its_heading_is() {
        assert_eq!(
            fit(&[whole(12, 8), text(100), whole(18, 10)], 60),
            [column(0, 12), column(1, 23), column(2, 18)]
        );
        assert_eq!(whole(13, 1).least(80), 5);
    }

    #[test]
    fn the_last_columns_are_left_out_before_a_short_text_is_cut() {
        assert_eq!(
            fit(&[text(4), text(30), text(40), whole(5, 10)], 80),
            [column(0, 5), column(1, 30), Slot::Gap]
        );
    }

    #[test]
    fn a_line_narrower_than_anything_still_has_slots() {
        for column in [whole(9, 9), text(9)] {
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
