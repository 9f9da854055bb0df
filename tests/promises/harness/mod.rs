//! What the tests stand on: one server for the whole run, a database of its own for each test, and the
//! real `epic`, run as somebody.

mod database;
mod local;
mod person;
mod said;
mod server;
mod wire;

pub use database::TestDatabase;
pub use local::Local;
pub use person::{PASSWORD, Shell};
pub use said::Said;
pub use server::caretaker;
pub use wire::Wire;
