//! What there is: entities, their fields, relations and rules, read from PostgreSQL at sign-in.
//!
//! A column that a migration adds is in completion, help, queries and changes at the next sign-in. Only verbs such
//! as `sign` name columns in Rust (`api/words.rs`).

mod action;
mod entity;
mod field;
mod kept;
mod listed;
mod names;
mod person;

pub use action::Action;
pub use entity::{Constraint, Entity, Relation, RelationKind, Rule};
pub use field::Field;
pub use kept::Kept;
pub use names::{ROWS, singular};
pub use person::Person;

use crate::error::{Error, Result};
use crate::store::{Ahead, Database, Row, TIMELINE};
use crate::value::Value;
use listed::Listed;
use serde::Deserialize;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::LazyLock;

/// Everything the shell knows about the database, as one person sees it.
#[derive(Debug)]
pub struct Catalog {
    /// Who is signed in; nobody for the database's owner.
    pub me: Option<Person>,
    listed: Vec<Listed>,
    /// All of them, once somebody asked for all.
    entities: OnceCell<Vec<Rc<Entity>>>,
}

/// As `epic.catalog()` writes it.
#[derive(Deserialize)]
struct Written {
    me: Option<Person>,
    entities: Vec<entity::Written>,
}

/// Which transactions have ended by now, and on which timeline: as long as it is the same text, nothing was changed. A standby
/// does not know all that are open, and a transaction that has a number does not count itself: they say nothing.
static SNAPSHOT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "case when not pg_is_in_recovery() and pg_current_xact_id_if_assigned() is null
              then concat_ws(' ', {TIMELINE}, pg_current_snapshot()) end"
    )
});

/// The catalog, its version of the moment before, and the snapshot of that.
static ALL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select epic.catalog()::text, epic.catalog_version_for(auth.uid()), {}",
        *SNAPSHOT
    )
});
/// The version alone, for somebody whose id is known, and only if the snapshot is another one; and the snapshot.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select case when s.now is distinct from $2 then epic.catalog_version_for($1) end, s.now
           from (select {}) s(now)",
        *SNAPSHOT
    )
});
/// The catalog of a database that has no version of it yet.
const OLDER: &str = "select epic.catalog()::text";

/// A catalog that is being read.
#[derive(Debug)]
pub struct Coming {
    answer: Ahead,
    known: Option<Known>,
    kept: Option<Kept>,
}

impl Coming {
    /// Waits for it.
    ///
    /// # Errors
    /// As [`Catalog::load`].
    pub fn catalog(self, database: &Database) -> Result<Catalog> {
        let (known, answer) = (self.known, self.answer.rows());
        Catalog::told(known, answer, database, self.kept.as_ref())
    }
}

impl Catalog {
    /// Reads the catalog: one statement that asks whether the one that was kept is still true, or all of it.
    ///
    /// # Errors
    /// The database can't be reached, or it is not one of ours.
    pub fn load(database: &Database, kept: Option<&Kept>) -> Result<Self> {
        let known = Known::of(kept);
        let (sql, params) = question(known.as_ref());
        Self::told(known, database.read(sql, &params), database, kept)
    }

    /// Begins to read the catalog in the background; nothing if that can't be done now.
    #[must_use]
    pub fn ahead(database: &Database, kept: Option<&Kept>) -> Option<Coming> {
        let known = Known::of(kept);
        let (sql, params) = question(known.as_ref());
        Some(Coming {
            answer: database.query_ahead(sql, params)?,
            known,
            kept: kept.cloned(),
        })
    }

    /// What the answer to the [`question`] says: the catalog that was kept, or the one that came, or that all of it is to
    /// be read after all.
    fn told(
        known: Option<Known>,
        answer: Result<Vec<Row>>,
        database: &Database,
        kept: Option<&Kept>,
    ) -> Result<Self> {
        match (known, answer) {
            (Some(known), Ok(rows)) if known.is(&rows)? => {
                known.note(&rows, kept)?;
                Ok(known.catalog)
            }
            (Some(_), Ok(_)) => {
                let (sql, params) = question(None);
                Self::told(None, database.read(sql, &params), database, kept)
            }
            (None, Ok(rows)) => Self::answered(&rows, kept),
            (_, Err(error)) => Self::of_older(database, error),
        }
    }

    /// Reads the catalog where there is no version of it.
    fn of_older(database: &Database, error: Error) -> Result<Self> {
        if error.is_unknown_function() {
            return Self::read(&text(&database.read(OLDER, &[])?, 0)?);
        }
        Err(error)
    }

