//! How long it takes until the first answer: `epic -e 'clients.count()'` against `psql -c`, the same query
//! under the same session on the same warm server, whole processes, turn and turn about in one run.
//!
//! Run it with `cargo bench --bench startup`. It starts an embedded server of its own in a temporary
//! folder. Machines differ and are noisy: read the ratios.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const EPIC: &str = env!("CARGO_BIN_EXE_epic");
const ROUNDS: usize = 100;

/// A program to be measured.
struct Contender {
    name: &'static str,
    command: Box<dyn Fn() -> Command>,
    times: Vec<Duration>,
}

fn main() {
    let home = tempfile::tempdir().expect("a temporary folder");
    // As root, the server runs as somebody else, who must reach its folder.
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o711))
        .expect("own folder");
    let home = home.path().to_owned();
    run(&mut epic(&home, &["demo", "-e", "clients.count()"]));
    run(&mut epic(&home, &["db", "start"]));
    let url = epic(&home, &["url"]).output().expect("epic runs").stdout;
    let url = String::from_utf8_lossy(&url).trim().to_owned();

    let count = "select count(*) from clients";
    let (at, to) = (home.clone(), url.clone());
    let mut contenders = vec![Contender {
        name: "epic -e 'clients.count()'",
        command: Box::new(move || epic(&at, &["-e", "clients.count()"])),
        times: Vec::new(),
    }];
    let at = home.clone();
    contenders.push(Contender {
        name: "epic sql 'select count(*) …'",
        command: Box::new(move || epic(&at, &["sql", count])),
        times: Vec::new(),
    });
    if let Some(program) = psql() {
        contenders.push(Contender {
            name: "psql -c 'select count(*) …'",
            command: Box::new(move || {
                let mut command = Command::new(&program);
                command.args(["-X", "-At", "-c", count, &to]);
                command
            }),
            times: Vec::new(),
        });
    }
    for round in 0..ROUNDS {
        for contender in &mut contenders {
            let since = Instant::now();
            run(&mut (contender.command)());
            // The first rounds warm the caches.
            if round >= ROUNDS / 10 {
                contender.times.push(since.elapsed());
            }
        }
    }
    report(&mut contenders);
    run(&mut epic(&home, &["db", "stop"]));
}

/// Prints the medians, and each as a ratio of the last one: psql.
fn report(contenders: &mut [Contender]) {
    let medians: Vec<f64> = contenders
        .iter_mut()
        .map(|contender| median(&mut contender.times))
        .collect();
    let base = medians.last().copied().unwrap_or(1.0);
    println!(
        "whole process, warm server, median of {} runs",
        ROUNDS - ROUNDS / 10
    );
    for (contender, median) in contenders.iter().zip(medians) {
        println!(
            "{:<32} {median:>7.2} ms   {:>5.2}×",
            contender.name,
            median / base
        );
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

fn epic(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(EPIC);
    command.args(args).env("EPIC_HOME", home);
    for name in ["DATABASE_URL", "EPIC_TOKEN"] {
        command.env_remove(name);
    }
    command
}

/// The real psql: Debian's is a script around it, which takes longer than psql itself.
fn psql() -> Option<String> {
    let folders = Command::new("pg_config").arg("--bindir").output().ok();
    let folder = folders.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let newest = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .and_then(|versions| {
            versions
                .filter_map(Result::ok)
                .map(|version| version.path().join("bin/psql"))
                .filter(|p| p.exists())
                .max()
        });
    newest.map(|path| path.display().to_string()).or_else(|| {
        folder
            .map(|folder| format!("{folder}/psql"))
            .filter(|path| Path::new(path).exists())
    })
}

fn run(command: &mut Command) {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(
        status.expect("the program runs").success(),
        "{command:?} fails"
    );
}
