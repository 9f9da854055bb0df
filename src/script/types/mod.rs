//! Values of scripts that the database has not, and what is said about them.

mod dates;
mod figure;
mod message;
mod pattern;

pub use crate::value::Span;
pub(super) use crate::value::span::{DAY, HOUR, MINUTE, WEEK};
pub(super) use dates::{DATE, MOMENT};
pub(super) use figure::Figure;
pub(super) use message::{Hinted, Message, Told};
pub(super) use pattern::pattern;
