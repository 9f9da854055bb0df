//! What an earlier entry goes on with: shown behind the line, and taken by a key.

use crate::shell::history::is_kept;
use rustyline::Context;
use rustyline::history::SearchDirection;

/// What the newest entry that begins with a line goes on with; nothing unless the cursor is at the end of the line.
pub(super) fn rest(line: &str, at: usize, context: &Context<'_>) -> Option<String> {
    if line.is_empty() || at < line.len() || is_fetched(line, context) {
        return None;
    }
    let history = context.history();
    let mut from = history.len().checked_sub(1)?;
    loop {
        let found = history.starts_with(line, from, SearchDirection::Reverse);
        let found = found.ok().flatten()?;
        let rest = found.entry.get(line.len()..).unwrap_or_default();
        // An older program, or somebody's editor, may have put into the file what is not kept.
        if !rest.is_empty() && is_kept(&found.entry) {
            return Some(rest.to_owned());
        }
        from = found.idx.checked_sub(1)?;
    }
}

/// Whether the line is an entry of earlier as it was fetched, which is whole.
fn is_fetched(line: &str, context: &Context<'_>) -> bool {
    let found = context
        .history()
        .get(context.history_index(), SearchDirection::Reverse);
    matches!(found, Ok(Some(found)) if found.entry == line)
}

/// The next word of a text, with what stands before it.
pub(super) fn word(rest: &str) -> &str {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let begin = rest.find(is_letter).unwrap_or(rest.len());
    let end = rest[begin..].find(|c| !is_letter(c));
    end.map_or(rest, |end| &rest[..begin + end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustyline::history::{History, MemHistory};

    fn hint(entries: &[&str], line: &str) -> Option<String> {
        let mut history = MemHistory::new();
        for entry in entries {
            history.add(entry).unwrap();
        }
        rest(line, line.len(), &Context::new(&history))
    }

    #[test]
    fn the_newest_entry_that_begins_so_is_offered() {
        let entries = ["clients.count()", "contracts", "clients.take(3)", "clients"];
        assert_eq!(hint(&entries, "cl").unwrap(), "ients");
        assert_eq!(hint(&entries, "clients").unwrap(), ".take(3)");
        assert_eq!(hint(&entries, "clients.c").unwrap(), "ount()");
        for line in ["", "clients.take(3)", "events"] {
            assert_eq!(hint(&entries, line), None, "{line}");
        }
        assert_eq!(hint(&[], "c"), None);
    }

    #[test]
    fn nothing_comes_from_an_entry_that_may_hold_a_secret() {
        let entries = [
            "let x = 1",
            "let password = \"four words\"",
            "let token = 2",
        ];
        assert_eq!(hint(&entries, "let ").unwrap(), "x = 1");
        assert_eq!(hint(&entries, "let p"), None);
    }

    #[test]
    fn a_word_ends_before_the_next_sign() {
        for (rest, first) in [
            ("ients.count()", "ients"),
            (".count()", ".count"),
            ("()", "()"),
            ("\n  n * 2", "\n  n"),
            ("été 1", "été"),
            ("", ""),
        ] {
            assert_eq!(word(rest), first);
        }
    }
}
