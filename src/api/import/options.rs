//! How a file is imported, and what became of it.

use crate::import::{Mark, Order, Reading, Said};

/// What to do with lines whose row is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// They are bad lines.
    #[default]
    Error,
    /// They are left out.
    Skip,
    /// They change the row; an empty cell changes nothing.
    Update,
}

impl Duplicates {
    /// Its words.
    pub const WORDS: [&str; 3] = ["error", "skip", "update"];

    /// One of them by its word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "error" => Self::Error,
            "skip" => Self::Skip,
            "update" => Self::Update,
            _ => return None,
        })
    }
}

/// How a file is to be imported.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Which column is which field; for those that are not named here it is told from their headings.
    pub columns: Said,
    /// How the file is read.
    pub reading: Reading,
    /// The order in which dates are written.
    pub dates: Option<Order>,
    /// What stands before decimals.
    pub decimal: Option<Mark>,
    /// What becomes of lines whose row is there already.
    pub duplicates: Duplicates,
    /// Where to write the lines that can't be imported.
    pub errors: Option<String>,
    /// Whether the other lines are imported then.
    pub partly: bool,
}

/// What became of the lines of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows that were created.
    pub created: u64,
    /// Rows that were changed.
    pub updated: u64,
    /// Rows that were there, as the file has them.
    pub unchanged: u64,
    /// Lines that were left out, since their row was there.
    pub skipped: u64,
    /// Lines that could not be imported.
    pub bad: u64,
}
