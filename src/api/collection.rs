//! A collection: rows of an entity that are read when they are needed.

use super::prefetch::{self, Batch};
use super::record::Record;
use super::session::Session;
use crate::catalog::{Entity, Field, Relation};
use crate::error::{Error, Result};
use crate::query::{Aggregate, Expr, Select, Statement};
use crate::rows::{Column, Rows};
use crate::store::Row;
use crate::value::{Type, Value};
use std::rc::Rc;

/// Rows of one entity: a query that has not run yet. Every step returns a new collection.
#[derive(Clone)]
pub struct Collection {
    session: Session,
    select: Select,
    /// The record whose relation to many this is, while nothing narrows it.
    of: Option<Rc<(Record, Relation)>>,
}

impl Collection {
    pub(super) fn new(session: Session, select: Select) -> Self {
        Self {
            session,
            select,
            of: None,
        }
    }

    /// The rows that a relation leads to from a record.
    pub(super) fn of_record(mut self, record: &Record, relation: &Relation) -> Self {
        self.of = Some(Rc::new((record.clone(), relation.clone())));
        self
    }

    /// The rows, if they are those of a relation that are read for many records at once.
    pub(super) fn related(&self) -> Result<Option<Vec<Record>>> {
        match self.of.as_deref() {
            Some((record, relation)) => record.related(relation),
            None => Ok(None),
        }
    }

    /// What kind of rows.
    #[must_use]
    pub fn entity(&self) -> &Rc<Entity> {
        &self.select.entity
    }

    /// The session that reads it.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The query as data.
    #[must_use]
    pub fn select(&self) -> &Select {
        &self.select
    }

    /// The same session, another query of the same entity.
    #[must_use]
    pub fn with(&self, select: Select) -> Self {
        Self::new(self.session.clone(), select)
    }

    /// How many rows.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn count(&self) -> Result<i64> {
        if let Some(records) = self.related()? {
            return Ok(i64::try_from(records.len()).unwrap_or(i64::MAX));
        }
        match self.one(&self.select.count())? {
            Value::Int(count) => Ok(count),
            other => Err(Error::fault(format!("a count came back as {other}"))),
        }
    }

    /// Whether there is any row.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn exists(&self) -> Result<bool> {
        if let Some(records) = self.related()? {
            return Ok(!records.is_empty());
        }
        Ok(self.one(&self.select.exists())? == Value::Bool(true))
    }

    /// The first row; none when there is no row.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn first(&self) -> Result<Option<Record>> {
        if let Some(records) = self.related()? {
            return Ok(records.into_iter().next());
        }
        let rows = self.query(&self.select.clone().take(1).rows())?;
        Ok(Record::single(&self.session, self.entity(), rows))
    }

    /// The row with an id.
    ///
    /// # Errors
    /// There is none; the rows are computed and have no id; and as [`Collection::count`].
    pub fn get(&self, id: i64) -> Result<Record> {
        let has_id = |field: &Field| field.kind() == Type::Int;
        if !self.entity().field("id").is_some_and(has_id) {
            let columns: Vec<&str> = self.entity().members().collect();
            return Err(
                Error::failed("these rows have no id to get them by").hint(format!(
                    "they have {}: narrow them by .filter(|r| …), then take .first()",
                    columns.join(", ")
                )),
            );
        }
        self.with_id(Value::Int(id))
            .first()?
            .ok_or_else(|| Error::failed(format!("there is no {} {id}", self.entity().singular())))
    }

    /// All rows at once.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn all(&self) -> Result<Vec<Record>> {
        if let Some(records) = self.related()? {
            return Ok(records);
        }
        // Not through a cursor: for those PostgreSQL makes no parallel plans.
        Ok(self.records(self.query(&self.select.rows())?))
    }

    /// An aggregate over the rows.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn aggregate(&self, aggregate: Aggregate, of: &Expr) -> Result<Value> {
        self.one(&self.select.aggregate(aggregate, of))
    }

    /// The columns of its rows.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let fields = self.entity().fields.iter();
        fields
            .map(|field| Column {
                name: field.name.clone(),
                kind: Some(field.kind()),
            })
            .collect()
    }

    /// The first rows, as a table's content.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn head(&self, count: u64) -> Result<Rows> {
        let rows = self.query(&self.select.clone().take(count).rows())?;
        with_columns(self.columns(), &rows)
    }

    /// Rows that were read, as records; what they need is read for a batch of them at once.
    pub(super) fn records(&self, rows: Vec<Row>) -> Vec<Record> {
        let mut records = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter();
        loop {
            let batch = Batch::new(
                self.entity(),
                rows.by_ref().take(prefetch::SIZE as usize).collect(),
            );
            if batch.len() == 0 {
                return records;
            }
            records.extend((0..batch.len()).map(|row| Record::new(&self.session, &batch, row)));
        }
    }

    pub(super) fn query(&self, statement: &Statement) -> Result<Vec<Row>> {
        self.session
            .database()
            .read(&statement.text, &statement.params)
            .map_err(|error| self.session.refine(error))
    }

    fn one(&self, statement: &Statement) -> Result<Value> {
        let rows = self.query(statement)?;
        Ok(Row::first_value(&rows)?.unwrap_or(Value::Null))
    }
}

/// Rows that were read, as a table's content.
pub(super) fn with_columns(columns: Vec<Column>, rows: &[Row]) -> Result<Rows> {
    Ok(Rows {
        columns,
        rows: rows.iter().map(Row::values).collect::<Result<_>>()?,
    })
}
