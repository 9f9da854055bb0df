//! The house has rooms, and data flows one way through them: what each room may use is written here,
//! and read from the source.

mod circles;
mod imports;

use imports::{Source, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Shared by all rooms: they use nothing but each other.
const BASE: [&str; 5] = ["error", "value", "rows", "telemetry", "host"];

/// Each room, and what it may use besides [`BASE`]: another room, or one module of it.
const MAY_USE: [(&str, &[&str]); 20] = [
    ("error", &[]),
    ("value", &[]),
    ("rows", &[]),
    ("telemetry", &[]),
    ("host", &[]),
    ("store", &[]),
    ("private_file", &[]),
    ("catalog", &["private_file", "store"]),
    ("access", &["private_file", "store"]),
    ("query", &["catalog"]),
    ("folder", &[]),
    ("import", &["catalog", "folder"]),
    (
        "api",
        &["access", "catalog", "folder", "import", "query", "store"],
    ),
    (
        "script",
        &[
            "api",
            "import",
            "query",
            "catalog",
            "render",
            "export",
            "folder",
            "store::interrupt",
        ],
    ),
    ("render", &[]),
    ("export", &["render", "folder"]),
    ("place", &["config", "store"]),
    (
        "account",
        &["access", "api", "catalog", "config", "place", "store::warn"],
    ),
    (
        "doctor",
        &[
            "account",
            "api",
            "config",
            "place",
            "store",
            // what the terminal can show
            "shell::columns",
            "shell::is_dumb",
            "shell::speaks_utf8",
        ],
    ),
    (
        "shell",
        &[
            "script",
            "library",
            "api",
            "render",
            "export",
            "folder",
            "config",
            "catalog",
            "private_file",
            "store::interrupt",
            // where a statement of `:sql` ends
            "store::sql_text",
            // how long the database took, for `:timing`
            "store::waited",
            // signing in and out again at the prompt
            "account",
            "access::Claims",
        ],
    ),
];

/// Settings name the format of results, which the renderers know.
const CONFIG: (&str, &[&str]) = ("config", &["render::Format"]);
/// Saved scripts are scripts; what they take is named by the catalog and found by the API.
const LIBRARY: (&str, &[&str]) = ("library", &["script", "api", "catalog", "config"]);
/// What puts the rooms together.
const ALL: [&str; 1] = ["cli"];

/// Crates that only one room knows.
const ONLY_THERE: [(&str, &str); 15] = [
    ("postgres", "store"),
    ("postgres_protocol", "store"),
    ("tokio", "store"),
    ("tokio_postgres", "store"),
    ("refinery", "store"),
    ("rhai", "script"),
    ("rustyline", "shell"),
    ("indicatif", "shell"),
    ("nucleo_matcher", "shell"),
    ("jsonwebtoken", "access"),
    ("argon2", "access"),
    ("calamine", "import"),
    ("icalendar", "export"),
    ("flate2", "export"),
    ("plotters", "render"),
];

#[test]
fn each_room_uses_only_what_it_may() {
    let broken: Vec<String> = uses()
        .iter()
        .filter(|used| !is_allowed(used))
        .map(|used| {
            format!(
                "{} is in the room '{}', which may not use crate::{}",
                used.file.display(),
                used.room,
                used.path.join("::")
            )
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_room_leads_back_to_itself() {
    let mut ways: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for used in uses() {
        ways.entry(used.room)
            .or_default()
            .insert(used.path[0].clone());
    }
    for room in ways.keys() {
        let round = round_trip(&ways, room, &mut vec![room.clone()]);
        assert!(round.is_none(), "a cycle: {}", round.unwrap_or_default());
    }
}

#[test]
fn some_crates_are_known_in_one_room_only() {
    let mut broken = Vec::new();
    for source in sources() {
        for outside in &source.outside {
            let wrong = ONLY_THERE
                .iter()
                .find(|(name, room)| name == outside && *room != source.room);
            if let Some((name, room)) = wrong {
                broken.push(format!(
                    "{} uses the crate '{name}', which only '{room}' may know",
                    source.file.display()
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Where the paths of a document may begin.
const FROM: [&str; 5] = [
    "",
    "src",
    "tests/promises",
    "sql/migrations",
    "src/script/lowering",
];

#[test]
fn what_the_documents_name_is_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/decisions/0006-where-sql-and-scripts-differ.md",
    ] {
        let text = fs::read_to_string(top.join(document)).expect("readable");
        let paths = paths_in(&text);
        assert!(!paths.is_empty(), "{document}");
        let missing: Vec<_> = paths
            .iter()
            .filter(|path| !FROM.iter().any(|from| top.join(from).join(path).exists()))
            .collect();
        assert!(missing.is_empty(), "{document} names {missing:?}");
    }
    assert_eq!(
        paths_in("`src/a.rs` `cargo test` `b/` `V<next>__c.sql` `me.email` `d.md`, [e](docs/e.md)"),
        ["src/a.rs", "b/", "d.md", "docs/e.md"]
    );
}

/// What looks like a path, in backticks or as a link.
fn paths_in(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let linked = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let is_path = |word: &&str| {
        let plain = word
            .chars()
            .all(|c| c.is_alphanumeric() || "/._-".contains(c));
        let ends = ["/", ".rs", ".md", ".sql", ".toml", ".snap", ".yml"];
        // Those that begin at the root are of another machine.
        plain && !word.starts_with('/') && ends.iter().any(|end| word.ends_with(end))
    };
    quoted.chain(linked).filter(is_path).collect()
}

/// One use of a room by another.
struct Use {
    file: PathBuf,
    room: String,
    path: Vec<String>,
}

fn is_allowed(used: &Use) -> bool {
    let path = used.path.join("::");
    let rooms = MAY_USE.iter().chain([&CONFIG, &LIBRARY]);
    let mut allowed = rooms
        .filter(|(room, _)| *room == used.room)
        .flat_map(|(_, allowed)| allowed.iter());
    ALL.contains(&used.room.as_str())
        || BASE.contains(&used.path[0].as_str())
        || allowed.any(|allowed| path == *allowed || path.starts_with(&format!("{allowed}::")))
}

fn round_trip(
    ways: &BTreeMap<String, BTreeSet<String>>,
    home: &str,
    way: &mut Vec<String>,
) -> Option<String> {
    let here = way.last()?.clone();
    for next in ways.get(&here).into_iter().flatten() {
        if next == home {
            return Some(format!("{} → {home}", way.join(" → ")));
        }
        if way.contains(next) {
            continue;
        }
        way.push(next.clone());
        if let Some(round) = round_trip(ways, home, way) {
            return Some(round);
        }
        way.pop();
    }
    None
}

fn uses() -> Vec<Use> {
    let uses = |source: Source| {
        let Source {
            file, room, inside, ..
        } = source;
        inside
            .into_iter()
            .filter(|path| path[0] != room)
            .map(|path| Use {
                file: file.clone(),
                room: room.clone(),
                path,
            })
            .collect::<Vec<_>>()
    };
    let found: Vec<Use> = sources().into_iter().flat_map(uses).collect();
    assert!(found.len() > 100, "the source was not read");
    found
}
