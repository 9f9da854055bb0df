//! What a script touches, read from its syntax tree: nothing is run.
//!
//! It is told which rows a name holds by where they come from: `clients`, a relation, a parameter, a step of a
//! collection. What can't be told that way is said to be unclear, with its line.

mod chain;
mod holds;
mod touched;
mod walk;

pub use touched::Survey;

use super::modules::Loader;
use super::raise::Raised;
use super::source::Sources;
use crate::catalog::Catalog;
use rhai::{AST, Engine};
use walk::Walk;

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
