//! The menu of completion: below the line that is typed, and gone with the next key.

use super::{MARIE, at_the_prompt};
use crate::harness::Shell;

#[test]
fn what_can_follow_is_listed_below_the_line_until_the_next_key() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.types("clients.get(12).com\t");
    let line = format!("{MARIE} clients.get(12).com");
    screen.is(&format!(
        "{line}\n\
         commercial     → one of collaborators\n\
         commercial_id  int · the commercial who looks after this client\n\
         company_name   text · the company they order for"
    ));
    let end = u16::try_from(line.chars().count()).expect("a column");
    screen.cursor_is((0, end));
    screen.types("p");
    screen.is(&format!("{line}p"));
    screen.types("\t");
    screen.is(&format!("{line}pany_name"));
    screen.types("\r");
    screen.is(&format!("{line}pany_name\n= Cool Startup\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn what_all_have_in_common_is_written_and_what_was_typed_is_never_taken_away() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.types("clients.get(12).l\t");
    screen.shows("last_contact_date");
    screen.types("\x15clients.get(12).nam\t"); // letters in their order, anywhere
    screen.shows("full_name");
    assert!(
        screen
            .text()
            .starts_with(&format!("{MARIE} clients.get(12)."))
    );
    screen.types("\x15clients.get(12).comm\t");
    screen.is(&format!(
        "{MARIE} clients.get(12).commercial\n\
         commercial     → one of collaborators\n\
         commercial_id  int · the commercial who looks after this client"
    ));
    assert_eq!(
        {
            screen.types("\x15");
            screen.leaves()
        },
        0
    );
}

#[test]
fn a_menu_is_no_longer_than_the_screen_and_says_how_many_more_there_are() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.types("fn f(x) {\rx.\t");
    screen.until("the menu", |screen| screen.text().ends_with(" more"));
    let begin = format!("{MARIE} fn f(x) {{\n  x.\n");
    assert!(screen.text().starts_with(&begin), "{}", screen.text());
    // Ctrl-C leaves the entry, and what is typed then is another.
    screen.types("\x03");
    screen.is(&format!("{MARIE} fn f(x) {{\n  x.\n{MARIE}"));
    screen.enters("40 + 2");
    screen.ends_with(&format!("= 42\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn a_menu_below_the_middle_of_an_entry_leaves_it_whole() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 24));
    let entry = format!("{MARIE} fn f(x) {{\n  clients.\n}}");
    screen.pastes("fn f(x) {\n  clients.\n}");
    screen.is(&entry);
    screen.types("\x1b[A\x1b[F\t");
    screen.shows("filter");
    assert!(
        screen.text().starts_with(&format!("{entry}\nall")),
        "{}",
        screen.text()
    );
    screen.cursor_is((1, 10));
    screen.types("count()");
    screen.is(&format!("{MARIE} fn f(x) {{\n  clients.count()\n}}"));
    screen.cursor_is((1, 17));
    screen.types("\x03");
    screen.ends_with(&format!("}}\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn a_line_that_is_broken_at_the_edge_keeps_its_menu_whole_at_the_bottom_of_the_screen() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (44, 10));
    screen.enters("for n in 1..9 { print(n) }");
    screen.ends_with(&format!("8\n{MARIE}"));
    let line = "clients.get(12).full_name + clients.get(12).com";
    screen.types(&format!("{line}\t"));
    screen.until("the menu", |screen| {
        screen.rows()[9].starts_with("company_name")
    });
    let rows = screen.rows();
    assert_eq!(rows[5], format!("{MARIE} {}", &line[..23]));
    assert_eq!(rows[6], line[23..]);
    screen.types("\x15");
    screen.until("an empty line", |screen| {
        screen.rows()[5] == MARIE && screen.rows()[6..].iter().all(String::is_empty)
    });
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn what_is_not_mine_steps_back() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (100, 12));
    screen.types("collaborators.get(1).de\t");
    screen.shows("deactivate()");
    let row = screen.row_of("deactivate()");
    assert!(screen.look_of(row, "deactivate").dim);
    let row = screen.row_of("department");
    assert!(!screen.look_of(row, "department").dim);
    screen.types("\x15");
    assert_eq!(screen.leaves(), 0);
}
