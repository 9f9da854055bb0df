//! A program at a real terminal, and somebody who types a line and waits for the next prompt.

use expectrl::Expect;
use expectrl::session::OsSession;
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
    ready: &'static [&'static str],
}

impl Prompt {
    /// What the shell writes when it begins to wait for a line: that pasted text is to be marked, then its prompt.
    pub const READY: &[&str] = &["\x1b[?2004h", "❯ "];

    /// Starts a program; `ready` are the texts that it writes, one after the other, when it begins to wait for a line.
    pub fn of(mut command: Command, ready: &'static [&'static str]) -> Self {
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
        self.press("\t", &[shown]);
    }

    /// Presses a key, and waits until texts are seen, one after the other.
    pub fn press(&mut self, key: &str, shown: &[&str]) {
        self.session.send(key).expect("it is there");
        self.wait_for(shown);
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

    fn wait(&mut self) {
        self.wait_for(self.ready);
    }

    /// Waits as a terminal does, asleep until there is something to show: `expect` asks without a pause, and takes one of
    /// few processors from the program that is measured. What is looked for is found by no pattern, which would cost more
    /// than some answers.
    fn wait_for(&mut self, texts: &[&str]) {
        let (mut seen, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = self.session.try_read(&mut part) {
            seen.extend_from_slice(&part[..length]);
        }
        let mut from = 0;
        for text in texts {
            let at = loop {
                if let Some(at) = find(&seen[from..], text) {
                    break at;
                }
                let read = self.session.get_stream_mut().read(&mut part);
                seen.extend_from_slice(&part[..read.expect("it is there")]);
            };
            from += at + text.len();
        }
    }
}

fn find(bytes: &[u8], text: &str) -> Option<usize> {
    let mut places = bytes.windows(text.len());
    places.position(|place| place == text.as_bytes())
}
