//! A record: one row of an entity, as it was when it was read.

use super::batch::Batch;
use super::collection::Collection;
use super::explain;
use super::given::{Given, Values, resolve, resolve_one};
use super::session::Session;
use crate::catalog::{Action, Entity, Field, Relation, RelationKind};
use crate::error::{Error, Result};
use crate::query::{self, Select};
use crate::store::Row;
use crate::value::Value;
use std::fmt;
use std::rc::Rc;

/// One row, with its relations at hand. Clones are cheap.
///
/// Fields that were [set](Record::set) read as their new values; [`Record::save`] makes them permanent.
#[derive(Clone)]
pub struct Record {
    session: Session,
    batch: Rc<Batch>,
    place: usize,
    set: Vec<(String, Value)>,
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
            set: Vec::new(),
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

    /// The session that read it.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
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
            Some(place) => self.value_at(place),
            None => Err(self.entity().unknown_member(field)),
        }
    }

    /// All values, in the order of the entity's fields.
    ///
    /// # Errors
    /// A value can't be read.
    pub fn values(&self) -> Result<Vec<Value>> {
        (0..self.entity().fields.len())
            .map(|place| self.value_at(place))
            .collect()
    }

    fn value_at(&self, place: usize) -> Result<Value> {
        if !self.set.is_empty() {
            let name = &self.entity().fields[place].name;
            if let Some((_, value)) = self.set.iter().find(|(set, _)| set == name) {
                return Ok(value.clone());
            }
        }
        self.batch.value(self.place, place)
    }

    /// A field or a relation.
    ///
    /// # Errors
    /// There is none of that name; or the related row can't be read.
    pub fn member(&self, name: &str) -> Result<Member> {
        let relation = self
            .entity()
            .relation(name)
            .filter(|_| self.entity().place(name).is_none());
        let Some(relation) = relation else {
            return self.value(name).map(Member::Value);
        };
        match relation.kind {
            RelationKind::One if self.set.iter().any(|(set, _)| *set == relation.field) => {
                let target = self.session.collection(&relation.target)?;
                let related = target.with_id(self.value(&relation.field)?).first()?;
                Ok(Member::Record(related))
            }
            RelationKind::One => {
                let related = self.batch.one(&self.session, self.place, relation)?;
                let record = |(batch, place)| Self::new(&self.session, &batch, place);
                Ok(Member::Record(related.map(record)))
            }
            RelationKind::Many => self.many(relation).map(Member::Collection),
        }
    }

    fn many(&self, relation: &Relation) -> Result<Collection> {
        let catalog = self.session.catalog()?;
        let select = Select::all(catalog.entity(&relation.target)?);
        let key = select
            .row()
            .field(select.entity.known_field(&relation.field)?);
        let related = select.filter(key.eq(self.id()?));
        Ok(Collection::new(self.session.clone(), related).of_record(self, relation))
    }

    /// The rows of a relation to many, when they can be read for all rows of the batch at once.
    pub(super) fn related(&self, relation: &Relation) -> Result<Option<Vec<Self>>> {
        let found = self.batch.many(&self.session, self.place, relation)?;
        let record = |batch: &Rc<Batch>, place| Self::new(&self.session, batch, place);
        Ok(found.map(|(batch, places)| {
            places
                .into_iter()
                .map(|place| record(&batch, place))
                .collect()
        }))
    }

    /// What people call it: `client 12`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.id() {
            Ok(id) => format!("{} {id}", self.entity().singular()),
            Err(_) => self.entity().singular().to_owned(),
        }
    }

    /// Gives a field or a relation a new value, here only: [`Record::save`] makes it permanent.
    ///
    /// # Errors
    /// There is no such field, or it takes another type.
    pub fn set(&mut self, name: &str, given: Given) -> Result<()> {
        let entity = Rc::clone(self.entity());
        let (field, value) = resolve_one(&entity, name, given)?;
        if self.value(&field.name)? == value {
            return Ok(());
        }
        self.set.retain(|(set, _)| *set != field.name);
        self.set.push((field.name.clone(), value));
        Ok(())
    }

    /// Writes what was set, and returns the row as it is then.
    ///
    /// # Errors
    /// As [`Record::update`].
    pub fn save(&self) -> Result<Self> {
        let entity = Rc::clone(self.entity());
        let fields = self
            .set
            .iter()
            .map(|(name, value)| Ok((entity.known_field(name)?, value.clone())));
        self.write(&fields.collect::<Result<Vec<_>>>()?)
    }

    /// Changes fields of the row and returns it as it is then. What was [set](Record::set) is written
    /// too.
    ///
    /// # Errors
    /// A field is unknown or of another type; the rules of the business or of who may do what say no;
    /// the row is gone; or somebody else changed the same fields since the record was read.
    pub fn update(&self, values: Values) -> Result<Self> {
        let mut changed = self.clone();
        resolve(self.entity(), values)?
            .into_iter()
            .try_for_each(|(field, value)| changed.set(&field.name, Given::Value(value)))?;
        changed.save()
    }

    fn write(&self, values: &[(&Field, Value)]) -> Result<Self> {
        if values.is_empty() {
            return Ok(self.clone());
        }
        let entity = self.entity();
        let names: Vec<&str> = values
            .iter()
            .map(|(field, _)| field.name.as_str())
            .collect();
        let read: Vec<Value> = names
            .iter()
            .map(|name| self.as_read(name))
            .collect::<Result<_>>()?;
        let statement = query::update(entity, &self.id()?, values, &read);
        self.session.note_change();
        let rows = self
            .session
            .database()
            .query(&statement.text, &statement.params)
            .map_err(|error| self.refusal(error, Action::Update, &names))?;
        Self::single(&self.session, entity, rows)
            .map_or_else(|| Err(self.untouched(Action::Update, &names)), Ok)
    }

    /// A field as it was when the row was read.
    fn as_read(&self, name: &str) -> Result<Value> {
        let place = self.entity().place(name).unwrap_or_default();
        self.batch.value(self.place, place)
    }

    /// Deletes the row.
    ///
    /// # Errors
    /// As [`Record::update`].
    pub fn delete(&self) -> Result<()> {
        let statement = query::delete(self.entity(), &self.id()?);
        self.session.note_change();
        let touched = self
            .session
            .database()
            .execute(&statement.text, &statement.params)
            .map_err(|error| self.refusal(error, Action::Delete, &[]))?;
        if touched == 0 {
            Err(self.untouched(Action::Delete, &[]))
        } else {
            Ok(())
        }
    }

    /// The database refused with an error.
    fn refusal(&self, error: Error, action: Action, fields: &[&str]) -> Error {
        let error = self.session.explain(error);
        if !explain::is_bare_refusal(&error) {
            return error;
        }
        let refused = explain::refused_fields(self.entity(), action, fields);
        refused.unwrap_or_else(|| {
            // The transaction failed by this refusal: only another connection answers.
            let why = self.why_apart(action).ok();
            let what = self.label();
            self.session.refused(self.entity(), action, &what, why)
        })
    }

    /// The database touched no row: it is gone, somebody changed it, or it may not be touched.
    fn untouched(&self, action: Action, fields: &[&str]) -> Error {
        match self.id().and_then(|id| {
            self.session
                .collection(&self.entity().name)?
                .with_id(id)
                .first()
        }) {
            Ok(Some(now)) => self.conflict(&now, fields).unwrap_or_else(|| {
                let why = now.why(action).ok();
                let what = self.label();
                self.session.refused(self.entity(), action, &what, why)
            }),
            Ok(None) => Error::failed(format!("{} is not there any more", self.label())),
            Err(error) => error,
        }
    }

    /// What somebody else changed meanwhile, among some fields.
    fn conflict(&self, now: &Self, fields: &[&str]) -> Option<Error> {
        let differs = |name: &&&str| Some(self.as_read(name).ok()? != now.as_read(name).ok()?);
        let changed: Vec<&&str> = fields
            .iter()
            .filter(|name| differs(name) == Some(true))
            .collect();
        let shown = |record: &Self, name: &str| match record.as_read(name) {
            Ok(Value::Null) | Err(_) => "empty".to_owned(),
            Ok(value) => format!("'{value}'"),
        };
        let error = Error::failed(format!(
            "{} was changed by somebody else meanwhile",
            self.label()
        ));
        let error = changed.iter().fold(error, |error, name| {
            error.hint(format!(
                "{name} was {}, and is {} now",
                shown(self, name),
                shown(now, name)
            ))
        });
        let read_again = format!(
            "nothing was overwritten; read it again: {}.get(…)",
            self.entity().name
        );
        (!changed.is_empty()).then(|| error.hint(read_again))
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

/// What people call it.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}