    fn answered(rows: &[Row], kept: Option<&Kept>) -> Result<Self> {
        let (written, version) = (text(rows, 0)?, text(rows, 1)?);
        let catalog = Self::read(&written)?;
        if let Some(kept) = kept.filter(|_| catalog.me.is_some()) {
            kept.save(&version, catalog.me.as_ref(), catalog.entities());
            kept.save_snapshot(&version, &optional(rows, 2)?.unwrap_or_default());
        }
        Ok(catalog)
    }

    /// Reads a catalog from its JSON.
    ///
    /// # Errors
    /// It does not have the shape that this program knows.
    pub fn read(json: &str) -> Result<Self> {
        let written: Written = serde_json::from_str(json).map_err(|error| {
            Error::fault(format!(
                "the database's catalog can't be understood: {error}"
            ))
            .hint("the shell and the database may be of different versions: epic db status")
        })?;
        let entities = entity::link(written.entities);
        let listed = entities.into_iter().map(Listed::known).collect();
        Ok(Self::of(written.me, listed))
    }

    fn of(me: Option<Person>, listed: Vec<Listed>) -> Self {
        Self {
            me,
            listed,
            entities: OnceCell::new(),
        }
    }

    /// All entities, in the order of their tables.
    #[must_use]
    pub fn entities(&self) -> &[Rc<Entity>] {
        let read = |listed: &Listed| listed.entity().ok().cloned();
        self.entities
            .get_or_init(|| self.listed.iter().filter_map(read).collect())
    }

    /// The names of all entities, in the same order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(|listed| listed.name.as_str())
    }

    /// An entity by its name.
    ///
    /// # Errors
    /// There is none of that name; says which one is near.
    pub fn entity(&self, name: &str) -> Result<&Rc<Entity>> {
        if let Some(listed) = self.listed.iter().find(|listed| listed.name == name) {
            return listed.entity();
        }
        let known: Vec<&str> = self.names().collect();
        Err(Error::failed(format!("there is no collection '{name}'"))
            .did_you_mean(name, known.iter().copied())
            .hint(format!("collections: {}", known.join(", "))))
    }

    /// A constraint by its sentence, and the entity it belongs to.
    #[must_use]
    pub fn constraint(&self, sentence: &str) -> Option<(&Rc<Entity>, &Constraint)> {
        self.entities().iter().find_map(|entity| {
            Some((
                entity,
                entity.constraints.iter().find(|c| c.name == sentence)?,
            ))
        })
    }
}

/// A catalog that was kept, its version, and when that was true.
#[derive(Debug)]
struct Known {
    version: String,
    snapshot: String,
    catalog: Catalog,
}

impl Known {
    fn of(kept: Option<&Kept>) -> Option<Self> {
        let kept = kept?;
        let (version, me, listed) = kept.load()?;
        Some(Self {
            snapshot: kept.snapshot(&version).unwrap_or_default(),
            catalog: Catalog::of(me, listed),
            version,
        })
    }

    fn me(&self) -> Value {
        let id = |person: &Person| Value::Int(person.id);
        self.catalog.me.as_ref().map_or(Value::Null, id)
    }

    /// Whether the answer to [`VERSION`] says so.
    fn is(&self, rows: &[Row]) -> Result<bool> {
        Ok(optional(rows, 0)?.is_none_or(|version| version == self.version))
    }

    /// Notes that it is true at the snapshot of the answer.
    fn note(&self, rows: &[Row], kept: Option<&Kept>) -> Result<()> {
        let now = optional(rows, 1)?.filter(|now| *now != self.snapshot);
        if let (Some(now), Some(kept)) = (now, kept) {
            kept.save_snapshot(&self.version, &now);
        }
        Ok(())
    }
}

/// What the database is asked: whether what is known is still true, or for all of it.
fn question(known: Option<&Known>) -> (&'static str, Vec<Value>) {
    known.map_or((ALL.as_str(), Vec::new()), |known| {
        let snapshot = Value::Text(known.snapshot.clone());
        (VERSION.as_str(), vec![known.me(), snapshot])
    })
}

fn text(rows: &[Row], column: usize) -> Result<String> {
    optional(rows, column)?.ok_or_else(no_catalog)
}

fn optional(rows: &[Row], column: usize) -> Result<Option<String>> {
    match rows.first().map(|row| row.get(column)).transpose()? {
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(Value::Null) => Ok(None),
        _ => Err(no_catalog()),
    }
}

fn no_catalog() -> Error {
    Error::fault("the database has no catalog")
}
