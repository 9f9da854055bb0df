//! The role-aware API: what the shell does, a Rust program can do.
//!
//! ```no_run
//! use epic::api::Session;
//! use epic::store::Server;
//! # fn main() -> epic::error::Result<()> {
//! let server = Server::from_url(&"postgres://epic_login:…@localhost/epic".to_owned().into())?;
//! let session = Session::login(&server, "marie@epic.events", &"…".to_owned().into())?;
//! let clients = session.collection("clients")?;
//! println!("{} clients", clients.count()?);
//! for client in clients.take(20).stream()? {
//!     println!("{}", client?.value("full_name")?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Nothing here decides what is allowed: the database does, at every statement. What this room adds is
//! early, kind messages.

mod batch;
mod bulk;
mod by_email;
mod changes;
mod collection;
mod conflict;
mod create;
mod digits;
mod explain;
mod failed;
mod given;
mod history;
mod news;
mod passwords;
mod permissions;
mod plain_sql;
mod plan;
mod question;
mod reasons;
mod record;
mod save;
mod scopes;
mod session;
mod sessions;
mod steps;
mod stream;
mod transaction;
mod verbs;
mod verdict;
mod words;

pub use crate::access::{Claims, Token, TokenFile};
pub use bulk::{Assigned, Changed};
pub use changes::Changes;
pub use collection::Collection;
pub use given::{Given, Values};
pub use news::News;
pub use passwords::confirmed;
pub use reasons::{Reason, Reasons};
pub use record::{Member, Record};
pub use session::Session;
pub use sessions::OpenSession;
pub use stream::Stream;
pub use transaction::Transaction;
pub use words::applies;

pub use crate::store::{Answer, CHECK_URL};
