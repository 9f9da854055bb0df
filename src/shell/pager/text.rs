//! A long text, line by line: where its lines begin is held in memory, and what stands in them is not.

use crate::render::plain;
use std::io::{self, Read, Seek, SeekFrom};
use tempfile::SpooledTempFile;

/// How much is read at once while the lines are looked for.
const BLOCK: usize = 64 << 10;
/// How much of a line is shown: no screen is as wide.
const LONGEST: u64 = 64 << 10;
/// What the rule below the heading of a table is made of, also where there is no UTF-8.
const RULE: [char; 4] = ['─', '┼', '-', '+'];
/// The lines of a heading with its rule.
const HEADING: usize = 2;

/// A text of any length.
pub(super) struct Text {
    file: SpooledTempFile,
    /// Where each line begins, and where the last one ends.
    starts: Vec<u64>,
    /// The lines that stay on top: those of a table's heading.
    heading: usize,
}

impl Text {
    /// Looks through a text once.
    ///
    /// # Errors
    /// It can't be read.
    pub(super) fn new(mut file: SpooledTempFile) -> io::Result<Self> {
        file.rewind()?;
        let (mut starts, mut at, mut block) = (vec![0], 0u64, vec![0; BLOCK]);
        loop {
            let length = file.read(&mut block)?;
            if length == 0 {
                break;
            }
            let ends = block[..length].iter().zip(at + 1..);
            starts.extend(
                ends.filter(|(byte, _)| **byte == b'\n')
                    .map(|(_, next)| next),
            );
            at += length as u64;
        }
        if starts.last() != Some(&at) {
            starts.push(at); // the last line is not ended
        }
        let heading = 0;
        let mut text = Self {
            file,
            starts,
            heading,
        };
        let rule = plain(&text.line(HEADING - 1)?);
        if !rule.is_empty() && rule.chars().all(|sign| RULE.contains(&sign)) {
            text.heading = HEADING;
        }
        Ok(text)
    }

    /// How many lines stay on top.
    pub(super) fn heading(&self) -> usize {
        self.heading
    }

    /// How many lines there are.
    pub(super) fn lines(&self) -> usize {
        self.starts.len() - 1
    }

    /// A line, without its end; an empty one behind the last.
    ///
    /// # Errors
    /// It can't be read.
    pub(super) fn line(&mut self, number: usize) -> io::Result<String> {
        let (Some(start), Some(end)) = (self.starts.get(number), self.starts.get(number + 1))
        else {
            return Ok(String::new());
        };
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(*start))?;
        let length = (end - start).min(LONGEST);
        (&mut self.file).take(length).read_to_end(&mut bytes)?;
        let line = String::from_utf8_lossy(&bytes);
        Ok(line.trim_end_matches(['\n', '\r']).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn text(of: &str) -> Text {
        let mut file = SpooledTempFile::new(16);
        file.write_all(of.as_bytes()).unwrap();
        Text::new(file).unwrap()
    }

    #[test]
    fn lines_are_found_whether_the_last_is_ended_or_not() {
        for (of, lines) in [
            ("", vec![]),
            ("a", vec!["a"]),
            ("a\n\nb\n", vec!["a", "", "b"]),
            ("é\r\nb", vec!["é", "b"]),
        ] {
            let mut text = text(of);
            assert_eq!(text.lines(), lines.len(), "{of:?}");
            for (number, line) in lines.iter().enumerate() {
                assert_eq!(text.line(number).unwrap(), *line);
            }
            assert_eq!(text.line(99).unwrap(), "");
        }
        let mut long = text(&"0123456789\n".repeat(20_000));
        assert_eq!(long.lines(), 20_000);
        assert_eq!(long.line(19_999).unwrap(), "0123456789");
    }

    #[test]
    fn the_heading_of_a_table_is_known_by_its_rule() {
        for (of, heading) in [
            (" id │ name\n────┼─────\n  1 │ a\n", 2),
            ("\x1b[1m id\x1b[0m\n----+--\n", 2),
            ("─ 1 ───\nid │ 1\n", 0),
            ("a\n\nb", 0),
            ("", 0),
        ] {
            assert_eq!(text(of).heading(), heading, "{of:?}");
        }
    }
}
