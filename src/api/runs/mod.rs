//! Runs: what ran, how it ended, what it changed.
//!
//! The database writes them down: a saved script's with the help of its recorder, any other change by itself, as
//! an `entry`.

mod listed;
mod outcome;
mod recording;
mod since;
mod undo;

pub use listed::{LIMIT, RunRecord, Wanted};
pub use outcome::Outcome;
pub use recording::{Recording, Script};
pub use since::since;
pub use undo::Undo;
