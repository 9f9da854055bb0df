//! `epic` at a real terminal: a pseudo-terminal, and somebody who types and reads.

use super::{Shell, until};
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Captures, ControlCode, Eof, Error, Expect, Needle};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// How long to wait for an answer, and how often it is looked for.
const PATIENCE: Duration = Duration::from_mins(1);
const GLANCE: Duration = Duration::from_millis(1);

/// What the line editor writes once, when it begins to read a line: pasted text is to be marked.
const READY: &str = "\x1b[?2004h";

/// What it writes when the line is entered.
const ENTERED: &str = "\x1b[?2004l";

/// A terminal at which `epic` runs.
pub struct Terminal(OsSession);

impl Terminal {
    /// `epic ARGUMENTS…`, run by somebody at a terminal.
    pub fn of(shell: &Shell, arguments: &[&str]) -> Self {
        let mut command = shell.command(arguments);
        command.arg("--no-color");
        Self::with(command)
    }

    /// Any command of [`Shell::command`] at a terminal.
    pub fn with(command: Command) -> Self {
        Self::named("xterm", command)
    }

    /// The same, at a terminal of this name.
    pub fn named(name: &str, mut command: Command) -> Self {
        command.stdin(Stdio::inherit()).env("TERM", name);
        let mut session = OsSession::spawn(command).expect("a terminal");
        let process = session.get_process_mut();
        process.set_window_size(120, 40).expect("a size");
        Self(session)
    }

    /// Waits for a text and returns what came before it.
    #[track_caller]
    pub fn reads(&mut self, text: &str) -> String {
        match self.comes(|| text, PATIENCE) {
            Ok(found) => String::from_utf8_lossy(found.before()).into_owned(),
            Err(error) => {
                let mut seen = vec![0; 10_000];
                let length = self.0.try_read(&mut seen).unwrap_or_default();
                let seen = String::from_utf8_lossy(&seen[..length]);
                panic!("no '{text}' ({error}), but: {seen:?}");
            }
        }
    }

    /// Waits until something has come. Others have the processor meanwhile.
    fn comes<N: Needle>(
        &mut self,
        what: impl Fn() -> N,
        patience: Duration,
    ) -> Result<Captures, Error> {
        let since = Instant::now();
        loop {
            let found = self.0.check(what())?;
            if !found.is_empty() {
                return Ok(found);
            }
            if since.elapsed() > patience {
                return Err(Error::ExpectTimeout);
            }
            sleep(GLANCE);
        }
    }

    /// Waits for a prompt at which somebody can type, and returns what came before it. A line that is drawn
    /// anew has the same prompt, and is none.
    #[track_caller]
    pub fn prompts(&mut self, prompt: &str) -> String {
        let before = self.reads(READY);
        format!("{before}{}", self.reads(prompt))
    }

    /// Types a text.
    pub fn types(&mut self, text: &str) {
        self.0.send(text).expect("it is there");
    }

    /// Types a text and Enter.
    pub fn enters(&mut self, text: &str) {
        self.types(text);
        self.types("\r");
    }

    /// Types an entry, which may have several lines, and returns what is answered until the next prompt.
    #[track_caller]
    pub fn answers(&mut self, entry: &str, prompt: &str) -> String {
        self.enters(&entry.replace('\n', "\r"));
        self.reads(ENTERED);
        let answer = self.reads(READY);
        self.reads(prompt);
        answer.replace('\r', "").trim_start_matches('\n').to_owned()
    }

    /// Types what need not be a text.
    pub fn sends(&mut self, bytes: &[u8]) {
        self.0.send(bytes).expect("it is there");
    }

