//! The only code that knows the `postgres` crate: connections, transactions, cursors, migrations and
//! the embedded server. It knows nothing of clients or contracts, of scripts or of terminals.

mod adhoc;
mod ahead;
mod codec;
mod connections;
mod cursor;
mod database;
pub mod embedded;
mod ending;
mod failure;
pub mod interrupt;
mod pool;
mod row;
mod server;
pub mod setup;
mod tls;
mod zone;

pub use adhoc::Answer;
pub use ahead::Ahead;
pub use cursor::Cursor;
pub use database::Database;
pub use row::Row;
pub use server::Server;
