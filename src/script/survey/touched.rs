//! What a script was found to touch.

use crate::catalog::Action;
use crate::script::source::Sources;
use rhai::Position;

/// What a script touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// What it does with rows of which collection, each once.
    pub uses: Vec<(Action, String)>,
    /// What can't be told without running it, each with its line.
    pub unclear: Vec<String>,
}

impl Survey {
    pub(super) fn add(&mut self, action: Action, entity: &str) {
        let used = (action, entity.to_owned());
        if !self.uses.contains(&used) {
            self.uses.push(used);
        }
    }

    pub(super) fn add_unclear(&mut self, sources: &Sources, position: Position, what: &str) {
        let unclear = format!("{}: {what}", sources.place(position));
        if !self.unclear.contains(&unclear) {
            self.unclear.push(unclear);
        }
    }
}
