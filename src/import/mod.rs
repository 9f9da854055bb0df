//! Files that rows are read from: csv, tsv and xlsx, line by line, with bounded memory; and what their cells mean for
//! the fields of an entity.
//!
//! It knows no database: it reads a file twice, once to see how its columns write dates and numbers, and once to hand
//! out values; and once more in between where somebody sees how far it is. What becomes of them is the business of
//! `api/import/`.

mod archive;
mod bad_cell;
mod cell;
mod convert;
mod date;
mod delimited;
mod delimiter;
mod encoding;
mod guess;
mod header;
mod leftover;
mod limits;
mod line_ends;
mod number;
#[cfg(test)]
mod properties;
mod source;
mod spreadsheet;

pub use bad_cell::BadCell;
pub use cell::{Cell, Line};
pub use convert::Converter;
pub use date::Order;
pub use header::{Mapped, Mapping, Said};
pub use leftover::Leftover;
pub use limits::MOST_LINES;
pub use number::Mark;
pub use source::{Reading, Source};
