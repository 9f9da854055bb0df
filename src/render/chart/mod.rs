//! Charts: columns of numbers as bars, lines or sparks, in text or as a picture.
//!
//! Each column of numbers is drawn by itself, under its name: so nothing has to be told apart by colour, and money
//! stands not beside counts. Columns of the same type have the same scale.

mod bars;
mod canvas;
mod columns;
mod content;
mod lines;
mod options;
mod picture;
mod scale;
mod series;
mod sparks;
#[cfg(test)]
mod tests;
mod text;
mod title;

pub use content::{Chart, MOST_ROWS, is_time, too_many_rows};
pub use options::{Kind, OPTIONS, Options};
pub use picture::{Picture, Theme, picture};
