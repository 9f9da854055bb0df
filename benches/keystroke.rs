//! From a key to the screen, with 10,000 entries of earlier: somebody types a line, letter by letter, and waits for each.
//!
//! Run it with `cargo bench --bench keystroke`. The aim is 5 ms.

mod harness;

use harness::{Home, Prompt};
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How many entries of earlier there are.
const ENTRIES: usize = 10_000;
/// How often each line is typed.
const ROUNDS: usize = 20;
/// What the line editor writes when it has drawn the line: the cursor goes where it belongs.
const DRAWN: &[&str] = &["\r\x1b[", "C"];

/// What it is, what is there already, and what is typed.
const LINES: [(&str, &str, &str); 4] = [
    ("an entry that is hinted", "", "clients.take(9999)"),
    (
        "one that nothing begins so",
        "",
        "zebra.filter(|z| z.a(\"b\"))",
    ),
    ("SQL", "", "select (1 + 2) as three from clients"),
    (
        "the end of a hundred lines",
        "let n = 0;\n",
        "n.to_string().len()",
    ),
];

fn main() {
    let home = Home::new("admin@epic.events");
    let entries: Vec<String> = (0..ENTRIES)
        .map(|number| format!("clients.take({number})"))
        .collect();
    fs::write(home.path().join("state/history"), entries.join("\n")).expect("a history");
    let mut command = home.epic(&[]);
    command.stdin(Stdio::inherit());
    let mut prompt = Prompt::of(command, &["\x1b[?2004h", "❯ ", "\r\x1b[", "C"]);
    println!("{ENTRIES} entries of earlier, each line typed {ROUNDS} times");
    for (title, before, line) in LINES {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..ROUNDS {
            if !before.is_empty() {
                // The cursor does not stand at the beginning of a line, where it has nowhere to go.
                let before = format!("{} ", before.repeat(100));
                prompt.press(&format!("\x1b[200~{before}\x1b[201~"), DRAWN);
            }
            for letter in line.chars() {
                let since = Instant::now();
                prompt.press(&letter.to_string(), DRAWN);
                times.push(since.elapsed());
            }
            prompt.clear();
        }
        times.sort_unstable();
        let [median, slow] =
            [times.len() / 2, times.len() * 95 / 100].map(|at| times[at].as_secs_f64() * 1000.0);
        println!("{title:<28} {median:6.2} ms   95 of 100 in {slow:6.2} ms");
    }
}
