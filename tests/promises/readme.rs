//! The documents tell the truth: every command in a block of `console` is run, and its output compared.
//!
//! Lines after `$ ` are commands, run by bash in a home of their own; what follows is what they say.
//! `…` alone on a line stands for any lines, and inside a line for any text.

use crate::harness::{Shell, clean_environment};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The pages that show commands; of each, at least one is run.
const SHOWN: [&str; 7] = [
    "charts.md",
    "export.md",
    "import.md",
    "operate.md",
    "runs.md",
    "security.md",
    "shell.md",
];

#[test]
fn the_readme_tells_the_truth() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    assert!(tells_the_truth(&readme) > 0, "it shows no command");
}

/// The readme's table of exit codes says of each kind of failure what `help` says.
#[test]
fn exit_codes_are_those_that_help_names() {
    let marie = Shell::as_("marie@epic.events");
    let readme = include_str!("../../README.md");
    let rows = readme.lines().filter_map(|line| {
        let (code, about) = line.strip_prefix("| ")?.split_once(" | ")?;
        let name = about.split([':', '|']).next()?.trim();
        code.parse::<u8>().ok().map(|code| (code, name))
    });
    let failures: Vec<_> = rows.filter(|(code, _)| *code > 0).collect();
    assert_eq!(failures.len(), 6, "{failures:?}");
    for (code, name) in failures {
        let help = marie.e(&format!("help(\"{name}\")"));
        let wanted = format!("{name}: exit code {code}\n");
        assert!(help.ok().starts_with(&wanted), "{}", help.ok());
    }
}

#[test]
fn the_documentation_tells_the_truth() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages: Vec<PathBuf> = fs::read_dir(docs)
        .expect("the folder of the documentation")
        .map(|entry| entry.expect("a page").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    for name in SHOWN {
        assert!(
            pages.iter().any(|page| page.ends_with(name)),
            "where is {name}?"
        );
    }
    for page in pages {
        let count = tells_the_truth(&page);
        let is_shown = SHOWN.iter().any(|name| page.ends_with(name));
        assert!(
            count > 0 || !is_shown,
            "{}: no command is compared",
            page.display()
        );
    }
}

#[test]
fn a_command_that_nobody_compares_is_found() {
    let text = "text\n```console\n$ epic whoami\nMarie\n```\n```sh\n  $ epic runs\nepic undo\n```\n$ epic\n$ epicure";
    assert_eq!(not_compared(text), [(7, "$ epic runs"), (10, "$ epic")]);
    assert!(not_compared("```console\n$ epic\n```").is_empty());
}

#[test]
fn commands_are_found_with_what_they_say() {
    let text = "text\n```console\n$ one\na\n\nb\n$ two \\\n  more\n```\n```sh\n$ three\n```\n```console\n$ four\n```";
    let found: Vec<(usize, &str, &str)> = examples(text)
        .iter()
        .map(|example| (example.line, &*example.command, &*example.said))
        .map(|(line, command, said)| (line, &*command.to_owned().leak(), &*said.to_owned().leak()))
        .collect();
    assert_eq!(
        found,
        [
            (3, "one", "a\n\nb\n"),
            (7, "two \\\n  more", ""),
            (14, "four", ""),
        ]
    );
}

#[test]
fn an_ellipsis_stands_for_anything() {
    for (wanted, said) in [
        ("a\nb\n", "a\nb\n"),
        ("a │\n", "a │   \n"),
        ("…\nb\n", "b\n"),
        ("a\n…\nd\n", "a\nb\nc\nd\n"),
        ("a\n…\n", "a\n"),
        ("until …\n", "until 18:42.\n"),
        ("x…y…z\n", "x1y2z\n"),
        ("───…\n", "─────\n"),
    ] {
        assert!(is_like(wanted, said), "{wanted:?} {said:?}");
    }
    for (wanted, said) in [
        ("a\n", "b\n"),
        ("", "a\n"),
        ("a\n", "a\nb\n"),
        ("a\nb\n", "a\n"),
        ("…\nb\n", "b\nc\n"),
        ("x…y\n", "x1y2\n"),
        ("x…x\n", "x\n"),
        ("a\n\nb\n", "a\nb\n"),
    ] {
        assert!(!is_like(wanted, said), "{wanted:?} {said:?}");
    }
}

/// A command of a document, and what it should say.
struct Example {
    line: usize,
    command: String,
    said: String,
}

