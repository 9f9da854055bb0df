//! How a text file writes its letters: UTF-8, UTF-16, or what Windows programs write for Western Europe.

use crate::error::Result;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::Read;

/// How many bytes the first look takes.
const HEAD: usize = 4096;
/// The longest letter of UTF-8.
const LONGEST_LETTER: usize = 4;

/// The encoding of a text. A mark at its beginning tells; without one, zero bytes where Latin letters have them are
/// UTF-16, what reads as UTF-8 is that, and the rest is Windows-1252.
///
/// # Errors
/// It can't be read.
pub(super) fn recognised(mut text: impl Read) -> Result<&'static Encoding> {
    let mut head = vec![0; HEAD];
    let size = filled(&mut text, &mut head)?;
    head.truncate(size);
    if let Some((marked, _)) = Encoding::for_bom(&head) {
        return Ok(marked);
    }
    if let Some(wide) = wide(&head) {
        return Ok(wide);
    }
    // What is left of a letter at the end of a piece goes before the next piece.
    let mut piece = head;
    loop {
        let valid = Encoding::utf8_valid_up_to(&piece);
        let rest = piece.split_off(valid);
        if rest.len() >= LONGEST_LETTER {
            return Ok(WINDOWS_1252);
        }
        let mut next = vec![0; 16 * HEAD];
        let size = filled(&mut text, &mut next)?;
        if size == 0 {
            return Ok(if rest.is_empty() { UTF_8 } else { WINDOWS_1252 });
        }
        next.truncate(size);
        piece = [rest, next].concat();
    }
}

/// Fills a piece as far as there is text.
fn filled(text: &mut impl Read, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut size = 0;
    while size < piece.len() {
        match text.read(&mut piece[size..])? {
            0 => break,
            read => size += read,
        }
    }
    Ok(size)
}

/// UTF-16 without a mark: most letters of a table are Latin ones, whose one byte is zero.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (high, low) = (zeros(0), zeros(1));
    let most = head.len() / 4;
    match () {
        () if head.len() < 4 => None,
        () if low > most && high == 0 => Some(UTF_16LE),
        () if high > most && low == 0 => Some(UTF_16BE),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_recognised() {
        let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(bytes).collect()
        };
        let long = "é".repeat(10 * HEAD + 1);
        for (bytes, encoding) in [
            ("name;Société".as_bytes().to_vec(), UTF_8),
            (b"\xef\xbb\xbfname".to_vec(), UTF_8),
            (b"name;Soci\xe9t\xe9".to_vec(), WINDOWS_1252),
            (format!("x{long}").into_bytes(), UTF_8),
            (
                [format!("x{long}").as_bytes(), b"\xe9"].concat(),
                WINDOWS_1252,
            ),
            (utf16("\u{feff}nom;prix", u16::to_le_bytes), UTF_16LE),
            (utf16("\u{feff}nom;prix", u16::to_be_bytes), UTF_16BE),
            (utf16("nom;prix é", u16::to_le_bytes), UTF_16LE),
            (utf16("nom;prix é", u16::to_be_bytes), UTF_16BE),
            (b"".to_vec(), UTF_8),
            (b"a\0b".to_vec(), UTF_8),
        ] {
            assert_eq!(recognised(bytes.as_slice()).unwrap(), encoding);
        }
    }
}
