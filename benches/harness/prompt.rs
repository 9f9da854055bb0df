//! A program at a real terminal, and somebody who types a line and waits for the next prompt.

use expectrl::session::OsSession;
use expectrl::{Expect, Needle, Regex};
use std::io::Read;
use std::process::Command;
use std::time::Duration;

/// How long to wait for an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long to wait for the last letters of a line to be drawn.
const SETTLED: Duration = Duration::from_millis(30);

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

    /// Writes the beginning of a line, and waits until it is seen.
    pub fn write(&mut self, text: &str) {
        self.session.send(text).expect("it is there");
        // What is last is drawn last.
        let last = text.chars().next_back().map(String::from);
        self.session
            .expect(last.unwrap_or_default())
            .expect("it is seen");
        std::thread::sleep(SETTLED);
        let mut rest = [0; 4096];
        let _ = self.session.try_read(&mut rest);
    }

    /// Presses Tab, and waits until a text is seen.
    pub fn tab(&mut self, shown: &str) {
        self.press("\t", shown);
    }

    /// Presses a key, and waits until a text is seen.
    pub fn press(&mut self, key: &str, shown: &str) {
        self.session.send(key).expect("it is there");
        self.session.expect(shown).expect("it is shown");
    }

    /// Drops the line.
    pub fn clear(&mut self) {
        self.session.send("\x03").expect("it is there");
        self.wait();
    }

    /// Writes a line and presses Tab, again and again until a text is seen, and drops the line.
    pub fn complete(&mut self, line: &str, shown: &str) {
        self.session
            .set_expect_timeout(Some(Duration::from_secs(1)));
        for _ in 0..PATIENCE.as_secs() {
            self.write(line);
            self.session.send("\t").expect("it is there");
            let is_shown = self.session.expect(shown).is_ok();
            self.clear();
            if is_shown {
                break;
            }
        }
        self.session.set_expect_timeout(Some(PATIENCE));
    }

    /// Waits as a terminal does, asleep until there is something to show: `expect` asks without a pause, and takes one of
    /// few processors from the program that is measured.
    fn wait(&mut self) {
        let (mut seen, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = self.session.try_read(&mut part) {
            seen.extend_from_slice(&part[..length]);
        }
        let ready = Regex(self.ready);
        while ready.check(&seen, false).expect("a pattern").is_empty() {
            let read = self.session.get_stream_mut().read(&mut part);
            seen.extend_from_slice(&part[..read.expect("it is there")]);
        }
    }
}
