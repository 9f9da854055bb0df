//! A record: one row of an entity, as it was when it was read.

use super::collection::Collection;
use super::prefetch::Batch;
use super::session::Session;
use crate::catalog::{Entity, ROWS, Relation, RelationKind};
use crate::error::Result;
use crate::query::Select;
use crate::store::Row;
use crate::value::Value;
use std::fmt;
use std::rc::Rc;

/// One row, with its relations at hand. Clones are cheap.
///
/// Fields that were [set](Record::set) read as their new values; [`Record::save`] makes them permanent.
#[derive(Clone)]
pub struct Record {
    pub(super) session: Session,
    batch: Rc<Batch>,
    /// Which row of the batch it is.
    row: usize,
    /// What was given new values and is not written yet.
    pub(super) set: Vec<(String, Value)>,
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
    pub(super) fn new(session: &Session, batch: &Rc<Batch>, row: usize) -> Self {
        Self {
            session: session.clone(),
            batch: Rc::clone(batch),
            row,
            set: Vec::new(),
        }
    }

    /// A record of rows that hold one row.
    pub(super) fn single(session: &Session, entity: &Rc<Entity>, rows: Vec<Row>) -> Option<Self> {
        (!rows.is_empty()).then(|| Self::new(session, &Batch::new(entity, rows), 0))
    }

    /// What it was read with, when that is this row alone.
    pub(super) fn only_row(&self) -> Option<&Rc<Batch>> {
        (self.batch.len() == 1).then_some(&self.batch)
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
        match self.entity().position(field) {
            Some(field) => self.value_at(field),
            None => Err(self.entity().unknown_member(field)),
        }
    }

    /// All values, in the order of the entity's fields.
    ///
    /// # Errors
    /// A value can't be read.
    pub fn values(&self) -> Result<Vec<Value>> {
        (0..self.entity().fields.len())
            .map(|field| self.value_at(field))
            .collect()
    }

    fn value_at(&self, field: usize) -> Result<Value> {
        if !self.set.is_empty() {
            let name = &self.entity().fields[field].name;
            if let Some((_, value)) = self.set.iter().find(|(set, _)| set == name) {
                return Ok(value.clone());
            }
        }
        self.batch.value(self.row, field)
    }

    /// A field as it was when the row was read.
    pub(super) fn as_read(&self, name: &str) -> Result<Value> {
        let field = self.entity().position(name).unwrap_or_default();
        self.batch.value(self.row, field)
    }

    /// A field or a relation.
    ///
    /// # Errors
    /// There is none of that name; or the related row can't be read.
    pub fn member(&self, name: &str) -> Result<Member> {
        let relation = self
            .entity()
            .relation(name)
            .filter(|_| self.entity().position(name).is_none());
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
                let related = self.batch.one(&self.session, self.row, relation)?;
                let record = |(batch, row)| Self::new(&self.session, &batch, row);
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
        let found = self.batch.many(&self.session, self.row, relation)?;
        let record = |batch: &Rc<Batch>, row| Self::new(&self.session, batch, row);
        Ok(found.map(|(batch, rows)| rows.into_iter().map(|row| record(&batch, row)).collect()))
    }

    /// Whether both are the same row. Rows of plain SQL, and others without an id, are compared by their
    /// values.
    #[must_use]
    pub fn is_same_row(&self, other: &Self) -> bool {
        if self.entity().name != other.entity().name {
            return false;
        }
        match (self.id(), other.id()) {
            (Ok(id), Ok(same)) if self.entity().name != ROWS => id == same,
            _ => self.values() == other.values(),
        }
    }

    /// Whether this is another record's very reading of the row: nothing was written in between.
    #[must_use]
    pub fn is_same_reading(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.batch, &other.batch) && self.row == other.row
    }

    /// What people call it: `client 12`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.id() {
            Ok(id) => format!("{} {id}", self.entity().singular()),
            Err(_) => self.entity().singular().to_owned(),
        }
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
