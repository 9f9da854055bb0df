//! A program at a real terminal, and somebody who types a line and waits for the next prompt.

use expectrl::session::OsSession;
use expectrl::{Expect, Regex};
use std::process::Command;
use std::time::Duration;

/// How long to wait for an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A program that prompts.
pub struct Prompt {
    session: OsSession,
    ready: &'static str,
}

impl Prompt {
    /// Starts a program; `ready` is what it writes last when it begins to wait for a line.
    pub fn of(mut command: Command, ready: &'static str) -> Self {
        command.env("TERM", "xterm").env("LC_ALL", "C.UTF-8");
        let mut session = OsSession::spawn(command).expect("a terminal");
        session.set_expect_timeout(Some(PATIENCE));
        let size = session.get_process_mut().set_window_size(160, 50);
        size.expect("a size");
        let mut prompt = Self { session, ready };
        prompt.wait();
        prompt
    }

    /// Enters a line and waits for what it shows and for the next prompt.
    pub fn enter(&mut self, line: &str) {
        self.session.send(line).expect("it is there");
        self.session.send("\r").expect("it is there");
        self.wait();
    }

    fn wait(&mut self) {
        self.session.expect(Regex(self.ready)).expect("a prompt");
    }
}
