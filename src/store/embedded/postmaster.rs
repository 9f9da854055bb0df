//! The server's own note of itself, `postmaster.pid`: who it is, where it listens and what it is doing.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};

use super::socket;

/// What a server wrote about itself. It may have died without taking the note back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Postmaster {
    pub(super) pid: i32,
    pub(super) port: u16,
    pub(super) socket_folder: PathBuf,
    /// Whether it listens on 127.0.0.1 too.
    pub(super) listens: bool,
    pub(super) phase: Phase,
}

/// What the server is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Starting,
    Ready,
    Stopping,
}

impl Postmaster {
    /// The note in this cluster, when there is one.
    pub(super) fn read(data: &Path) -> Option<Self> {
        let text = fs::read(data.join("postmaster.pid")).ok()?;
        Self::parse(&String::from_utf8_lossy(&text))
    }

    /// The lines are: process, cluster, start time, port, socket folder, address, shared memory, phase.
    /// A starting server has not written all of them yet.
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let line = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
        Some(Self {
            pid: line(1).trim().parse().ok().filter(|pid| *pid > 1)?,
            port: line(4).parse().unwrap_or_default(),
            socket_folder: PathBuf::from(line(5)),
            listens: !line(6).is_empty(),
            phase: match line(8) {
                "ready" => Phase::Ready,
                "stopping" => Phase::Stopping,
                _ => Phase::Starting,
            },
        })
    }

    /// Whether it takes connections. On Linux we look at its process and its socket: trying a
    /// connection would make the server start a process for it. Only when we can't see it, we try.
    pub(super) fn answers(&self, data: &Path) -> bool {
        let socket = self.socket_folder.join(socket::name(self.port));
        let seen = || cfg!(target_os = "linux") && self.is_alive(data) && socket.exists();
        self.phase == Phase::Ready && (seen() || UnixStream::connect(&socket).is_ok())
    }

    /// Whether the process is alive and really the server of this cluster: numbers are used again.
    pub(super) fn is_alive(&self, data: &Path) -> bool {
        let wanted = data.as_os_str().as_encoded_bytes();
        if cfg!(target_os = "linux") {
            // Anybody may read it, and that of a process that is dead but not yet buried is empty.
            fs::read(format!("/proc/{}/cmdline", self.pid)).is_ok_and(|command| {
                command
                    .split(|byte| *byte == 0)
                    .any(|argument| argument == wanted)
            })
        } else {
            let ps = Command::new("ps")
                .args(["-ww", "-o", "command=", "-p", &self.pid.to_string()])
                .output();
            ps.is_ok_and(|said| said.stdout.windows(wanted.len()).any(|part| part == wanted))
        }
    }

    /// Asks it to end its sessions and stop.
    pub(super) fn interrupt(&self) -> std::io::Result<()> {
        match Pid::from_raw(self.pid) {
            Some(pid) => Ok(kill_process(pid, Signal::INT)?),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READY: &str = "1234\n/x/data\n1700000000\n5432\n/tmp/epic-0/ab\n\n   17 3\nready   \n";

    #[test]
    fn the_note_tells_where_the_server_listens() {
        let found = Postmaster::parse(READY).expect("a note");
        assert_eq!(
            (found.pid, found.port, found.listens, found.phase),
            (1234, 5432, false, Phase::Ready)
        );
        assert_eq!(found.socket_folder, Path::new("/tmp/epic-0/ab"));
        let open = READY
            .replace("\n\n", "\n127.0.0.1\n")
            .replace("ready   ", "stopping");
        let found = Postmaster::parse(&open).expect("a note");
        assert_eq!((found.listens, found.phase), (true, Phase::Stopping));
    }

    #[test]
    fn half_a_note_is_a_starting_server_and_nonsense_is_none() {
        let found = Postmaster::parse("77\n/x/data\n17").expect("a note");
        assert_eq!((found.pid, found.phase), (77, Phase::Starting));
        for nonsense in ["", "x\n", "-1\n", "0\n", "1\n"] {
            assert_eq!(Postmaster::parse(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn another_process_with_its_number_is_not_the_server() {
        let mut found = Postmaster::parse(READY).expect("a note");
        found.pid = i32::try_from(std::process::id()).expect("a small number");
        assert!(!found.is_alive(Path::new("/x/data")));
        let ourselves = std::env::args().next().expect("a name");
        assert!(found.is_alive(Path::new(&ourselves)));
    }
}
