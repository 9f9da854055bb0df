//! A window that changes its size.

use super::{MARIE, at_the_prompt};
use crate::harness::Shell;

#[test]
fn the_line_is_drawn_for_the_window_that_there_is() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 12));
    screen.types("clients.count() + 12345678901234567890");
    screen.is(&format!("{MARIE} clients.count() + 12345678901234567890"));
    screen.is_resized(40, 12);
    screen.ends_with(&format!("{MARIE} clients.count() + 1\n2345678901234567890"));
    screen.is_resized(80, 12);
    screen.ends_with(&format!("{MARIE} clients.count() + 12345678901234567890"));
    screen.types("\x15clients.count() + 1\r");
    screen.ends_with(&format!("{MARIE} clients.count() + 1\n= 1001\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}
