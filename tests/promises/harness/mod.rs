//! What the tests stand on: one server for the whole run, a database of its own for each test, and the
//! real `epic`, run as somebody.

mod database;
mod person;
mod said;
mod sentry;
mod server;
mod wire;

pub use database::TestDatabase;
pub use person::{PASSWORD, Shell, clean_environment};
pub use said::Said;
pub use sentry::{Sentry, event};
pub use server::caretaker;
pub use wire::Wire;
