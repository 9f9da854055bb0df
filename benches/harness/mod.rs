//! What the benchmarks share: a database of their own, and contenders that take turns.

#![allow(dead_code)] // each benchmark uses its part

use epic::store::embedded::{Embedded, Membership, Options};
use postgres::{Client, Config, NoTls};
use secrecy::ExposeSecret;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const EPIC: &str = env!("CARGO_BIN_EXE_epic");

/// A temporary home with the demo data, its embedded server running, and somebody signed in.
pub struct Home {
    folder: TempDir,
    member: Membership,
    embedded: Embedded,
}

impl Home {
    pub fn new(email: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // As root, the server runs as somebody else, who must reach its folder.
        let open = std::fs::Permissions::from_mode(0o711);
        std::fs::set_permissions(folder.path(), open).expect("own folder");
        run(&mut epic(
            folder.path(),
            &["demo", "--as", email, "-e", "1"],
        ));
        let options = Options::default().home(folder.path());
        let embedded = Embedded::with(folder.path().join("data/postgres"), options);
        let member = embedded.join().expect("the server runs");
        Self {
            folder,
            member,
            embedded,
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn epic(&self, args: &[&str]) -> Command {
        epic(self.path(), args)
    }

    /// A URL of the session.
    pub fn url(&self) -> String {
        let said = self.epic(&["url", "--quiet"]).output().expect("epic runs");
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    }

    /// A connection as the session.
    pub fn session(&self) -> Client {
        Client::connect(&self.url(), NoTls).expect("the session connects")
    }

    /// A connection as the superuser.
    pub fn superuser(&self) -> Client {
        let password = self.embedded.superuser_password().expect("a password");
        let mut config = Config::new();
        config
            .host_path(self.member.host())
            .port(self.member.port())
            .dbname("epic");
        config.user("postgres").password(password.expose_secret());
        config
            .options("-c search_path=crm")
            .connect(NoTls)
            .expect("the superuser connects")
    }

    /// A connection as the owner of the tables, for whom no policy counts.
    pub fn owner(&self) -> Client {
        let mut client = self.superuser();
        client.batch_execute("set role epic_owner").expect("a role");
        client
    }
}

/// Something to be measured.
pub struct Contender<'a> {
    pub name: &'a str,
    pub act: Box<dyn FnMut() + 'a>,
}

/// Lets contenders take turns and prints their medians, each as a ratio of the last one.
pub fn compare(title: &str, rounds: usize, contenders: &mut [Contender]) {
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for round in 0..=rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            let since = Instant::now();
            (contender.act)();
            // The first round warms the caches.
            if round > 0 {
                times.push(since.elapsed());
            }
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    let base = medians.last().copied().unwrap_or(1.0);
    println!("{title} (median of {rounds})");
    for (contender, median) in contenders.iter().zip(medians) {
        println!(
            "  {:<40} {median:>10.3} ms   {:>5.2}×",
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
    for name in ["DATABASE_URL", "EPIC_TOKEN", "SENTRY_DSN"] {
        command.env_remove(name);
    }
    command
}

pub fn run(command: &mut Command) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = command.status().expect("the program runs");
    assert!(status.success(), "{command:?} fails");
}
