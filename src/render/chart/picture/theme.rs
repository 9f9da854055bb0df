//! The colors of pictures: dark on light, or light on dark.

use plotters::style::RGBColor;

/// For what page a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on nearly black.
    Dark,
}

/// What a color is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// The page itself.
    Page,
    /// Text that is to be read first.
    Ink,
    /// Text and lines beside it.
    Grey,
    /// The lines of a grid.
    Pale,
    /// Numbers, and those below zero.
    Blue,
    Red,
}

impl Theme {
    /// Their names.
    pub const WORDS: [&str; 2] = ["light", "dark"];

    /// The theme of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let [light, dark] = Self::WORDS;
        match name {
            name if name == light => Some(Self::Light),
            name if name == dark => Some(Self::Dark),
            _ => None,
        }
    }

    pub(super) fn color(self, tone: Tone) -> RGBColor {
        let (light, dark) = match tone {
            Tone::Page => ((255, 255, 255), (22, 27, 34)),
            Tone::Ink => ((33, 37, 41), (230, 237, 243)),
            Tone::Grey => ((108, 117, 125), (145, 152, 161)),
            Tone::Pale => ((222, 226, 230), (61, 68, 77)),
            Tone::Blue => ((31, 111, 178), (77, 159, 236)),
            Tone::Red => ((200, 63, 54), (240, 113, 103)),
        };
        let (red, green, blue) = match self {
            Self::Light => light,
            Self::Dark => dark,
        };
        RGBColor(red, green, blue)
    }
}
