//! A record: one row of an entity, as it was when it was read.

use super::batch::Batch;
use super::collection::Collection;
use super::explain;
use super::given::{Values, resolve};
use super::session::Session;
use crate::catalog::{Action, Entity, RelationKind};
use crate::error::{Error, Kind, Result};
use crate::query::{self, Select};
use crate::store::Row;
use crate::value::Value;
use std::fmt;
use std::rc::Rc;

/// One row, with its relations at hand. Clones are cheap.
#[derive(Clone)]
pub struct Record {
    session: Session,
    batch: Rc<Batch>,
    place: usize,
}

/// What follows the dot of a record.
pub enum Member {
    /// A field's value.
    Value(Value),
    /// A relation to one: a record, or nothing.
    Record(Option<Record>),
    /// A relation to many.
    Collection(Collection),
}

impl Record {
    pub(super) fn new(session: &Session, batch: &Rc<Batch>, place: usize) -> Self {
        Self {
            session: session.clone(),
            batch: Rc::clone(batch),
            place,
        }
    }

    /// A record of rows that hold one row.
    pub(super) fn single(session: &Session, entity: &Rc<Entity>, rows: Vec<Row>) -> Option<Self> {
        (!rows.is_empty()).then(|| Self::new(session, &Batch::new(entity, rows), 0))
    }

    /// What kind of record it is.
    #[must_use]
    pub fn entity(&self) -> &Rc<Entity> {
        &self.batch.entity
    }

    /// Its id.
    ///
    /// # Errors
    /// Its entity has no id.
    pub fn id(&self) -> Result<Value> {
        self.value("id")
    }

    /// A field's value.
    ///
    /// # Errors
    /// There is no such field, or its value can't be read.
    pub fn value(&self, field: &str) -> Result<Value> {
        match self.entity().place(field) {
            Some(place) => self.batch.value(self.place, place),
            None => Err(self.entity().unknown_member(field)),
        }
    }

    /// All values, in the order of the entity's fields.
    ///
    /// # Errors
    /// A value can't be read.
    pub fn values(&self) -> Result<Vec<Value>> {
        (0..self.entity().fields.len())
            .map(|place| self.batch.value(self.place, place))
            .collect()
    }

    /// A field or a relation.
    ///
    /// # Errors
    /// There is none of that name; or the related row can't be read.
    pub fn member(&self, name: &str) -> Result<Member> {
        let Some(relation) = self
            .entity()
            .relation(name)
            .filter(|_| self.entity().place(name).is_none())
        else {
            return self.value(name).map(Member::Value);
        };
        match relation.kind {
            RelationKind::One => {
                let related = self.batch.related(&self.session, self.place, relation)?;
                Ok(Member::Record(related.map(|(batch, place)| {
                    Self::new(&self.session, &batch, place)
                })))
            }
            RelationKind::Many => {
                let catalog = self.session.catalog()?;
                let select = Select::all(catalog.entity(&relation.target)?);
                let key = select
                    .row()
                    .field(select.entity.known_field(&relation.field)?);
                let related = select.filter(key.eq(self.id()?));
                Ok(Member::Collection(Collection::new(
                    self.session.clone(),
                    related,
                )))
            }
        }
    }

    /// What people call it: `client 12`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.id() {
            Ok(id) => format!("{} {id}", self.entity().singular()),
            Err(_) => self.entity().singular().to_owned(),
        }
    }

    /// Changes fields of the row and returns it as it is then.
    ///
    /// # Errors
    /// A field is unknown or of another type; the rules of the business or of who may do what say no;
    /// the row is gone.
    pub fn update(&self, values: Values) -> Result<Self> {
        let entity = self.entity();
        let values = resolve(entity, values)?;
        if values.is_empty() {
            return Ok(self.clone());
        }
        let names: Vec<&str> = values
            .iter()
            .map(|(field, _)| field.name.as_str())
            .collect();
        let statement = query::update(entity, &self.id()?, &values);
        let rows = self
            .session
            .database()
            .query(&statement.text, &statement.params)
            .map_err(|error| self.refusal(error, Action::Update, &names))?;
        Self::single(&self.session, entity, rows)
            .map_or_else(|| Err(self.untouched(Action::Update)), Ok)
    }

    /// Deletes the row.
    ///
    /// # Errors
    /// As [`Record::update`].
    pub fn delete(&self) -> Result<()> {
        let statement = query::delete(self.entity(), &self.id()?);
        let touched = self
            .session
            .database()
            .execute(&statement.text, &statement.params)
            .map_err(|error| self.refusal(error, Action::Delete, &[]))?;
        if touched == 0 {
            Err(self.untouched(Action::Delete))
        } else {
            Ok(())
        }
    }

    /// The database refused with an error.
    fn refusal(&self, error: Error, action: Action, fields: &[&str]) -> Error {
        let error = self.session.explain(error);
        if error.kind != Kind::NotAllowed {
            return error;
        }
        let refused = explain::refused_fields(self.entity(), action, fields);
        refused.unwrap_or_else(|| explain::refused(self.entity(), action, &self.label()))
    }

    /// The database touched no row: it is gone, or it may not be touched.
    fn untouched(&self, action: Action) -> Error {
        let entity = self.entity();
        let still_there = self.id().and_then(|id| {
            let select = Select::all(entity);
            Collection::new(self.session.clone(), select)
                .with_id(id)
                .exists()
        });
        match still_there {
            Ok(true) => explain::refused(entity, action, &self.label()),
            Ok(false) => Error::failed(format!("{} is not there any more", self.label())),
            Err(error) => error,
        }
    }
}

/// Its fields, as people read them.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}
