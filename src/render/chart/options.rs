//! What can be said about a chart.

/// The names of the options; that of a theme is one of pictures.
pub const OPTIONS: [&str; 4] = ["kind", "theme", "x", "y"];

/// What is said about a chart; the rest is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The column of the names or days.
    pub x: Option<String>,
    /// The columns of numbers; none: all that are likely.
    pub y: Vec<String>,
    /// How it is drawn.
    pub kind: Option<Kind>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bar for each row.
    Bar,
    /// A line through all rows.
    Line,
    /// A line of text for each column.
    Spark,
}

impl Kind {
    /// Their names.
    pub const WORDS: [&str; 3] = ["bar", "line", "spark"];

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Bar, Self::Line, Self::Spark];
        all.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let [bar, line, spark] = Self::WORDS;
        match self {
            Self::Bar => bar,
            Self::Line => line,
            Self::Spark => spark,
        }
    }
}
