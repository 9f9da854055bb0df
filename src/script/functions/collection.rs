//! Collections: `clients`, `contracts`, …

use crate::api::{Collection, Record};
use crate::error::Error;
use crate::script::failure::{Raised, raise};
use crate::script::values::{given, to_rhai};
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Engine, Map, Module};
use std::any::TypeId;

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Collection>("collection");
    engine.register_global_module(exported_module!(functions).into());
    let mut iteration = Module::new();
    iteration.set_iter_result(TypeId::of::<Collection>(), |collection| {
        stream(&collection.cast())
    });
    engine.register_global_module(iteration.into());
}

/// The rows of a `for` loop: read a batch at a time.
fn stream(collection: &Collection) -> Box<dyn Iterator<Item = Raised<Dynamic>>> {
    match collection.stream() {
        Ok(stream) => Box::new(stream.map(|record| record.map(Dynamic::from).map_err(raise))),
        Err(error) => Box::new(std::iter::once(Err(raise(error)))),
    }
}

/// A number of rows that a script gave.
fn whole(count: i64) -> Raised<u64> {
    u64::try_from(count).map_err(|_| {
        raise(Error::failed(format!(
            "{count} rows can't be: give 0 or more"
        )))
    })
}

#[export_module]
mod functions {
    /// How many rows there are.
    ///
    /// ```
    /// clients.count()
    /// ```
    #[rhai_fn(name = "count", name = "len", return_raw)]
    pub fn count(collection: Collection) -> Raised<i64> {
        collection.count().map_err(raise)
    }

    /// Whether there is any row.
    ///
    /// ```
    /// events.exists()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn exists(collection: Collection) -> Raised<bool> {
        collection.exists().map_err(raise)
    }

    /// Whether there is no row.
    ///
    /// ```
    /// events.unassigned().is_empty()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn is_empty(collection: Collection) -> Raised<bool> {
        exists(collection).map(|exists| !exists)
    }

    /// At most the next `count` rows.
    ///
    /// ```
    /// clients.take(5)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn take(collection: Collection, count: i64) -> Raised<Collection> {
        whole(count).map(|count| collection.take(count))
    }

    /// Without the next `count` rows.
    ///
    /// ```
    /// clients.skip(20).take(20)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn skip(collection: Collection, count: i64) -> Raised<Collection> {
        whole(count).map(|count| collection.skip(count))
    }

    /// The first row, or `()` when there is none.
    ///
    /// ```
    /// contracts.first()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn first(collection: Collection) -> Raised<Dynamic> {
        Ok(collection
            .first()
            .map_err(raise)?
            .map_or(Dynamic::UNIT, Dynamic::from))
    }

    /// The row with an id; an error when there is none.
    ///
    /// ```
    /// clients.get(12)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn get(collection: Collection, id: i64) -> Raised<Record> {
        collection.get(id).map_err(raise)
    }

    /// All rows at once, as a list. To go through many rows, `for` needs less memory.
    ///
    /// ```
    /// clients.take(3).all().len()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn all(collection: Collection) -> Raised<Array> {
        let records = collection.all().map_err(raise)?;
        Ok(records.into_iter().map(Dynamic::from).collect())
    }

    /// Creates a row and returns it. Give fields by name; a relation takes a record or an id.
    ///
    /// ```
    /// clients.create(#{ full_name: "Ada Byron", email: "ada@example.com", company_name: "Engines" })
    /// ```
    #[rhai_fn(return_raw)]
    pub fn create(collection: Collection, values: Map) -> Raised<Record> {
        given(values)
            .and_then(|values| collection.create(values))
            .map_err(raise)
    }

    /// The SQL that would run, with its parameters.
    ///
    /// ```
    /// clients.take(5).sql()
    /// ```
    #[rhai_fn(name = "sql")]
    pub fn statement(collection: Collection) -> Map {
        let statement = collection.select().rows();
        let params: Array = statement.params.into_iter().map(to_rhai).collect();
        Map::from([
            ("statement".into(), statement.text.into()),
            ("parameters".into(), params.into()),
        ])
    }

    /// What a collection looks like in a text.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn text(collection: Collection) -> String {
        collection.entity().name.clone()
    }
}
