//! What is offered at a Tab.

use super::Candidate;

/// What is offered.
#[derive(Debug, Default)]
pub(in crate::shell) struct Offered {
    /// Where the word begins that is replaced, in bytes.
    pub(in crate::shell) start: usize,
    /// What could stand there.
    pub(in crate::shell) found: Vec<Candidate>,
    /// Whether the name of a file could, too.
    pub(in crate::shell) takes_a_file: bool,
}

impl Offered {
    /// The name of a file.
    pub(super) fn file() -> Self {
        Self {
            takes_a_file: true,
            ..Self::default()
        }
    }

    /// Instead of a word that begins there.
    pub(super) fn at(mut self, start: usize) -> Self {
        self.start = start;
        self
    }

    /// So many bytes later: what was offered for a part of the line.
    pub(super) fn later(mut self, by: usize) -> Self {
        self.start += by;
        self
    }
}

impl FromIterator<Candidate> for Offered {
    fn from_iter<I: IntoIterator<Item = Candidate>>(found: I) -> Self {
        Self {
            found: found.into_iter().collect(),
            ..Self::default()
        }
    }
}
