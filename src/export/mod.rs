//! Files out: what their names say of their format, written beside their place, and put there after the commit.
//!
//! What is in text files is drawn by `render`; whose rows they are, and who asked for them, nobody here knows.

mod calendar;
mod format;
mod pending;
mod sheet;
mod spreadsheet;
mod target;
mod unfinished;

pub use format::{FileFormat, Kind};
pub use pending::PendingFile;
pub use sheet::{Options, sink, unwritten, write};
pub use spreadsheet::Spreadsheet;
pub use target::Target;
pub use unfinished::remove_unfinished;
