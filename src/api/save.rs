//! Changing one record: new values, writing them, deleting it.

use super::by_email::look_up;
use super::digits::unrounded;
use super::input::{Given, Values, resolve, resolve_one};
use super::record::Record;
use crate::catalog::{Action, Entity, Field, ROWS};
use crate::error::{Error, Result};
use crate::query;
use crate::value::Value;
use std::rc::Rc;

impl Record {
    /// Gives a field or a relation a new value, here only: [`Record::save`] makes it permanent.
    ///
    /// # Errors
    /// There is no such field, it takes another type, or it is the id.
    pub fn set(&mut self, name: &str, given: Given) -> Result<()> {
        self.must_be_of_table(Action::Update)?;
        let entity = Rc::clone(self.entity());
        let given = look_up(&self.session, &entity, name, given)?;
        let (field, value) = resolve_one(&entity, name, given)?;
        self.set_field(field, value)
    }

    /// Notes a new value of the field's own type.
    fn set_field(&mut self, field: &Field, value: Value) -> Result<()> {
        unrounded(field, &value)?;
        let is_as_read = self.as_read(&field.name)? == value;
        if field.name == "id" && !is_as_read {
            // It would be another row that is written or deleted.
            return Err(Error::failed(format!("the id of {} stays", self.label()))
                .hint(format!("create another {}", self.entity().singular())));
        }
        self.set.retain(|(set, _)| *set != field.name);
        if !is_as_read {
            self.set.push((field.name.clone(), value));
        }
        Ok(())
    }

    /// Whether there is anything to [save](Record::save).
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.set.is_empty()
    }

    /// The fields that were given new values and are not [saved](Record::save) yet.
    pub fn unsaved(&self) -> impl Iterator<Item = &str> {
        self.set.iter().map(|(name, _)| name.as_str())
    }

    /// The row as the database has it now. What was [set](Record::set) is forgotten.
    ///
    /// # Errors
    /// The row is of no table or gone; the database can't be reached, or the session has ended.
    pub fn reload(&self) -> Result<Self> {
        self.table()?
            .with_id(self.id()?)
            .first()?
            .ok_or_else(|| Error::failed(format!("{} is not there any more", self.label())))
    }

    /// Rows that a query computed are no rows of a table, even if they have an id.
    pub(super) fn must_be_of_table(&self, action: Action) -> Result<()> {
        computed_rows(self.entity(), action)
    }

    /// Writes what was set, and returns the row as it is then. Without anything to write, nothing is sent.
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
        self.must_be_of_table(Action::Update)?;
        let mut changed = self.clone();
        let values = values.into_iter().map(|(name, given)| {
            let given = look_up(&self.session, self.entity(), &name, given)?;
            Ok((name, given))
        });
        resolve(self.entity(), values.collect::<Result<_>>()?)?
            .into_iter()
            .try_for_each(|(field, value)| changed.set_field(field, value))?;
        changed.save()
    }

    fn write(&self, values: &[(&Field, Value)]) -> Result<Self> {
        if values.is_empty() {
            return Ok(self.clone());
        }
        self.session.may_write()?;
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
        self.must_be_of_table(Action::Delete)?;
        self.session.may_write()?;
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

/// Refuses to change rows that a query computed.
pub(super) fn computed_rows(entity: &Entity, action: Action) -> Result<()> {
    if !entity.is_computed {
        return Ok(());
    }
    let error = Error::failed("rows that were computed can't be changed");
    Err(match entity.name.as_str() {
        ROWS => error.hint("read the row itself, for example: clients.get(12)"),
        name => error.hint(format!("{action} the {name} themselves")),
    })
}
