//! What `epic` promises, one file per promise. A test reads as input → output: what somebody types, and
//! what they get to see.

mod harness;

mod agreement;
mod changes;
mod commands;
mod login;
mod permissions;
mod pushdown;
mod refusals;
mod rooms;
mod scopes;
mod zones;

/// Not a test: the harness runs it in a process of its own.
#[test]
#[ignore = "run by the harness, to stop the server after the last test"]
fn the_caretaker() {
    harness::caretaker();
}
