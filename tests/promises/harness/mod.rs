//! What the tests stand on: one server for the whole run, a database of its own for each test, and the
//! real `epic`, run as somebody.

mod answers;
mod clock;
mod database;
mod documented;
mod local;
mod own_server;
mod person;
mod pgbouncer;
mod port;
mod programs;
mod said;
mod screen;
mod sentry;
mod server;
mod standby;
mod terminal;
mod wire;

pub use answers::Answers;
pub use clock::{JumpingClock, clock_ahead};
pub use database::{TestDatabase, until_somebody_waits};
pub use documented::documented;
pub use local::Local;
pub use own_server::OwnServer;
pub use person::{PASSWORD, Shell, clean_environment};
pub use pgbouncer::PgBouncer;
pub use port::free_port;
pub use programs::{client_programs, older_programs, with_epic};
pub use said::{Said, without_times};
pub use screen::Screen;
pub use sentry::{Sentry, event};
pub use server::{caretaker, is_set_up_by_superuser, server_version, try_connect};
pub use standby::until;
pub use terminal::Terminal;
pub use wire::{Break, Cancelled, Pooler, Wire};

/// Compares a text with the file of a name in `snapshots/`.
macro_rules! shows {
    ($name:expr, $text:expr $(,)?) => {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!($name, $text);
        })
    };
}
pub(crate) use shows;
