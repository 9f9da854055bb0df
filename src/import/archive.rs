//! The archive that a spreadsheet is: looked through before anybody unpacks it into memory. What its directory says of
//! sizes may be a lie, so everything is unpacked once, a piece at a time, and counted.

use super::limits::{
    MOST_BESIDE_SHEETS, MOST_IN_A_LINE, MOST_IN_A_SHEET, MOST_PARTS, megabytes, too_long,
};
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufReader, Read};
use zip::ZipArchive;

const PIECE: usize = 64 << 10;

/// Looks whether a spreadsheet can be read with bounded memory.
///
/// # Errors
/// It is no archive, it is cut off, or more is packed in it than a table has.
pub(super) fn check(file: File, name: &str) -> Result<()> {
    let broken = |why: &dyn std::fmt::Display| {
        Error::failed(format!("{name} is damaged: {why}"))
            .hint("copy it again, or save it again as .xlsx")
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(broken(&format!("more than {MOST_PARTS} files are in it")));
    }
    let mut beside = 0;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| broken(&error))?;
        let is_sheet = part
            .name()
            .is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let most = if is_sheet {
            MOST_IN_A_SHEET
        } else {
            MOST_BESIDE_SHEETS - beside
        };
        let size = unpacked(part, most, name).map_err(|failure| match failure {
            Failure::Unreadable(error) => broken(&error),
            Failure::TooMuch(error) => error,
        })?;
        if !is_sheet {
            beside += size;
        }
    }
    Ok(())
}

enum Failure {
    Unreadable(std::io::Error),
    TooMuch(Error),
}

/// Unpacks a part and throws it away; its size.
fn unpacked(mut part: impl Read, most: u64, name: &str) -> std::result::Result<u64, Failure> {
    let mut piece = vec![0; PIECE];
    let mut size = 0;
    // What stands between two tags, or in one, is held in memory.
    let (mut run, mut lines) = (0, 1);
    loop {
        let read = part.read(&mut piece).map_err(Failure::Unreadable)?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        if size > most {
            let what = format!(
                "{name} holds more than {} when it is unpacked",
                megabytes(most)
            );
            return Err(Failure::TooMuch(
                Error::failed(what).hint("save the sheet that you need as .csv"),
            ));
        }
        for byte in &piece[..read] {
            match byte {
                b'<' | b'>' => run = 0,
                _ => run += 1,
            }
            if *byte == b'<' {
                lines += 1;
            }
            if run > MOST_IN_A_LINE {
                let mut error = too_long(name, lines);
                error.message = format!(
                    "a cell of {name} is longer than {}",
                    megabytes(MOST_IN_A_LINE as u64)
                );
                error.hints.clear();
                return Err(Failure::TooMuch(error.hint("is it really a table?")));
            }
        }
    }
}
