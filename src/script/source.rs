//! The entries of a session and where each begins, so that an error in a function of an earlier entry
//! shows that entry's own line.

use crate::error::Excerpt;
use rhai::Position;
use std::cell::RefCell;
use std::rc::Rc;

/// Rhai counts lines in 16 bits; before that, counting starts over.
const MOST_LINES: usize = 60_000;

/// All entries so far, and the modules that they import. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Sources(Rc<RefCell<Texts>>);

#[derive(Default)]
struct Texts {
    entries: Vec<Entry>,
    lines: usize,
}

struct Entry {
    /// How many lines come before it.
    offset: usize,
    text: String,
    /// The file of a module.
    label: Option<String>,
}

impl Sources {
    /// Adds an entry and returns it with empty lines before it, so that its line numbers are its own.
    pub(super) fn add(&self, text: &str) -> String {
        self.0.borrow_mut().add(text, None)
    }

    /// Adds the text of a module, as [`Sources::add`].
    pub(super) fn add_named(&self, text: &str, label: &str) -> String {
        self.0.borrow_mut().add(text, Some(label.to_owned()))
    }

    /// The line of a position, and its word to underline.
    pub(super) fn excerpt(&self, position: Position) -> Option<Box<Excerpt>> {
        let texts = self.0.borrow();
        let (entry, within) = texts.entry(position)?;
        let line = entry.text.lines().nth(within);
        let text = line.unwrap_or_default().to_owned();
        let start = position.position().unwrap_or(1).saturating_sub(1);
        Some(Box::new(Excerpt {
            line: within + 1,
            start,
            width: width_at(&text, start),
            text,
        }))
    }

    /// A line in words: `line 3`, or with the file of a module.
    pub(super) fn place(&self, position: Position) -> String {
        let texts = self.0.borrow();
        match texts.entry(position) {
            Some((Entry { label: None, .. }, line)) => format!("line {}", line + 1),
            Some((
                Entry {
                    label: Some(file), ..
                },
                line,
            )) => format!("line {} of {file}", line + 1),
            None => "somewhere".to_owned(),
        }
    }

    /// The file of a position, when it is in a module.
    pub(super) fn module_at(&self, position: Position) -> Option<String> {
        let texts = self.0.borrow();
        texts.entry(position)?.0.label.clone()
    }
}

impl Texts {
    fn add(&mut self, text: &str, label: Option<String>) -> String {
        let height = text.lines().count().max(1);
        if self.lines + height > MOST_LINES {
            self.entries.clear();
            self.lines = 0;
        }
        let offset = self.lines;
        self.entries.push(Entry {
            offset,
            text: text.to_owned(),
            label,
        });
        self.lines += height;
        // The line that tells a system what runs a script is a comment to us.
        let rest = text.strip_prefix("#!");
        let rest = rest.map(|line| &line[line.find('\n').unwrap_or(line.len())..]);
        format!("{}{}", "\n".repeat(offset), rest.unwrap_or(text))
    }

    /// The entry of a position, and its line in it, from 0.
    fn entry(&self, position: Position) -> Option<(&Entry, usize)> {
        let line = position.line()?.checked_sub(1)?;
        let mut entries = self.entries.iter().rev();
        let entry = entries.find(|entry| entry.offset <= line)?;
        Some((entry, line - entry.offset))
    }
}

/// How long the word, number or text is that begins at a position.
fn width_at(line: &str, start: usize) -> usize {
    let rest: Vec<char> = line.chars().skip(start).collect();
    let word = |c: &&char| c.is_alphanumeric() || **c == '_';
    match rest.first() {
        Some(quote @ ('"' | '\'' | '`')) => rest
            .iter()
            .skip(1)
            .position(|c| c == quote)
            .map_or(1, |end| end + 2),
        _ => rest.iter().take_while(word).count().max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_in_the_entry_they_belong_to() {
        let sources = Sources::default();
        sources.add("fn f() {\n  nonsense()\n}");
        assert_eq!(sources.add("f()"), "\n\n\nf()");
        let old = sources.excerpt(Position::new(2, 3)).unwrap();
        assert_eq!(
            (old.line, old.text.as_str(), old.start, old.width),
            (2, "  nonsense()", 2, 8)
        );
        let new = sources.excerpt(Position::new(4, 1)).unwrap();
        assert_eq!((new.line, new.text.as_str(), new.width), (1, "f()", 1));
    }
}
