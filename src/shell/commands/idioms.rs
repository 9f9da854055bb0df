//! What people type by habit from other shells.

use crate::error::{Error, Result};

/// The entry that was meant.
pub(super) fn meant(entry: &str) -> Result<&str> {
    match entry.trim() {
        "exit" | "quit" | "exit()" | "quit()" | "exit;" | "quit;" | "\\q" | ":q" | ":q!"
        | ":wq" | ":exit" => Ok(":quit"),
        "?" | "\\?" | ":?" => Ok(":help"),
        other if other.starts_with('\\') => Err(backslash(other)),
        _ => Ok(entry),
    }
}

/// The commands of psql that people miss first.
fn backslash(entry: &str) -> Error {
    let word = entry.split_whitespace().next().unwrap_or(entry);
    let instead = match word.trim_end_matches('+') {
        "\\d" => ":fields NAME shows a collection; help shows them all",
        "\\dt" | "\\l" | "\\dn" | "\\df" => "help shows the collections and functions",
        "\\dp" | "\\z" | "\\du" => ":rules NAME shows who may do what",
        "\\x" => ":format vertical shows one field per line",
        "\\a" | "\\t" | "\\pset" => ":format sets how results are written",
        "\\timing" => ":timing",
        "\\e" => ":edit",
        "\\i" => ":run FILE",
        "\\s" => ":history",
        "\\c" => ":login",
        "\\password" => ":passwd",
        _ => ":help lists the commands",
    };
    Error::usage("commands begin with a colon here").hint(instead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_of_other_shells_are_understood() {
        assert_eq!(meant("exit").unwrap(), ":quit");
        assert_eq!(meant(" \\q ").unwrap(), ":quit");
        assert_eq!(meant("clients").unwrap(), "clients");
        assert_eq!(meant("\\timing on").unwrap_err().hints, [":timing"]);
        assert!(meant("\\d+ clients").unwrap_err().hints[0].starts_with(":fields"));
    }
}
