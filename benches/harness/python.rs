//! Programs in Python to compare with, and their libraries.

use super::run;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers");

/// A Python with the libraries of `benches/peers/requirements.txt`, in a folder of the build; none without
/// Python on this machine.
pub fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    let python = folder.join("bin/python");
    if !python.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&folder)
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return None;
        }
    }
    let requirements = Path::new(FOLDER).join("requirements.txt");
    run(Command::new(&python)
        .args(["-m", "pip", "-q", "install", "-r"])
        .arg(requirements));
    Some(python)
}

/// A program that does its work once for each line it reads, and then writes one.
pub struct Peer {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts `peer.py NAME`, connected to a database.
    pub fn start(python: &Path, name: &str, url: &str) -> Self {
        let mut child = Command::new(python)
            .arg(Path::new(FOLDER).join("peer.py"))
            .arg(name)
            .env("PEER_URL", url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python runs");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        let mut peer = Self { child, answers };
        assert_eq!(peer.answer(), "ready");
        peer
    }

    /// Does the work once; what it answers.
    pub fn work(&mut self) -> String {
        let stdin = self.child.stdin.as_mut().expect("piped");
        stdin.write_all(b"\n").expect("it reads");
        self.answer()
    }

    /// The most memory it ever had, in kilobytes.
    pub fn peak(&self) -> Option<u64> {
        super::memory::peak(self.child.id())
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        line.trim_end().to_owned()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
