//! Values of scripts that the database has not, and what is said about them.

mod aggregate_call;
mod dates;
mod gives;
mod message;
mod pattern;

pub use crate::value::Span;
pub(super) use crate::value::span::{DAY, HOUR, MINUTE, WEEK};
pub(super) use aggregate_call::AggregateCall;
pub(super) use dates::{DATE, MOMENT};
pub(super) use gives::{Grouped, Item, OfClosure, RecordOrNothing, Records, Selected};
pub(super) use message::{Hinted, Message, Told};
pub(super) use pattern::pattern;
