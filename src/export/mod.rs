//! Files out: written beside their place, and put there after the commit.
//!
//! What is in them is drawn by `render`; whose rows they are, and who asked for them, nobody here knows.

mod pending;

pub use pending::{PendingFile, Target, remove_unfinished};
