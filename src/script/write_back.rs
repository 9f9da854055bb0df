//! Values that Rhai writes back to where they were read.
//!
//! After `c["phone"].trim().to_string()` Rhai assigns the value to the member it came from, in case the call changed
//! it; and `()` when the call took it. A record must not take that for an assignment of somebody's own. What tells them
//! apart: an expression that reads a member at some position of a text does not assign to it there.

use rhai::NativeCallContext;
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Where the entry that runs has read members.
#[derive(Default)]
pub(super) struct Reads(RefCell<HashSet<u64>>);

impl Reads {
    /// A member is read there.
    pub(super) fn note(&self, at: &NativeCallContext, member: &str) {
        if let Some(read) = key(at, member) {
            self.0.borrow_mut().insert(read);
        }
    }

    /// Whether a value that is assigned there may be one that was read there.
    pub(super) fn include(&self, at: &NativeCallContext, member: &str) -> bool {
        key(at, member).is_some_and(|read| self.0.borrow().contains(&read))
    }

    /// The next entry begins. Its positions may be those of an earlier one: they are counted anew at times.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

/// The file, the position in it, and the member; a module has positions of its own.
fn key(at: &NativeCallContext, member: &str) -> Option<u64> {
    let position = at.call_position();
    let (line, column) = position.line().zip(position.position())?;
    let mut hasher = DefaultHasher::new();
    (at.call_source(), line, column, member).hash(&mut hasher);
    Some(hasher.finish())
}
