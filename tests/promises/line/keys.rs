//! Ctrl-C, and the keys that go through an entry of several lines.

use super::{MARIE, at_the_prompt};
use crate::harness::Shell;

#[test]
fn ctrl_c_at_the_prompt_leaves_the_line_and_begins_a_new_one() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.types("clients.filter(|c| c.co");
    screen.shows("c.co");
    // The cursor in the middle: nothing of the line is written over.
    screen.types("\x1b[D\x1b[D\x1b[D\x03");
    screen.is(&format!("{MARIE} clients.filter(|c| c.co\n{MARIE}"));
    screen.enters("fn twice(n) {");
    screen.types("n *");
    screen.ends_with("  n *");
    screen.types("\x1b[A\x03");
    screen.shows(&format!("  n *\n{MARIE}"));
    screen.enters("40 + 2");
    screen.ends_with(&format!("{MARIE} 40 + 2\n= 42\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn ctrl_c_in_work_shows_one_error_and_a_prompt_below_it() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.enters("sql(\"select pg_sleep(60)\")");
    marie.is_asked("pg_sleep(60)");
    screen.types("\x03");
    screen.is(&format!(
        "{MARIE} sql(\"select pg_sleep(60)\")\n\
         error: interrupted\n \
         1 │ sql(\"select pg_sleep(60)\")\n   \
           │ ^^^\n\
         {MARIE}"
    ));
    assert_eq!(screen.leaves(), 0);
}
