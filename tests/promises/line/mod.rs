//! The line that is typed, as the screen shows it: an emulator draws what the terminal gets.

mod brackets;
mod hints;
mod keys;
mod lines;
mod menu;
mod pasted;
mod wide;
mod window;

use crate::harness::{Screen, Shell};

const MARIE: &str = "marie (commercial) ❯";

/// A prompt on a screen of so many columns and rows, at which somebody can type.
fn at_the_prompt(shell: &Shell, size: (u16, u16)) -> Screen {
    let mut screen = Screen::of(shell, size);
    screen.is(MARIE);
    screen
}
