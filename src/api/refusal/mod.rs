//! Why something was refused or failed, in the words of the business, and what the rules say about it.

mod conflict;
pub(super) mod explain;
mod failed;
mod permissions;
mod reasons;
mod verdict;

pub(super) use reasons::listed;
pub use reasons::{Reason, Reasons};
