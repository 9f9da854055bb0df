//! The entries of earlier, in a file of the state folder.
//!
//! Each entry is appended as it is entered: a shell that is killed loses nothing, and two shells do not
//! overwrite each other. An entry is one line of the file; its own line breaks are written `\n`.

use crate::private_file;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

/// How many entries are kept.
pub(super) const MOST: usize = 10_000;
/// Words of entries that may hold a secret.
const SECRET: [&str; 3] = ["password", "passwd", "token"];

/// The history's file.
pub(super) struct History {
    path: PathBuf,
    /// Whether it was said that it can't be written.
    warned: bool,
}

impl History {
    /// The history of a state folder.
    pub(super) fn new(state: &Path) -> Self {
        Self {
            path: state.join("history"),
            warned: false,
        }
    }

    /// The entries of earlier, the oldest first. A file that has grown to twice what is kept is cut.
    pub(super) fn load(&self) -> Vec<String> {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let recent = &lines[lines.len().saturating_sub(MOST)..];
        if lines.len() > 2 * MOST {
            // When it can't be cut now, it will be another time.
            let _ = self.rewrite(recent);
        }
        recent.iter().map(|line| unescape(line)).collect()
    }

    /// Adds an entry; warns once that the file can't be written.
    pub(super) fn add(&mut self, entry: &str) -> Option<String> {
        let error = self.append(entry).err()?;
        let first = !std::mem::replace(&mut self.warned, true);
        let path = self.path.display();
        first.then(|| format!("the history can't be kept in {path}: {error}"))
    }

    fn append(&self, entry: &str) -> io::Result<()> {
        let mut file = self.open()?;
        // Somebody may have edited it, or the disk was full: then the last line is not ended.
        let start = if is_ended(&file)? { "" } else { "\n" };
        // One write: lines of two shells do not mix.
        file.write_all(format!("{start}{}\n", escape(entry)).as_bytes())
    }

    /// The file, locked until it is closed.
    fn open(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent() {
            private_file::folder(folder)?;
        }
        loop {
            let file = private_file::append(&self.path)?;
            if file.lock().is_err() {
                return Ok(file); // some file systems have no locks
            }
            // Another shell may have put a shorter file in its place meanwhile.
            let here = std::fs::metadata(&self.path)?;
            let ours = file.metadata()?;
            if (here.dev(), here.ino()) == (ours.dev(), ours.ino()) {
                return Ok(file);
            }
        }
    }

    /// Puts a file of these lines in place of the old one, in one step.
    fn rewrite(&self, lines: &[&str]) -> io::Result<()> {
        let _lock = self.open()?;
        let fresh = self.path.with_extension(std::process::id().to_string());
        let mut file = private_file::create(&fresh)?;
        let written = file.write_all((lines.join("\n") + "\n").as_bytes());
        written
            .and_then(|()| std::fs::rename(&fresh, &self.path))
            .inspect_err(|_| drop(std::fs::remove_file(&fresh)))
    }
}

/// Whether an entry is kept: not when it begins with a space, nor when it may hold a secret.
pub(super) fn is_kept(entry: &str) -> bool {
    let lower = entry.to_lowercase();
    let secret = lower.starts_with(":login") && !is_plain_login(&lower)
        || SECRET.iter().any(|word| lower.contains(word));
    !secret && !entry.is_empty() && !entry.starts_with(char::is_whitespace)
}

/// Whether nothing but an e-mail follows: anything else may be a password, typed or pasted after it.
fn is_plain_login(entry: &str) -> bool {
    let mut words = entry.split_whitespace().skip(1);
    let is_email = words.next().is_none_or(|word| word.contains('@'));
    is_email && words.next().is_none() && !entry.contains('\n')
}

/// Whether the last line of a file is ended.
fn is_ended(file: &File) -> io::Result<bool> {
    let length = file.metadata()?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.read_exact_at(&mut last, length - 1)?;
    }
    Ok(last == [b'\n'])
}

fn escape(entry: &str) -> String {
    entry
        .replace('\\', r"\\")
        .replace('\n', r"\n")
        .replace('\r', "")
}

fn unescape(line: &str) -> String {
    let mut entry = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => entry.push('\n'),
                Some(other) => entry.push(other),
                None => {}
            },
            (c, false) => entry.push(c),
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn entries_come_back_as_they_were_from_a_private_file() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("state");
        let entries = ["1 + 1", "fn f() {\n  `a\\n`\n}", "clients // Zoë 李", r"\n"];
        for entry in entries {
            // Each as another shell.
            assert_eq!(History::new(&state).add(entry), None);
        }
        assert_eq!(History::new(&state).load(), entries);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&state), 0o700);
        assert_eq!(mode(&state.join("history")), 0o600);
    }

    #[test]
    fn an_entry_begins_its_own_line_whatever_is_in_the_file() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("history"), "1 + 1").unwrap();
        let mut history = History::new(home.path());
        history.add("2 + 2");
        history.add("3 + 3");
        assert_eq!(history.load(), ["1 + 1", "2 + 2", "3 + 3"]);
    }

    #[test]
    fn a_file_that_has_grown_too_long_keeps_its_newest_entries() {
        let home = tempfile::tempdir().unwrap();
        let lines: Vec<String> = (0..=2 * MOST).map(|n| format!("{n}\n")).collect();
        std::fs::write(home.path().join("history"), lines.concat()).unwrap();
        let mut history = History::new(home.path());
        let recent = history.load();
        assert_eq!((recent.len(), recent[0].as_str()), (MOST, "10001"));
        history.add("last");
        let text = std::fs::read_to_string(home.path().join("history")).unwrap();
        assert_eq!(text.lines().count(), MOST + 1);
        assert!(text.ends_with("20000\nlast\n"));
    }

    #[test]
    fn a_file_that_can_not_be_written_is_said_once() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("history")).unwrap();
        let mut history = History::new(home.path());
        assert!(history.add("1").unwrap().contains("can't be kept"));
        assert_eq!(history.add("2"), None);
        assert!(history.load().is_empty());
    }

    #[test]
    fn secrets_and_lines_that_begin_with_a_space_are_not_kept() {
        assert!(is_kept("clients.count()"));
        assert!(is_kept(":login"));
        assert!(is_kept(":login marie@epic.events"));
        for entry in [
            " clients",
            "",
            "let PassWord = 1",
            "x.token",
            ":passwd",
            ":passwd four words",
            ":login marie@epic.events four words",
            ":login marie@epic.events\nfour",
            ":login\nfour",
            ":login four",
        ] {
            assert!(!is_kept(entry), "{entry}");
        }
    }
}
