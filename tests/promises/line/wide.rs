//! Signs that take two columns, or none: the cursor stands where the next sign goes, and tables stay aligned.

use super::{MARIE, at_the_prompt};
use crate::harness::Shell;

/// A text, and how many columns it takes.
const TEXTS: [(&str, u16); 4] = [
    ("李小龍", 6),
    ("e\u{301}te\u{301}", 3), // an e with a combining accent
    ("🎉🎉", 4),
    ("ｱ한글", 5),
];

#[test]
fn the_cursor_stands_behind_what_was_typed_and_goes_over_a_sign_at_a_time() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 10));
    let begin = u16::try_from(MARIE.chars().count() + 1).expect("a column");
    for (text, width) in TEXTS {
        screen.types(&format!("\"{text}"));
        screen.is(&format!("{MARIE} \"{text}"));
        screen.cursor_is((0, begin + 1 + width));
        // To the left over the last sign, and a letter before it.
        screen.types("\x1b[Dx");
        let last = text.chars().rfind(|c| *c != '\u{301}');
        let last = text.rfind(last.expect("a sign")).expect("a place");
        let (before, after) = text.split_at(last);
        screen.is(&format!("{MARIE} \"{before}x{after}"));
        screen.types("\x15\x0b");
        screen.is(MARIE);
    }
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn a_line_of_wide_signs_is_broken_at_the_edge_and_stays_whole() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (33, 10));
    // The prompt takes 21 columns and the quote one: five wide signs and a column that is left.
    screen.types("\"李小龍李小龍李小");
    screen.is(&format!("{MARIE} \"李小龍李小\n龍李小"));
    screen.cursor_is((1, 6));
    screen.types("\x7f\x7f\x7f\x7f");
    screen.is(&format!("{MARIE} \"李小龍李"));
    screen.types("\"\r");
    screen.is(&format!("{MARIE} \"李小龍李\"\n= 李小龍李\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn the_columns_of_a_table_are_aligned_whatever_signs_are_in_it() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 20));
    let rows: Vec<String> = TEXTS
        .iter()
        .map(|(text, _)| format!("('{text}', 1)"))
        .collect();
    screen.enters(&format!(
        "select * from (values {}) t(text, n);",
        rows.join(", ")
    ));
    screen.shows(&format!("한글  │ 1\n{MARIE}"));
    let heading = screen.row_of("text");
    for row in heading..heading + 6 {
        // The rule crosses where the lines stand.
        let sign = if row == heading + 1 { "┼" } else { "│" };
        assert_eq!(screen.sign_at(row, 8), sign, "{}", screen.text());
    }
    assert_eq!(screen.leaves(), 0);
}
