//! An attack as it lies in its file.

use crate::harness::{is_set_up_by_superuser, server_version};
use std::fs;
use std::path::{Path, PathBuf};

/// What must become of it; the name of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Refused,
    Allowed,
}

/// What it is written in; the ending of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Sql,
    Rhai,
}

/// What an attack that is refused ends with.
pub enum Expected {
    /// `expect: permission denied`: an error with these words. `expect from 16: …` holds for that version of PostgreSQL
    /// and later ones.
    Error(String),
    /// `expect: no loot`: it runs, reads nothing and changes nothing.
    NoLoot,
}

/// One attack.
pub struct Attack {
    pub name: String,
    pub fate: Fate,
    pub language: Language,
    /// `as: support`; `nobody` has `DATABASE_URL` and no session.
    pub actor: String,
    /// What a refusal looks like; an attack that must be refused says it.
    pub expect: Option<Expected>,
    pub text: String,
    /// `set up by: superuser`: what only a superuser can take away when a database is set up.
    needs_superuser: bool,
}

/// All attacks that must have this fate, in the order of their names.
pub fn all(fate: Fate) -> Vec<Attack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/attacks")
        .join(match fate {
            Fate::Refused => "refused",
            Fate::Allowed => "allowed",
        });
    let entries = fs::read_dir(&folder).expect("the folder of attacks");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let attacks = files.iter().map(|file| read(file, fate));
    attacks
        .filter(|attack| is_set_up_by_superuser() || !attack.needs_superuser)
        .collect()
}

fn read(file: &Path, fate: Fate) -> Attack {
    let name = file.file_name().expect("a name").to_string_lossy();
    let (language, comment) = match file.extension().and_then(|ending| ending.to_str()) {
        Some("sql") => (Language::Sql, "--"),
        Some("rhai") => (Language::Rhai, "//"),
        _ => panic!("{name} is neither SQL nor Rhai"),
    };
    let text = fs::read_to_string(file).expect("a text");
    let header: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix(comment))
        .map(str::trim)
        .collect();
    let value = |key: &str| {
        let line = header.iter().find_map(|line| line.strip_prefix(key));
        line.map(|value| value.trim().to_owned())
    };
    assert!(
        header
            .first()
            .is_some_and(|line| !["as:", "expect:"].iter().any(|key| line.starts_with(key))),
        "the first line of {name} says what it tries"
    );
    let by_version = |version: &u32| value(&format!("expect from {version}:"));
    let since = (14..=server_version())
        .rev()
        .find_map(|version| by_version(&version));
    let expect = since
        .or_else(|| value("expect:"))
        .map(|words| match words.as_str() {
            "no loot" => Expected::NoLoot,
            _ => Expected::Error(words),
        });
    assert!(
        expect.is_some() == (fate == Fate::Refused),
        "{name}: what must be refused, and only that, has a line: {comment} expect: …"
    );
    Attack {
        name: name.to_string(),
        fate,
        language,
        actor: value("as:").unwrap_or_else(|| panic!("{name} needs a line: {comment} as: …")),
        expect,
        needs_superuser: value("set up by:").as_deref() == Some("superuser"),
        text,
    }
}
