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

mod bulk;
mod by_email;
mod by_key;
mod changes;
mod collection;
mod create;
mod digits;
mod effects;
mod estimate;
mod head;
mod history;
mod import;
mod input;
mod lookup;
mod narrow;
mod news;
mod passwords;
mod plain_sql;
mod prefetch;
mod question;
mod read_only;
mod record;
mod refusal;
mod runs;
mod sandbox;
mod save;
mod scopes;
mod session;
mod sessions;
mod sql_text;
mod sql_uses;
mod standby;
mod stream;
mod transaction;
mod verbs;
mod words;

pub use crate::access::{Claims, Token, TokenFile};
pub use bulk::{Assigned, Changed};
pub use changes::{Changes, Count, Counts, FieldChange, RowChange, RowChanges};
pub use collection::Collection;
pub use import::{Duplicates, Import, Imported};
pub use input::{Given, Values};
pub use lookup::{LookedUp, Lookup, Lookups};
pub use news::News;
pub use passwords::confirmed;
pub use read_only::HOW_TO_WRITE;
pub use record::{Member, Record};
pub use refusal::{Reason, Reasons};
pub use runs::{LIMIT, Outcome, Recording, RunRecord, Script, Undo, Wanted, since};
pub use sandbox::Sandbox;
pub use session::Session;
pub use sessions::OpenSession;
pub use sql_uses::{sql_is_of_server, sql_only_reads, sql_uses};
pub use standby::reading_place;
pub use stream::Stream;
pub use transaction::Transaction;
pub use words::{action_of, applies, changes, is_mine};

pub use crate::store::{Answer, CHECK_URL, Parameters};
