//! What people type by habit from other programs, and what it is here.

use super::table::{Command, named};
use crate::error::{Error, Result};

/// A word of another program, and the entry that it stands for. What follows the word follows the entry.
pub(in crate::shell) struct Alias {
    /// How it is written.
    pub(in crate::shell) written: &'static str,
    /// The entry.
    pub(in crate::shell) entry: &'static str,
}

const fn alias(written: &'static str, entry: &'static str) -> Alias {
    Alias { written, entry }
}

const WHO: &str = "collaborators.select(|c| #{ name: c.full_name, email: c.email, role: c.role, active: c.active })";

/// All of them. Completion and help follow from it.
pub(in crate::shell) const ALIASES: &[Alias] = &[
    alias("\\?", ":help"),
    alias("?", ":help"),
    alias(":?", ":help"),
    alias("\\h", ":help"),
    alias("\\d", ":fields"),
    alias("\\dt", ":fields"),
    alias("show collections", ":fields"),
    alias("show tables", ":fields"),
    alias("\\du", WHO),
    alias("show users", WHO),
    alias("\\dp", ":rules"),
    alias("\\z", ":rules"),
    alias("\\l", ":whoami"),
    alias("\\conninfo", ":whoami"),
    alias("show dbs", ":whoami"),
    alias("show databases", ":whoami"),
    alias("\\i", ":run"),
    alias("\\watch", ":watch"),
    alias("\\g", ":last"),
    alias("\\x", ":vertical"),
    alias("\\timing", ":timing"),
    alias("\\e", ":edit"),
    alias("\\s", ":history"),
    alias("\\password", ":passwd"),
    alias("clear", ":clear"),
    alias("cls", ":clear"),
    alias("\\q", ":quit"),
    alias("exit", ":quit"),
    alias("quit", ":quit"),
    alias("exit()", ":quit"),
    alias("quit()", ":quit"),
    alias(":exit", ":quit"),
    alias(":q", ":quit"),
    alias(":q!", ":quit"),
    alias(":wq", ":quit"),
];

const FORMAT: &str = ":format sets how results are written, for example :format csv";

/// Words that are said in another way here, and how.
const SAID_OTHERWISE: &[(&str, &str)] = &[
    ("\\a", FORMAT),
    ("\\t", FORMAT),
    ("\\H", FORMAT),
    ("\\pset", FORMAT),
    (
        "\\copy",
        "rows become a file: clients.save_as(\"clients.csv\"); and come from one: clients.import_file(\"new.csv\")",
    ),
    (
        "\\o",
        "a result is written to a file by .save_as(\"list.csv\"), or in a terminal: epic sql 'select …' --out list.csv",
    ),
    (
        "\\gx",
        "it ends a statement: select … \\gx; for the last result: :last vertical",
    ),
    ("\\df", "help shows the functions"),
    (
        "\\dn",
        "\\d shows the collections; there is no other schema to see",
    ),
    (
        "\\c",
        ":login signs in as somebody else; another database is another profile: epic --profile NAME",
    ),
    ("\\connect", ":login signs in as somebody else"),
    ("\\set", "a variable is: let name = 1"),
    ("\\echo", "write print(\"…\")"),
    ("\\prompt", "write let name = ask(\"…\")"),
    ("\\!", "Ctrl-Z goes to the command shell, fg comes back"),
    ("\\r", "Ctrl-C drops what is typed"),
    (
        "\\p",
        "the arrow up shows the last entry, :history those before it",
    ),
    (
        "reload!",
        "there is nothing to reload: scripts are read when they run, tables when the session begins",
    ),
];

/// The entry that a habit stands for, and what follows it; nothing for all others.
pub(super) fn meant(text: &str) -> Result<Option<(&'static str, &str)>> {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_command = text.starts_with(['\\', ':']);
    let (written, rest) = if is_command {
        (word.trim_end_matches(['+', ';']), rest.trim())
    } else {
        (text.trim_end_matches(';').trim_end(), "")
    };
    if let Some(alias) = ALIASES.iter().find(|alias| alias.written == written) {
        return Ok(Some((alias.entry, rest.trim_end_matches(';'))));
    }
    let otherwise = SAID_OTHERWISE.iter().find(|(word, _)| *word == written);
    match otherwise {
        Some((word, hint)) => Err(Error::usage(format!("there is no '{word}' here")).hint(*hint)),
        None if text.starts_with('\\') => Err(unknown(written)),
        None => Ok(None),
    }
}

/// The aliases of a command.
pub(super) fn of(command: &Command) -> impl Iterator<Item = &'static str> {
    let entry = format!(":{}", command.name);
    let aliases = ALIASES.iter().filter(move |alias| alias.entry == entry);
    aliases.map(|alias| alias.written)
}

/// The command that an alias stands for.
pub(super) fn command(written: &str) -> Option<&'static Command> {
    let alias = ALIASES.iter().find(|alias| alias.written == written)?;
    named(alias.entry.strip_prefix(':')?)
}

fn unknown(written: &str) -> Error {
    let known = ALIASES.iter().map(|alias| alias.written);
    Error::usage(format!("there is no command '{written}'"))
        .did_you_mean(written, known.filter(|known| known.starts_with('\\')))
        .hint(":help lists the commands")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_of_other_programs_are_understood() {
        let meant = |text| meant(text).unwrap();
        assert_eq!(meant("exit"), Some((":quit", "")));
        assert_eq!(meant(" quit; "), Some((":quit", "")));
        assert_eq!(meant(" \\q "), Some((":quit", "")));
        assert_eq!(meant("\\d+ clients;"), Some((":fields", "clients")));
        assert_eq!(meant("\\timing on"), Some((":timing", "on")));
        assert_eq!(meant("show collections"), Some((":fields", "")));
        for text in [
            "clients",
            "show search_path",
            "exit(3)",
            "quitter",
            ":fields x",
            "",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_said_otherwise_and_what_is_unknown_get_a_hint() {
        let error = |text| meant(text).unwrap_err();
        assert_eq!(
            error("\\pset format csv").message,
            "there is no '\\pset' here"
        );
        assert_eq!(error("\\pset format csv").hints, [FORMAT]);
        assert_eq!(error("\\tming").hints[0], "did you mean '\\timing'?");
        assert_eq!(error("\\").message, "there is no command '\\'");
    }

    #[test]
    fn each_word_is_there_once_and_leads_to_a_command_that_there_is() {
        let words = ALIASES.iter().map(|alias| alias.written);
        let words: Vec<&str> = words
            .chain(SAID_OTHERWISE.iter().map(|(word, _)| *word))
            .collect();
        for (index, word) in words.iter().enumerate() {
            assert!(!words[..index].contains(word), "{word}");
        }
        for alias in ALIASES.iter().filter(|alias| alias.entry.starts_with(':')) {
            assert!(command(alias.written).is_some(), "{}", alias.written);
        }
    }
}
