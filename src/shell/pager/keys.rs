//! The keys of the built-in pager, read from the terminal.

use super::view::Step;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Step(Step),
    Letter(char),
    Enter,
    Erase,
    /// Escape or Ctrl-C.
    Leave,
}

/// The keys as terminals write them, those that begin with Escape without it.
const SEQUENCES: [(&str, Step); 14] = [
    ("[A", Step::Up),
    ("OA", Step::Up),
    ("[B", Step::Down),
    ("OB", Step::Down),
    ("[C", Step::Right),
    ("OC", Step::Right),
    ("[D", Step::Left),
    ("OD", Step::Left),
    ("[5~", Step::PageUp),
    ("[6~", Step::PageDown),
    ("[H", Step::Begin),
    ("OH", Step::Begin),
    ("[F", Step::End),
    ("OF", Step::End),
];
const ESCAPE: char = '\x1b';
const CTRL_C: char = '\x03';

/// The keys that were pressed and not yet answered to.
pub(super) struct Keys {
    tty: File,
    bytes: Vec<u8>,
    pressed: VecDeque<Key>,
}

impl Keys {
    pub(super) fn new(tty: File) -> Self {
        Self {
            tty,
            bytes: Vec::new(),
            pressed: VecDeque::new(),
        }
    }

    /// The next key; nothing when none was pressed for a moment, as the modes of the terminal say it.
    ///
    /// # Errors
    /// The terminal can't be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Key>> {
        if self.pressed.is_empty() {
            let mut some = [0; 256];
            let length = match self.tty.read(&mut some) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                read => read?,
            };
            self.bytes.extend_from_slice(&some[..length]);
            let text = String::from_utf8_lossy(&self.bytes).into_owned();
            // What follows Escape may come later; an Escape that nothing follows is one.
            if length == 0 || !is_begun(&text) {
                self.pressed.extend(keys(&text));
                self.bytes.clear();
            }
        }
        Ok(self.pressed.pop_front())
    }
}

/// Whether a text ends with the beginning of a key that has several bytes.
fn is_begun(text: &str) -> bool {
    let last = text.rsplit(ESCAPE).next().filter(|_| text.contains(ESCAPE));
    let is_part = |last: &str| {
        SEQUENCES
            .iter()
            .any(|(keys, _)| keys.starts_with(last) && *keys != last)
    };
    last.is_some_and(is_part) || text.ends_with(char::REPLACEMENT_CHARACTER)
}

/// The keys of a text.
fn keys(mut text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    while let Some(sign) = text.chars().next() {
        text = &text[sign.len_utf8()..];
        let key = match sign {
            ESCAPE => {
                let found = SEQUENCES.iter().find(|(keys, _)| text.starts_with(keys));
                if let Some((sequence, step)) = found {
                    text = &text[sequence.len()..];
                    keys.push(Key::Step(*step));
                } else if text.is_empty() {
                    keys.push(Key::Leave);
                } else {
                    text = ""; // a key that means nothing here
                }
                continue;
            }
            CTRL_C => Key::Leave,
            '\n' | '\r' => Key::Enter,
            '\x7f' | '\x08' => Key::Erase,
            '\x06' => Key::Step(Step::PageDown), // Ctrl-F and Ctrl-B, as less has them
            '\x02' => Key::Step(Step::PageUp),
            sign if sign.is_control() => continue,
            sign => Key::Letter(sign),
        };
        keys.push(key);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_terminals_write_them() {
        let step = Key::Step;
        for (text, found) in [
            ("q", vec![Key::Letter('q')]),
            ("\x1b", vec![Key::Leave]),
            (
                "\x1b[A\x1b[6~é",
                vec![step(Step::Up), step(Step::PageDown), Key::Letter('é')],
            ),
            ("\x1bOF\x03", vec![step(Step::End), Key::Leave]),
            ("\x1b[99zq", vec![]),
            ("a\x7f\r", vec![Key::Letter('a'), Key::Erase, Key::Enter]),
            ("\x1a", vec![]),
        ] {
            assert_eq!(keys(text), found, "{text:?}");
        }
        for text in ["\x1b", "x\x1b[", "\x1b[5", "\u{fffd}"] {
            assert!(is_begun(text), "{text:?}");
        }
        for text in ["", "x", "\x1b[A", "\x1b[5~"] {
            assert!(!is_begun(text), "{text:?}");
        }
    }
}
