//! Colours of the prompt, as a terminal has them.

use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;

/// A colour of the terminal's own palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // their names say it
pub enum Color {
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
}

/// All, in the order of the palette: the first is its colour 1.
const ALL: [(Color, &str); 6] = [
    (Color::Red, "red"),
    (Color::Green, "green"),
    (Color::Yellow, "yellow"),
    (Color::Blue, "blue"),
    (Color::Magenta, "magenta"),
    (Color::Cyan, "cyan"),
];

impl Color {
    /// The names of all.
    #[must_use]
    pub fn names() -> Vec<String> {
        ALL.iter().map(|(_, name)| (*name).to_owned()).collect()
    }

    /// The number by which a terminal is told to write in it.
    #[must_use]
    pub fn code(self) -> usize {
        let at = ALL.iter().position(|(color, _)| *color == self);
        at.map_or(39, |at| 31 + at)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = ALL.iter().find(|(color, _)| color == self);
        f.pad(named.map_or("", |(_, name)| name))
    }
}

impl FromStr for Color {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let named = ALL.iter().find(|(_, name)| *name == text);
        named.map(|(color, _)| *color).ok_or_else(|| {
            Error::usage(format!("there is no colour '{text}'"))
                .hint(format!("there are {}", Self::names().join(", ")))
        })
    }
}
