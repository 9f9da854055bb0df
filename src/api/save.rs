//! Changing one record: new values, writing them, deleting it.

use super::given::{Given, Values, resolve, resolve_one};
use super::record::Record;
use crate::catalog::{Action, Field};
use crate::error::Result;
use crate::query;
use crate::value::Value;
use std::rc::Rc;

impl Record {
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
}
