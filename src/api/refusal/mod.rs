//! Why something was refused or failed, in the words of the business, and what the rules say about it.

mod conflict;
pub(super) mod failed;
pub(super) mod integrity;
mod permissions;
mod reasons;
pub(super) mod rights;
mod server_message;
mod verdict;

pub(super) use reasons::listed;
pub use reasons::{Reason, Reasons};
