//! What is pasted with marks is one entry, however long.

use super::{MARIE, at_the_prompt};
use crate::harness::Shell;
use std::fmt::Write as _;

#[test]
fn five_hundred_lines_that_are_pasted_are_one_entry_with_one_answer() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 24));
    let mut lines = "let n = 0;\n".to_owned();
    for number in 1..499 {
        let _ = writeln!(lines, "n += {number}; // line {number}");
    }
    screen.pastes(&format!("{lines}n"));
    screen.ends_with("n += 498; // line 498\nn");
    screen.types("\r");
    screen.ends_with(&format!("n += 498; // line 498\nn\n= 124251\n{MARIE}"));
    // It comes back as a whole.
    screen.types("\x1b[A");
    screen.ends_with("n += 498; // line 498\nn");
    screen.types("+ 1\r");
    screen.ends_with(&format!("n+ 1\n= 124252\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}
