//! The only code that knows the `postgres` crates: connections, transactions, cursors, migrations and
//! the embedded server. It depends on no other room.

mod adhoc;
mod array;
mod background;
mod beyond;
mod cancel;
mod codec;
mod connecting;
mod connection;
mod connections;
mod cursor;
mod database;
pub mod embedded;
mod failure;
pub mod interrupt;
mod link;
mod lock_wait;
mod lost_commit;
mod notice;
mod parameters;
mod row;
mod runtime;
mod server;
mod server_url;
mod settings;
pub mod setup;
mod shutdown;
mod sql_changes;
pub mod sql_text;
mod statement_guard;
mod target;
mod tls;
mod transaction;
mod zone;

pub use adhoc::Answer;
pub use background::Ahead;
pub use cursor::Cursor;
pub use database::Database;
pub use failure::CHECK_URL;
pub(crate) use failure::is_raised;
pub use lost_commit::UNKNOWN as COMMIT_UNKNOWN;
pub use notice::{on_notice, warn};
pub use row::Row;
pub use server::Server;
pub use sql_changes::{SqlChange, changes};
pub use transaction::Step;