/// Runs what a document shows, lists all that is not as it says, and tells how many commands there are.
#[track_caller]
fn tells_the_truth(document: &Path) -> usize {
    let text = fs::read_to_string(document).expect("a document");
    let page = document.display();
    if let Some((line, command)) = not_compared(&text).first() {
        panic!("{page}:{line}: {command}\nput it into a block of console, so that it is compared");
    }
    let examples = examples(&text);
    if examples.is_empty() {
        return 0;
    }
    let count = examples.len();
    let home = tempfile::tempdir().expect("a home");
    let mut wrong = String::new();
    for example in examples {
        let said = run(&example.command, home.path());
        if !is_like(&example.said, &said) {
            let _ = writeln!(
                wrong,
                "{page}:{}: $ {}\n--- it should say\n{}--- it says\n{said}",
                example.line, example.command, example.said
            );
        }
    }
    run("epic db stop", home.path());
    assert!(wrong.is_empty(), "{wrong}");
    count
}

/// The commands of `epic` outside blocks of `console`, each with its line.
fn not_compared(text: &str) -> Vec<(usize, &str)> {
    let (mut fenced, mut compared) = (false, false);
    let mut found = Vec::new();
    for (line, said) in (1..).zip(text.lines()) {
        if said.starts_with("```") {
            (fenced, compared) = (!fenced, !fenced && said == "```console");
        } else if !compared && said.split_whitespace().take(2).eq(["$", "epic"]) {
            found.push((line, said.trim()));
        }
    }
    found
}

fn examples(text: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut inside = false;
    let mut goes_on = false;
    for (place, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            (inside, goes_on) = (!inside && line == "```console", false);
            continue;
        }
        if !inside {
            continue;
        }
        if let Some(command) = line.strip_prefix("$ ") {
            found.push(Example {
                line: place + 1,
                command: command.to_owned(),
                said: String::new(),
            });
            goes_on = command.ends_with('\\');
            continue;
        }
        let Some(example) = found.last_mut() else {
            panic!("line {}: output without a command", place + 1)
        };
        if goes_on {
            let _ = write!(example.command, "\n{line}");
            goes_on = line.ends_with('\\');
        } else {
            let _ = writeln!(example.said, "{line}");
        }
    }
    found.retain(|example| !example.command.starts_with("bin/test"));
    found
}

fn run(command: &str, home: &Path) -> String {
    let epic = Path::new(env!("CARGO_BIN_EXE_epic"));
    let programs = epic.parent().expect("a folder").display();
    let path = env::var("PATH").unwrap_or_default();
    let command = command.replace("bin/demo", "epic demo");
    let mut bash = Command::new("bash");
    clean_environment(&mut bash);
    let output = bash
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(home)
        .env("PATH", format!("{programs}:{path}"))
        .env("EPIC_HOME", home)
        .stdin(Stdio::null())
        .output()
        .expect("bash runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether a text is as a document says.
fn is_like(wanted: &str, said: &str) -> bool {
    let wanted: Vec<&str> = wanted.trim_end().lines().map(str::trim_end).collect();
    let said: Vec<&str> = said.trim_end().lines().map(str::trim_end).collect();
    matches(
        &wanted,
        &said,
        &|wanted| *wanted == "…",
        &|wanted, said| {
            let parts: Vec<char> = wanted.chars().collect();
            let letters: Vec<char> = said.chars().collect();
            matches(&parts, &letters, &|part| *part == '…', &|part, letter| {
                part == letter
            })
        },
    )
}

/// Whether items are as a pattern says, in which some parts stand for any items.
fn matches<T>(
    pattern: &[T],
    items: &[T],
    is_any: &dyn Fn(&T) -> bool,
    is_same: &dyn Fn(&T, &T) -> bool,
) -> bool {
    let (mut part, mut item) = (0, 0);
    let mut last_any: Option<(usize, usize)> = None;
    while item < items.len() {
        if part < pattern.len() && is_any(&pattern[part]) {
            last_any = Some((part, item));
            part += 1;
        } else if part < pattern.len() && is_same(&pattern[part], &items[item]) {
            part += 1;
            item += 1;
        } else if let Some((any, taken)) = last_any {
            last_any = Some((any, taken + 1));
            part = any + 1;
            item = taken + 1;
        } else {
            return false;
        }
    }
    pattern[part..].iter().all(is_any)
}
