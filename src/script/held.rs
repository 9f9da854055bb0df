//! What a variable holds, for completion: nothing is evaluated, nothing asked of the database, nothing copied.

use super::raise::type_name;
use crate::api::{Collection, Record};
use crate::catalog::Entity;
use rhai::{Dynamic, Map};
use std::rc::Rc;

/// What a value holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// One row of an entity.
    Record(Rc<Entity>),
    /// Rows of an entity, still in the database.
    Collection(Rc<Entity>),
    /// A list of rows of an entity: they are here already.
    List(Rc<Entity>),
    /// A map: its keys, and what each holds.
    Map(Vec<(String, Held)>),
    /// A value of this type, as people call it.
    Value(String),
}

/// How deep maps are looked into.
const DEPTH: usize = 3;

/// What a value holds.
pub(super) fn of(value: &Dynamic) -> Held {
    within(value, DEPTH)
}

fn within(value: &Dynamic, depth: usize) -> Held {
    if let Some(collection) = value.read_lock::<Collection>() {
        return Held::Collection(Rc::clone(collection.entity()));
    }
    if let Some(record) = value.read_lock::<Record>() {
        return Held::Record(Rc::clone(record.entity()));
    }
    if let Ok(items) = value.as_array_ref() {
        let first = items.first().and_then(Dynamic::read_lock::<Record>);
        if let Some(record) = first {
            return Held::List(Rc::clone(record.entity()));
        }
    }
    match value.read_lock::<Map>() {
        Some(map) if depth > 0 => {
            let entry = |(key, value): (&rhai::Identifier, &Dynamic)| {
                (key.to_string(), within(value, depth - 1))
            };
            Held::Map(map.iter().map(entry).collect())
        }
        _ => Held::Value(type_name(value.type_name()).to_owned()),
    }
}
