//! `:history`: the last entries.

use crate::error::Result;
use crate::shell::state::Shell;
use std::fmt::Write as _;

/// How many are shown when no number is given.
const SHOWN: usize = 20;

pub(super) fn run(shell: &mut Shell<'_>, count: &str) -> Result<()> {
    let count = count.parse().unwrap_or(SHOWN);
    let entries: Vec<&String> = shell.editor.history().into_iter().collect();
    let text = listed(&entries, count);
    shell.printer.text(&text)
}

/// The last entries with their numbers; the further lines of an entry stand under its first.
fn listed(entries: &[&String], count: usize) -> String {
    let skipped = entries.len().saturating_sub(count);
    let width = entries.len().to_string().len();
    let mut text = String::new();
    for (index, entry) in entries.iter().enumerate().skip(skipped) {
        for (line, words) in entry.lines().enumerate() {
            let number = if line == 0 {
                (index + 1).to_string()
            } else {
                String::new()
            };
            let _ = writeln!(text, "{number:>width$}  {words}");
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entries_are_listed_with_their_numbers() {
        let entries = [
            "a".to_owned(),
            "fn f() {\n  1\n}".to_owned(),
            "f()".to_owned(),
        ];
        let entries: Vec<&String> = entries.iter().collect();
        assert_eq!(listed(&entries, 2), "2  fn f() {\n     1\n   }\n3  f()");
        assert_eq!(listed(&entries, 9).lines().count(), 5);
        assert_eq!(listed(&[], 9), "");
    }
}
