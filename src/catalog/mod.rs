//! What there is: entities, their fields, relations and rules, read from PostgreSQL at sign-in.
//!
//! A column that a migration adds is in completion, help, queries and changes at the next sign-in. Only verbs such
//! as `sign` name columns in Rust (`api/words.rs`).

mod action;
mod entity;
mod field;
mod names;

pub use action::Action;
pub use entity::{Constraint, Entity, Relation, RelationKind, Rule};
pub use field::Field;
pub use names::{ROWS, singular};

use crate::error::{Error, Result};
use crate::store::{Ahead, Database, Row};
use crate::value::Value;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::rc::Rc;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Their id among the collaborators.
    pub id: i64,
    /// Their e-mail.
    pub email: String,
    /// Their name.
    pub full_name: String,
    /// `admin`, `commercial` or `support`.
    pub role: String,
    /// When this session ends.
    pub expires: DateTime<Utc>,
}

/// Everything the shell knows about the database, as one person sees it.
#[derive(Debug)]
pub struct Catalog {
    /// Who is signed in; nobody for the database's owner.
    pub me: Option<Person>,
    entities: Vec<Rc<Entity>>,
}

/// As `epic.catalog()` writes it.
#[derive(Deserialize)]
struct Written {
    me: Option<Person>,
    entities: Vec<entity::Written>,
}

const QUERY: &str = "select epic.catalog()::text";

/// A catalog that is being read.
#[derive(Debug)]
pub struct Coming(Ahead);

impl Coming {
    /// Waits for it.
    ///
    /// # Errors
    /// As [`Catalog::load`].
    pub fn catalog(self) -> Result<Catalog> {
        Catalog::answered(&self.0.rows()?)
    }
}

impl Catalog {
    /// Reads the catalog: one statement.
    ///
    /// # Errors
    /// The database can't be reached, or it is not one of ours.
    pub fn load(database: &Database) -> Result<Self> {
        Self::answered(&database.query(QUERY, &[])?)
    }

    /// Begins to read the catalog in the background; nothing if that can't be done now.
    #[must_use]
    pub fn ahead(database: &Database) -> Option<Coming> {
        database.query_ahead(QUERY).map(Coming)
    }

    fn answered(rows: &[Row]) -> Result<Self> {
        match rows.first().map(|row| row.get(0)).transpose()? {
            Some(Value::Text(json)) => Self::read(&json),
            _ => Err(Error::fault("the database has no catalog")),
        }
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
        Ok(Self {
            me: written.me,
            entities,
        })
    }

    /// All entities, in the order of their tables.
    #[must_use]
    pub fn entities(&self) -> &[Rc<Entity>] {
        &self.entities
    }

    /// An entity by its name.
    ///
    /// # Errors
    /// There is none of that name; says which one is near.
    pub fn entity(&self, name: &str) -> Result<&Rc<Entity>> {
        self.entities
            .iter()
            .find(|entity| entity.name == name)
            .ok_or_else(|| {
                let known: Vec<&str> = self.entities.iter().map(|e| e.name.as_str()).collect();
                Error::failed(format!("there is no collection '{name}'"))
                    .did_you_mean(name, known.iter().copied())
                    .hint(format!("collections: {}", known.join(", ")))
            })
    }

    /// A constraint by its sentence, and the entity it belongs to.
    #[must_use]
    pub fn constraint(&self, sentence: &str) -> Option<(&Rc<Entity>, &Constraint)> {
        self.entities.iter().find_map(|entity| {
            Some((
                entity,
                entity.constraints.iter().find(|c| c.name == sentence)?,
            ))
        })
    }
}
