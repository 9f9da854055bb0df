//! What the lines before have named.

use crate::value::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is known of keys by now.
#[derive(Default)]
pub(super) struct Keys {
    /// The first line of each key of the file.
    lines: HashMap<String, u64>,
    /// The ids of rows that cells name by a text, by the place of their column; none where there is no such row.
    pub(super) ids: HashMap<(usize, String), Option<Value>>,
}

impl Keys {
    /// The line that had a key before; it is kept in mind from now on.
    pub(super) fn first_line(&mut self, key: &Value, line: u64) -> Option<u64> {
        match self.lines.entry(key.to_string()) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(free) => {
                free.insert(line);
                None
            }
        }
    }
}
