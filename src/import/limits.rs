//! How much a file may hold. What is beyond is an error in words, long before memory ends.

use crate::error::Error;

/// The size of a file, in bytes.
pub(super) const MOST_BYTES: u64 = 1 << 30;
/// The lines of a file.
pub const MOST_LINES: u64 = 1_000_000;
/// The columns of a line.
pub(super) const MOST_COLUMNS: usize = 1_000;
/// The bytes of a line, and so of a cell.
pub(super) const MOST_IN_A_LINE: usize = 4 << 20;
/// The bytes of a spreadsheet's sheet, unpacked; it is read piece by piece.
pub(super) const MOST_IN_A_SHEET: u64 = 1 << 30;
/// The bytes of everything else in a spreadsheet, unpacked: its texts are held in memory.
pub(super) const MOST_BESIDE_SHEETS: u64 = 64 << 20;
/// The files packed in a spreadsheet.
pub(super) const MOST_PARTS: usize = 10_000;

/// A number of bytes as people say it.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes >> 20)
}

/// A line, or a cell in it, is too long.
pub(super) fn too_long(name: &str, line: u64) -> Error {
    let most = megabytes(MOST_IN_A_LINE as u64);
    Error::failed(format!("line {line} of {name} is longer than {most}"))
        .hint("is a quote not closed there? is it the right delimiter, or no table at all?")
}

/// A line has too many columns.
pub(super) fn too_wide(name: &str, line: u64) -> Error {
    Error::failed(format!(
        "line {line} of {name} has more than {MOST_COLUMNS} columns"
    ))
    .hint("keep the columns that are fields here, and delete the others")
}

/// There are too many lines.
pub(super) fn too_many(name: &str) -> Error {
    Error::failed(format!("{name} has more than {MOST_LINES} lines"))
        .hint("split it into several files")
}
