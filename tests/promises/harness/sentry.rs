//! Sentry, as far as the tests need it: a server that keeps what it is sent.

use super::until;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Listens on 127.0.0.1 and keeps the envelopes.
pub struct Sentry {
    port: u16,
    envelopes: Arc<Mutex<Vec<String>>>,
}

impl Sentry {
    /// One that answers.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let envelopes: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&envelopes);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                thread::spawn(move || serve(client, &kept));
            }
        });
        Self { port, envelopes }
    }

    /// One that takes connections and never answers.
    pub fn silent() -> (String, TcpListener) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        (dsn(port), listener)
    }

    pub fn dsn(&self) -> String {
        dsn(self.port)
    }

    /// The envelopes since the last call, as they were sent.
    pub fn take(&self) -> Vec<String> {
        let mut envelopes = self
            .envelopes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut envelopes)
    }

    /// The events in the envelopes since the last call, once there are so many: who told them has not waited for long.
    #[track_caller]
    pub fn events(&self, count: usize) -> Vec<Value> {
        let envelopes = self.take_all(count);
        envelopes.iter().map(|envelope| event(envelope)).collect()
    }

    /// As [`Sentry::take`], once there are so many.
    #[track_caller]
    pub fn take_all(&self, count: usize) -> Vec<String> {
        let mut taken = Vec::new();
        until("it is told", || {
            taken.extend(self.take());
            taken.len() >= count
        });
        taken
    }
}

/// The third line of an envelope that holds one event.
pub fn event(envelope: &str) -> Value {
    let line = envelope.lines().nth(2).unwrap_or_default();
    serde_json::from_str(line).expect("an event")
}

fn dsn(port: u16) -> String {
    format!("http://public@127.0.0.1:{port}/1")
}

/// Requests of one connection, one after the other.
fn serve(client: TcpStream, kept: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(client.try_clone().expect("a connection"));
    let mut writer = client;
    while let Some(body) = request(&mut reader) {
        kept.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(body);
        let answer =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        if writer.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn request(reader: &mut impl BufRead) -> Option<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    String::from_utf8(body).ok()
}