    /// Types a text of any size while what comes is read.
    pub fn pastes(&self, text: String) {
        let handle = self.0.get_process().get_raw_handle();
        let mut keyboard = handle.expect("it is there");
        thread::spawn(move || {
            let mut rest = text.as_bytes();
            while !rest.is_empty() {
                match keyboard.write(rest) {
                    Ok(length) => rest = &rest[length..],
                    // Whoever looks for what has come lets nothing here wait meanwhile, not even for room.
                    Err(error) if error.kind() == ErrorKind::WouldBlock => sleep(GLANCE),
                    Err(_) => return, // it has ended
                }
            }
        });
    }

    /// Types the beginning of a line and Tab at a prompt, again and again until a text is shown: what the database
    /// has to say is there for a later Tab. Leaves a prompt, and returns what came before the text.
    #[track_caller]
    pub fn completes(&mut self, typed: &str, text: &str, prompt: &str) -> String {
        let since = Instant::now();
        loop {
            self.types(&format!("{typed}\t"));
            let found = self.comes(|| text, Duration::from_secs(1));
            let before = found.map(|found| String::from_utf8_lossy(found.before()).into_owned());
            self.clears(prompt);
            match before {
                Ok(before) => return before,
                Err(error) if since.elapsed() > PATIENCE => panic!("no '{text}' ({error})"),
                Err(_) => {}
            }
        }
    }

    /// Makes the window as wide as this.
    pub fn is_resized(&mut self, columns: u16) {
        self.has_size(columns, 40);
    }

    /// Makes the window as wide and as high as this.
    pub fn has_size(&mut self, columns: u16, rows: u16) {
        let process = self.0.get_process_mut();
        process.set_window_size(columns, rows).expect("a size");
    }

    /// What has come since it was last asked; nothing waits for it. Who reads so does not use [`Terminal::reads`].
    pub fn receives(&mut self) -> Vec<u8> {
        let (mut received, mut some) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = self.0.try_read(&mut some) {
            received.extend_from_slice(&some[..length]);
        }
        received
    }

    /// The process at the terminal.
    pub fn pid(&self) -> i32 {
        self.0.get_process().pid().as_raw()
    }

    /// Sends a signal to the process at the terminal.
    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.pid()).expect("a process");
        kill_process(pid, signal).expect("it is there");
    }

    /// Presses Ctrl-C, and returns how long it took until a text came.
    #[track_caller]
    pub fn interrupts(&mut self, text: &str) -> Duration {
        let since = Instant::now();
        self.0.send(ControlCode::EndOfText).expect("it is there");
        self.reads(text);
        since.elapsed()
    }

    /// Presses Ctrl-C, and waits until `epic` has taken note of it: two that come too close together are one.
    #[track_caller]
    pub fn presses_ctrl_c(&mut self) {
        let before = self.signals();
        self.types("\x03");
        until("it takes note", || self.signals() > before);
    }

    /// How often the thread that takes signals has gone to sleep.
    fn signals(&self) -> u64 {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.pid())).expect("it runs");
        let file = |task: &fs::DirEntry, name| {
            let read = fs::read_to_string(task.path().join(name));
            read.unwrap_or_default() // a thread may have ended
        };
        let is_it = |task: &fs::DirEntry| file(task, "comm") == "signals\n";
        let thread = tasks.flatten().find(is_it).expect("it takes signals");
        let status = file(&thread, "status");
        let number = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        let number = number.expect("the system counts them").trim();
        number.parse().expect("a number")
    }

    /// Presses Ctrl-C at a prompt, which clears the line.
    #[track_caller]
    pub fn clears(&mut self, prompt: &str) {
        self.interrupts(READY);
        self.reads(prompt);
    }

    /// Presses Ctrl-D, waits for the end, and returns the exit code.
    #[track_caller]
    pub fn leaves(&mut self) -> i32 {
        self.0
            .send(ControlCode::EndOfTransmission)
            .expect("it is there");
        self.ends()
    }

    /// Waits for the end, and returns the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> i32 {
        self.comes(|| Eof, PATIENCE).expect("the end");
        match self.0.get_process().wait().expect("a status") {
            WaitStatus::Exited(_, code) => code,
            other => panic!("{other:?}"),
        }
    }
}
