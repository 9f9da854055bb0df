//! Collections: `clients`, `contracts`, …

use super::password::{create_accounts, is_of_accounts};
use crate::api::{Collection, Record};
use crate::error::Error;
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use crate::script::types::{RecordOrNothing, Records, Told};
use crate::script::values::{given, to_rhai};
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Engine, Map, Module, NativeCallContext};
use std::any::TypeId;

pub(super) fn modules() -> Vec<Module> {
    vec![
        exported_module!(narrow),
        exported_module!(take),
        exported_module!(change),
        exported_module!(see),
    ]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Collection>("collection");
    let mut iteration = Module::new();
    iteration.set_iter_result(TypeId::of::<Collection>(), |collection| {
        stream(&collection.cast())
    });
    engine.register_global_module(iteration.into());
}

/// The rows of a `for` loop: read a batch at a time.
pub(super) fn stream(collection: &Collection) -> Box<dyn Iterator<Item = Raised<Dynamic>>> {
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

/// Narrow
///
/// Each step gives another collection; nothing is read yet.
#[export_module]
mod narrow {
    /// At most the next `count` rows.
    ///
    /// ```rhai
    /// clients.take(5)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn take(collection: Collection, count: i64) -> Raised<Collection> {
        whole(count).map(|count| collection.take(count))
    }

    /// Without the next `count` rows.
    ///
    /// ```rhai
    /// clients.skip(20).take(20)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn skip(collection: Collection, count: i64) -> Raised<Collection> {
        whole(count).map(|count| collection.skip(count))
    }
}

/// Take
///
/// What reads the database, by one statement.
#[export_module]
mod take {
    /// How many rows there are.
    ///
    /// ```rhai
    /// clients.count()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn count(collection: Collection) -> Raised<i64> {
        collection.count().map_err(raise)
    }

    // As of a list.
    #[rhai_fn(return_raw)]
    pub fn len(collection: Collection) -> Raised<i64> {
        count(collection)
    }

    /// Whether there is no row.
    ///
    /// ```rhai
    /// events.unassigned().is_empty()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn is_empty(collection: Collection) -> Raised<bool> {
        exists(collection).map(|exists| !exists)
    }

    /// Whether there is any row.
    ///
    /// ```rhai
    /// events.exists()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn exists(collection: Collection) -> Raised<bool> {
        collection.exists().map_err(raise)
    }

    /// The first row, or `()` when there is none.
    ///
    /// ```rhai
    /// contracts.first()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn first(collection: Collection) -> Raised<RecordOrNothing> {
        Ok(collection
            .first()
            .map_err(raise)?
            .map_or(Dynamic::UNIT, Dynamic::from))
    }

    /// The row with an id; an error when there is none.
    ///
    /// ```rhai
    /// clients.get(12)
    /// ```
    #[rhai_fn(return_raw)]
    pub fn get(collection: Collection, id: i64) -> Raised<Record> {
        collection.get(id).map_err(raise)
    }

    /// All rows at once, as a list. To go through many rows, `for` needs less memory.
    ///
    /// ```rhai
    /// clients.take(3).all().len()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn all(collection: Collection) -> Raised<Records> {
        let records = collection.all().map_err(raise)?;
        Ok(records.into_iter().map(Dynamic::from).collect())
    }
}

/// Change
///
/// The database checks every change: your rights, and the rules of the business.
#[export_module]
mod change {
    /// Creates a row and returns it. Give fields by name; a relation takes a record, an id or an e-mail.
    ///
    /// What a commercial creates becomes theirs; an admin names the commercial. For a new collaborator, the
    /// password is asked for on the terminal, or given as `password: env_password("NEW_PASSWORD")`.
    ///
    /// ```rhai
    /// clients.create(#{ full_name: "Ada Byron", email: "ada@example.com", commercial: 2 })
    /// ```
    #[rhai_fn(return_raw)]
    pub fn create(ctx: NativeCallContext, collection: Collection, values: Map) -> Raised<Record> {
        if !is_of_accounts(collection.entity()) {
            let values = given(values).map_err(raise)?;
            return collection.create(values).map_err(raise);
        }
        let created = Context::of(ctx.tag())
            .and_then(|context| create_accounts(&context, vec![values]))
            .map_err(raise)?;
        let created = created.into_iter().next();
        created.ok_or_else(|| raise(Error::fault("the new collaborator can't be read")))
    }

    /// Creates many rows in one statement and returns them.
    ///
    /// When one of them fails, the error says which, and none is created.
    ///
    /// ```rhai
    /// clients.create([
    ///     #{ full_name: "Ada Byron", email: "ada@example.com", commercial: 2 },
    ///     #{ full_name: "Alan Kay", email: "alan@example.com", commercial: 2 },
    /// ])
    /// ```
    #[rhai_fn(name = "create", return_raw)]
    pub fn create_all(
        ctx: NativeCallContext,
        collection: Collection,
        rows: Array,
    ) -> Raised<Records> {
        let maps = rows.into_iter().map(|row| {
            row.try_cast::<Map>()
                .ok_or_else(|| Error::failed("create takes maps: [#{ … }, #{ … }]"))
        });
        let maps = maps.collect::<Result<Vec<_>, Error>>().map_err(raise)?;
        let created = if is_of_accounts(collection.entity()) {
            Context::of(ctx.tag()).and_then(|context| create_accounts(&context, maps))
        } else {
            let values = maps.into_iter().map(given).collect::<Result<_, _>>();
            values.and_then(|values| collection.create_all(values))
        };
        let created = created.map_err(raise)?;
        Ok(created.into_iter().map(Dynamic::from).collect())
    }
}

/// See
#[export_module]
mod see {
    /// The SQL that would run, with its parameters.
    ///
    /// ```rhai
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

    /// How PostgreSQL finds the rows: each step, with rows and times.
    ///
    /// The rows are read to measure it, but not shown. A step gets its rows from those below it, and
    /// its time includes theirs.
    ///
    /// ```rhai
    /// clients.filter(|c| c.company_name == "Cool Startup").explain()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn explain(collection: Collection) -> Raised<Told> {
        let plan = collection.explain().map_err(raise)?;
        Ok(Told(crate::render::plan(&plan)))
    }

    // What a collection looks like in a text.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn text(collection: Collection) -> String {
        collection.entity().name.clone()
    }
}
