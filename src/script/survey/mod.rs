//! What a script touches, read from its syntax tree: nothing is run.
//!
//! It is told which rows a name holds by where they come from: `clients`, a relation, a parameter, a step of a
//! collection. What can't be told that way is said to be unclear, with its line.

mod chain;
mod holds;
mod walk;

use super::modules::Loader;
use super::raise::Raised;
use super::source::Sources;
use crate::catalog::{Action, Catalog};
use rhai::{AST, Engine, Position};
use walk::Walk;

/// What a script touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// What it does with rows of which collection, each once.
    pub uses: Vec<(Action, String)>,
    /// What can't be told without running it, each with its line.
    pub unclear: Vec<String>,
}

impl Survey {
    fn add(&mut self, action: Action, entity: &str) {
        let used = (action, entity.to_owned());
        if !self.uses.contains(&used) {
            self.uses.push(used);
        }
    }

    fn add_unclear(&mut self, sources: &Sources, position: Position, what: &str) {
        let unclear = format!("{}: {what}", sources.place(position));
        if !self.unclear.contains(&unclear) {
            self.unclear.push(unclear);
        }
    }
}

/// What a script touches, and the modules that it imports. `given` are its parameters that are rows: their names
/// and entities.
pub(super) fn survey(
    engine: &Engine,
    ast: &AST,
    loader: Option<&Loader>,
    (catalog, sources): (&Catalog, &Sources),
    given: &[(String, String)],
) -> Raised<Survey> {
    let mut walk = Walk::new(catalog, sources, given);
    walk.read(ast);
    let mut seen = Vec::new();
    while let Some((path, position)) = walk.imported.pop() {
        if seen.contains(&path) {
            continue;
        }
        if let Some(loader) = loader {
            walk.read(&loader.compile(engine, &path, position)?);
        }
        seen.push(path);
    }
    Ok(walk.survey())
}
