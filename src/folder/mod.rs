//! The working folder: files are read and written below it, and nowhere else. What is written has a name of its own
//! until it is whole, and kept.

mod below;
mod pending;
mod target;
mod unfinished;

pub use below::{existing, unreadable};
pub use pending::PendingFile;
pub use target::Target;
pub use unfinished::remove_unfinished;
