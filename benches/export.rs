//! What an export costs: a million contracts to csv, against psql's `\copy` as the same session and as the tables' owner,
//! for whom no policy counts; 100,000 of them to xlsx, against a Python program of psycopg and openpyxl (write-only) as the
//! same session; and how much memory each of ours takes.
//!
//! Run it with `cargo bench --bench export`. Machines differ and are noisy: read the ratios.

mod harness;

use harness::{Contender, Home, Peer, compare, peak_of, psql, python, run};
use std::cell::RefCell;
use std::path::Path;
use std::process::Command;

const CSV: &str = "contracts.save_as(\"all.csv\")";
const XLSX: &str = "contracts.sort(|k| k.id).take(100000).save_as(\"some.xlsx\")";
const ROWS: usize = 100_000;

fn main() {
    let home = Home::new("admin@epic.events");
    home.fill();
    let url = home.url();
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::env::set_current_dir(folder).expect("a folder");
    let epic = |code: &str| home.epic(&["--yes", "-e", code]);

    let mut contenders = vec![Contender {
        name: "epic",
        act: Box::new(|| run(&mut epic(CSV))),
    }];
    if let Some(psql) = psql() {
        let (owner, session) = (home.owner_url(), url.clone());
        let by_owner = psql.clone();
        contenders.push(Contender {
            name: "psql \\copy, as the owner",
            act: Box::new(move || copy(&by_owner, &owner, &["set role epic_owner"])),
        });
        contenders.push(Contender {
            name: "psql \\copy, as the same session",
            act: Box::new(move || copy(&psql, &session, &[])),
        });
    }
    compare("a million contracts to csv", 5, &mut contenders);
    drop(contenders);
    if psql().is_some() {
        let lines = ["all.csv", "copied.csv"].map(lines);
        assert_eq!(lines[0], lines[1], "both wrote the same rows");
    }

    let peer = python().map(|python| RefCell::new(Peer::start(&python, "spreadsheet", &url)));
    let mut contenders = Vec::new();
    if let Some(peer) = &peer {
        contenders.push(Contender {
            name: "Python: psycopg, openpyxl write-only",
            act: Box::new(|| assert_eq!(peer.borrow_mut().work(), ROWS.to_string())),
        });
    } else {
        eprintln!("there is no Python to compare with");
    }
    contenders.push(Contender {
        name: "epic",
        act: Box::new(|| run(&mut epic(XLSX))),
    });
    compare("100,000 contracts to xlsx", 3, &mut contenders);
    drop(contenders);

    println!("memory at its peak");
    for code in [&CSV.replace(".save", ".take(1000).save"), CSV, XLSX] {
        if let Some(peak) = peak_of(&mut epic(code)) {
            say(&format!("epic, {code}"), peak);
        }
    }
    if let Some(peak) = peer.and_then(|peer| peer.borrow().peak()) {
        say("Python: psycopg, openpyxl write-only", peak);
    }
}

/// Writes copied.csv.
fn copy(psql: &str, url: &str, before: &[&str]) {
    let mut command = Command::new(psql);
    command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url]);
    for code in before
        .iter()
        .chain(&["\\copy crm.contracts to 'copied.csv' csv header"])
    {
        command.args(["-c", code]);
    }
    run(&mut command);
}

fn lines(name: &str) -> usize {
    let text = std::fs::read(Path::new(name)).expect("a file");
    text.split(|byte| *byte == b'\n').count()
}

#[allow(clippy::cast_precision_loss)] // memory is less than an exabyte
fn say(name: &str, peak: u64) {
    println!("  {name:<60} {:>10.1} MB", peak as f64 / 1024.0);
}
