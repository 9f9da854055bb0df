//! The server's log, and what its last lines mean for the person who reads them.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A log longer than this many bytes is truncated at the next start.
const LONGEST: u64 = 4 * 1024 * 1024;
/// How many lines of it an error shows.
const SHOWN: usize = 6;

/// What the server says from one start on.
pub(super) struct Log {
    path: PathBuf,
    start: usize,
}

impl Log {
    /// Opens the log for one start; the file is for the server's output.
    pub(super) fn open(path: &Path) -> io::Result<(Self, File)> {
        let long = fs::metadata(path).map_or(0, |found| found.len());
        let restarted = long > LONGEST;
        let mut options = OpenOptions::new();
        options.create(true).mode(0o600);
        let file = options.append(true).open(path)?;
        if restarted {
            file.set_len(0)?;
        }
        let start = if restarted {
            0
        } else {
            usize::try_from(long).unwrap_or_default()
        };
        let path = path.to_owned();
        Ok((Self { path, start }, file))
    }

    /// What was said since.
    pub(super) fn said(&self) -> String {
        let bytes = fs::read(&self.path).unwrap_or_default();
        String::from_utf8_lossy(bytes.get(self.start..).unwrap_or_default()).into_owned()
    }
}

/// The error that something failed, with the end of what it said and what to do.
pub(super) fn failure(what: &str, said: &str, log: Option<&Path>) -> Error {
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let last = lines
        .get(lines.len().saturating_sub(SHOWN)..)
        .unwrap_or_default();
    let mut error = Error::unreachable(format!("{what}:\n   {}", last.join("\n   ")));
    if last.is_empty() {
        error = Error::unreachable(what);
    }
    if let Some(hint) = meaning(said) {
        error = error.hint(hint);
    }
    match log {
        Some(log) => error.hint(format!("the whole log is {}", log.display())),
        None => error,
    }
}

/// What to do about the causes that people meet.
fn meaning(said: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 8] = [
        ("No space left on device", "make room on that disk"),
        ("Disk quota exceeded", "make room on that disk"),
        (
            "Read-only file system",
            "set EPIC_HOME to a folder that you may write to",
        ),
        (
            "Permission denied",
            "set EPIC_HOME to a folder that you may write to",
        ),
        (
            "could not create any TCP/IP sockets",
            "the port is taken: choose another one",
        ),
        (
            "lock file \"postmaster.pid\" already exists",
            "if no other server uses that folder, remove its postmaster.pid",
        ),
        (
            "could not create shared memory segment",
            "the machine's limit of shared memory is too low",
        ),
        (
            "is not compatible with this version",
            "install the PostgreSQL that made it, or set PG_BINDIR to its programs",
        ),
    ];
    KNOWN
        .iter()
        .find(|(sign, _)| said.contains(sign))
        .map(|(_, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_failure_shows_the_end_of_the_log_and_what_to_do() {
        let said = "1\n2\n3\n\n4\n5\n6\nFATAL:  could not write: No space left on device\n";
        let error = failure(
            "the server does not start",
            said,
            Some(Path::new("/x/server.log")),
        );
        assert_eq!(
            error.to_string(),
            "the server does not start:\n   2\n   3\n   4\n   5\n   6\n   \
             FATAL:  could not write: No space left on device\n \
             hint: make room on that disk\n hint: the whole log is /x/server.log"
        );
        assert_eq!(failure("it failed", "", None).to_string(), "it failed");
    }

    #[test]
    fn a_log_tells_only_what_was_said_since_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("server.log");
        fs::write(&path, "yesterday\n").expect("a file");
        let (log, mut file) = Log::open(&path).expect("a log");
        writeln!(file, "today").expect("written");
        assert_eq!(log.said(), "today\n");
        file.set_len(LONGEST + 1).expect("longer");
        let (log, mut file) = Log::open(&path).expect("a log");
        writeln!(file, "again").expect("written");
        assert_eq!(
            (log.said().as_str(), fs::read(&path).expect("a file").len()),
            ("again\n", 6)
        );
    }
}
