//! The partner of the bracket at the cursor is shown.

use super::{MARIE, at_the_prompt};
use crate::harness::{Screen, Shell};

/// The signs of the line that are marked, and their columns behind the prompt.
fn marked(screen: &Screen) -> Vec<(usize, String)> {
    let begin = u16::try_from(MARIE.chars().count() + 1).expect("a column");
    let signs = (begin..80).filter(|column| {
        let look = screen.look_at(0, *column);
        look.bold && look.underline
    });
    signs
        .map(|column| {
            (
                usize::from(column - begin),
                screen.sign_at(0, column).to_owned(),
            )
        })
        .collect()
}

#[test]
fn the_partner_is_marked_and_a_bracket_in_a_text_is_none() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    let line = "print(\")\" + [1].len())";
    screen.types(line);
    screen.until("the first", |screen| {
        marked(screen) == [(5, "(".to_owned())]
    });
    // To the left, before the bracket that closes, then between the two.
    screen.types("\x1b[D\x1b[D");
    screen.until("the one of len", |screen| {
        marked(screen) == [(19, "(".to_owned())]
    });
    screen.types("\x1b[D\x1b[D");
    screen.until("none", |screen| marked(screen).is_empty());
    // On the bracket in the text, which is none.
    screen.types(&"\x1b[D".repeat(11));
    screen.until("the cursor", |screen| screen.cursor().1 == 21 + 7);
    assert!(marked(&screen).is_empty(), "{:?}", marked(&screen));
    // At the first one.
    screen.types("\x1b[D\x1b[D");
    screen.until("the last", |screen| {
        marked(screen) == [(21, ")".to_owned())]
    });
    // Entered, it is as any other.
    screen.types("\r");
    screen.shows(")1");
    assert!(marked(&screen).is_empty(), "{:?}", marked(&screen));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn brackets_of_sql_have_partners_too() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.types("select ('(' || 1)");
    screen.until("the first", |screen| {
        marked(screen) == [(7, "(".to_owned())]
    });
    screen.types("\x15");
    assert_eq!(screen.leaves(), 0);
}
