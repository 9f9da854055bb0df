//! Files out: what their names say of their format, and how rows are written in each.
//!
//! What is in text files is drawn by `render`; whose rows they are, and who asked for them, nobody here knows.

mod calendar;
mod format;
mod sheet;
mod spreadsheet;

pub use format::{FileFormat, Kind};
pub use sheet::{Options, chart_book, sink, unwritten, write};
pub use spreadsheet::Spreadsheet;
