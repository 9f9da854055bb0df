//! Hints: what an earlier entry goes on with stands behind the line, and is taken by a key.

use super::{MARIE, at_the_prompt};
use crate::harness::{Screen, Shell};
use std::fs;

/// A prompt with these entries of earlier.
fn with_history(shell: &Shell, entries: &[&str], arguments: &[&str]) -> Screen {
    fs::write(shell.state().join("history"), entries.join("\n") + "\n").expect("a history");
    let mut command = shell.command(arguments);
    command.arg("-q");
    let mut screen = Screen::with(command, (80, 12));
    screen.is(MARIE);
    screen
}

#[test]
fn the_newest_entry_that_begins_so_is_shown_in_grey_and_taken_by_a_key() {
    let marie = Shell::as_("marie@epic.events");
    let entries = ["clients.count()", "clients.take(3).all()", "40 + 2"];
    let mut screen = with_history(&marie, &entries, &[]);
    let end = MARIE.chars().count();
    let column = |typed: &str| u16::try_from(end + 1 + typed.len()).expect("a column");
    for key in ["\x1b[C", "\x1b[F", "\x05", "\x06"] {
        screen.types("cli");
        screen.is(&format!("{MARIE} clients.take(3).all()"));
        screen.until("what was typed", |screen| {
            screen.cursor() == (0, column("cli"))
        });
        assert!(screen.look_of(0, "ents").dim && !screen.look_of(0, "cli").dim);
        screen.types(key);
        screen.until("the cursor at its end", |screen| {
            screen.cursor() == (0, column("clients.take(3).all()"))
        });
        assert!(!screen.look_of(0, "ents").dim);
        screen.types("\x15");
        screen.is(MARIE);
    }
    // What was typed is the line, whatever is shown behind it.
    screen.types("40 ");
    screen.is(&format!("{MARIE} 40 + 2"));
    screen.types("+ 3\r");
    screen.is(&format!("{MARIE} 40 + 3\n= 43\n{MARIE}"));
    screen.types("40\r");
    screen.ends_with(&format!("{MARIE} 40\n= 40\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn a_word_of_it_can_be_taken_and_nobody_takes_what_is_not_seen() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_history(&marie, &["clients.take(3).all()"], &[]);
    screen.types("cli\x1b[1;3C");
    screen.is(&format!("{MARIE} clients.take(3).all()"));
    screen.until("a word", |screen| !screen.look_of(0, "ents").dim);
    assert!(screen.look_of(0, ".take").dim);
    // The cursor goes away: the hint is no longer seen. At the end again, the key shows it first.
    screen.types("\x1b[D");
    screen.is(&format!("{MARIE} clients"));
    screen.types("\x1b[F");
    screen.types("\x1b[F");
    screen.is(&format!("{MARIE} clients.take(3).all()"));
    assert!(screen.look_of(0, ".take").dim);
    screen.types("\x1b[F");
    screen.until("all", |screen| !screen.look_of(0, ".take").dim);
    screen.types("\x15");
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn an_entry_of_several_lines_shows_its_first_and_is_taken_as_a_whole() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_history(&marie, &[r"fn twice(n) {\n  n * 2\n}"], &[]);
    screen.types("fn");
    screen.is(&format!("{MARIE} fn twice(n) {{ …"));
    screen.types("\x1b[C");
    screen.is(&format!("{MARIE} fn twice(n) {{\n  n * 2\n}}"));
    screen.types("\rtwice(21)\r");
    screen.ends_with(&format!("{MARIE} twice(21)\n= 42\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn a_hint_never_breaks_the_line_at_the_edge() {
    let marie = Shell::as_("marie@epic.events");
    let long = format!("\"{}\"", "x".repeat(200));
    let mut screen = with_history(&marie, &[&long], &[]);
    screen.types("\"x");
    let shown = format!("{MARIE} \"{}…", "x".repeat(80 - 22 - 2));
    screen.is(&shown);
    screen.types("\x1b[C");
    screen.until("all of it", |screen| screen.rows()[2].ends_with('"'));
    screen.types("\x15");
    screen.is(MARIE);
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn there_are_none_of_secrets_nor_without_colours_nor_when_they_are_off() {
    let marie = Shell::as_("marie@epic.events");
    let entries = ["let password = \"four words\";", "clients.count()"];
    let mut screen = with_history(&marie, &entries, &[]);
    screen.types("let pass");
    screen.is(&format!("{MARIE} let pass"));
    screen.types("\x15cli");
    screen.is(&format!("{MARIE} clients.count()"));
    screen.types("\x15:set hints off\r");
    screen.ends_with(MARIE);
    screen.types("cli");
    screen.ends_with(&format!("{MARIE} cli"));
    screen.types("\x1b[C\x05ents.take(1).len()\r");
    screen.ends_with(&format!("{MARIE} clients.take(1).len()\n= 1\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);

    let mut screen = with_history(&marie, &entries, &["--no-color"]);
    screen.types("cli");
    screen.is(&format!("{MARIE} cli"));
    screen.types("\x15");
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn an_entry_that_was_fetched_stands_alone() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_history(&marie, &["clients.take(3).all()", "clients"], &[]);
    screen.types("\x1b[A");
    screen.is(&format!("{MARIE} clients"));
    screen.types(".");
    screen.is(&format!("{MARIE} clients.take(3).all()"));
    screen.types("\x15");
    assert_eq!(screen.leaves(), 0);
    at_the_prompt(&marie, (80, 12)).leaves();
}
