//! What a day at the prompt looks like: `tests/transcripts/*.txt`, typed at a real terminal and compared.
//!
//! The first line says who it is. `> ` begins what is typed, `. ` goes on with it on the next line, all else is the
//! answer. `EPIC_UPDATE=1 cargo test --test promises -- transcripts::` writes the answers again.

use crate::harness::{Shell, Terminal, without_times};
use regex::Regex;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Regenerates the files instead of comparing them.
const UPDATE: &str = "EPIC_UPDATE";
const TYPED: &str = "> ";
const GOES_ON: &str = ". ";

#[test]
fn an_admin_looks_after_the_others() {
    is_as_written("admin");
}

#[test]
fn a_commercial_follows_up() {
    is_as_written("commercial");
}

#[test]
fn a_support_prepares_events() {
    is_as_written("support");
}

#[test]
fn who_comes_from_psql_is_at_home() {
    is_as_written("psql");
}

#[track_caller]
fn is_as_written(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let file = folder.join(name).with_extension("txt");
    let written = fs::read_to_string(&file).expect("a transcript");
    let found = played(&written);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&file, found).expect("the file");
        return;
    }
    assert_eq!(
        written, found,
        "what differs is shown by git diff after: {UPDATE}=1"
    );
}

/// The same transcript with the answers of now.
fn played(written: &str) -> String {
    let (email, _) = written.split_once('\n').expect("who it is");
    let shell = Shell::as_(email);
    let mut terminal = Terminal::of(&shell, &[]);
    let prompt = "❯ ";
    terminal.prompts(prompt);
    let mut found = format!("{email}\n");
    for (entry, note) in entries(written) {
        let _ = writeln!(found, "{note}{TYPED}{}", entry.replace('\n', "\n. "));
        let answer = terminal.answers(&entry, prompt);
        found.push_str(&lasting(&answer, shell.database.name()));
    }
    assert_eq!(terminal.leaves(), 0);
    found
}

/// An answer without what differs from run to run: times, ids of runs, the database's name.
fn lasting(answer: &str, database: &str) -> String {
    let ids = Regex::new(r"\b[0-9a-f]{8}\b").expect("a pattern");
    let answer = answer.replace(database, "epic").replace("<1 ms", "1 ms");
    without_times(&ids.replace_all(&answer, "…"))
}

/// What is typed, and the comment before it.
fn entries(written: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut note = String::new();
    for line in written.lines().skip(1) {
        if let Some(entry) = line.strip_prefix(TYPED) {
            entries.push((entry.to_owned(), std::mem::take(&mut note)));
        } else if let (Some(more), Some((entry, _))) =
            (line.strip_prefix(GOES_ON), entries.last_mut())
        {
            entry.push('\n');
            entry.push_str(more);
        } else if line.starts_with("# ") {
            note = format!("\n{line}\n");
        }
    }
    entries
}
