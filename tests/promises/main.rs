//! What `epic` promises, one file per promise. A test reads as input → output: what somebody types, and
//! what they get to see.

mod harness;

mod audit;
mod catalog;
mod commands;
mod database;
mod formats;
mod language;
mod library;
mod login;
mod matrix;
mod measure;
mod passwords;
mod permissions;
mod readme;
mod reference;
mod rooms;
mod secrets;
mod sessions;
mod telemetry;
mod terminal;
mod tls;
mod why;

/// Not a test: the harness runs it in a process of its own.
#[test]
#[ignore = "run by the harness, to stop the server after the last test"]
fn the_caretaker() {
    harness::caretaker();
}
