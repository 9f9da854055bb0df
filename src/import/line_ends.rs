//! Text with one kind of line end, whatever its file has, and with a bound on what is read at a time.

use super::limits::MOST_IN_A_LINE;
use std::cell::Cell;
use std::io::{Error, Read, Result};
use std::rc::Rc;

/// How many bytes may still be read for a line. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Budget(Rc<Cell<usize>>);

impl Budget {
    /// What a line may have, beside what readers have read ahead.
    pub(super) fn new() -> Self {
        Self(Rc::new(Cell::new(MOST_IN_A_LINE)))
    }

    /// A new line begins.
    pub(super) fn renew(&self) {
        self.0.set(MOST_IN_A_LINE);
    }

    /// Whether nothing is left of it.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    fn spend(&self, bytes: usize) {
        self.0.set(self.0.get().saturating_sub(bytes));
    }
}

/// A reader that makes `\n` of `\r\n` and of a lone `\r`, so that lines can be counted.
pub(super) struct LineEnds<R> {
    from: R,
    after_return: bool,
    /// Whether what was read ends in the midst of a line.
    is_open: bool,
    budget: Budget,
}

impl<R: Read> LineEnds<R> {
    pub(super) fn new(from: R, budget: Budget) -> Self {
        Self {
            from,
            after_return: false,
            is_open: false,
            budget,
        }
    }

    /// Makes the line ends of what was read the same; how many bytes remain.
    fn unified(&mut self, read: &mut [u8]) -> usize {
        let mut kept = 0;
        for place in 0..read.len() {
            let byte = read[place];
            let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
            if byte == b'\n' && after_return {
                continue;
            }
            read[kept] = if byte == b'\r' { b'\n' } else { byte };
            kept += 1;
        }
        kept
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        loop {
            if out.is_empty() {
                return Ok(0);
            }
            if self.budget.is_spent() {
                return Err(Error::other("the line is too long"));
            }
            let read = self.from.read(out)?;
            self.budget.spend(read);
            let kept = self.unified(&mut out[..read]);
            // The last line ends too, so that all are counted alike.
            if read == 0 && std::mem::take(&mut self.is_open) {
                out[0] = b'\n';
                return Ok(1);
            }
            if let Some(last) = kept.checked_sub(1) {
                self.is_open = out[last] != b'\n';
            }
            // Zero would say that the text ends here.
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_ends_are_one() {
        let text: &[u8] = b"a\r\nb\rc\n\r\n\r\rd";
        for size in 1..9 {
            let mut reader = LineEnds::new(text, Budget::new());
            let mut found = Vec::new();
            let mut part = vec![0; size];
            while let Ok(read @ 1..) = reader.read(&mut part) {
                found.extend_from_slice(&part[..read]);
            }
            assert_eq!(found, b"a\nb\nc\n\n\n\nd\n", "{size} at a time");
        }
    }
}
