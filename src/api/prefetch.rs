//! Rows that were read together: what one of them needs is read for all of them, in one statement.

use super::session::Session;
use crate::catalog::{Entity, Relation};
use crate::error::Result;
use crate::query::{Expr, RowPath, Select};
use crate::store::Row;
use crate::value::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How many rows are read together.
pub(super) const SIZE: u32 = 1000;
/// Related rows are read for all rows at once only when they are not more than this.
const MOST_RELATED: u64 = 50_000;
/// How many rows in a row are read for alone, after a change, before all are read again.
const ALONE: u32 = 8;

/// Rows of one entity that were read together.
pub(super) struct Batch {
    pub(super) entity: Rc<Entity>,
    rows: RowsRead,
    related: RefCell<HashMap<String, Rc<Related>>>,
}

/// The rows themselves.
enum RowsRead {
    /// As they came; values are decoded when they are read.
    Wire(Vec<Row>),
    /// Decoded already.
    Values(Vec<Vec<Value>>),
}

/// What a relation leads to, for all rows of a batch.
struct Related {
    /// The state of the session when they were read; changes make it old.
    as_of: u64,
    read_for: ReadFor,
    batch: Rc<Batch>,
    /// Which rows have a key; none when there are too many to be read together.
    rows_of: Option<HashMap<i64, Vec<usize>>>,
}

/// For which rows of a batch related rows were read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReadFor {
    All,
    /// Only for the rows with this key, as the nth key since the last change.
    Alone(i64, u32),
}

impl Related {
    fn is_for(&self, key: i64) -> bool {
        match self.read_for {
            ReadFor::All => true,
            ReadFor::Alone(only, _) => only == key,
        }
    }

    /// For which rows to read next. A loop that changes something in each turn would read for all rows in
    /// each turn: it gets what it needs alone, until it turns out that it reads on without changes.
    fn next(&self, state: u64, key: i64) -> ReadFor {
        match self.read_for {
            _ if self.as_of != state => ReadFor::Alone(key, 1),
            ReadFor::Alone(_, turns) if turns < ALONE => ReadFor::Alone(key, turns + 1),
            _ => ReadFor::All,
        }
    }
}

impl Batch {
    pub(super) fn new(entity: &Rc<Entity>, rows: Vec<Row>) -> Rc<Self> {
        Self::of(entity, RowsRead::Wire(rows))
    }

    /// A batch of rows whose values are known.
    pub(super) fn of_values(entity: &Rc<Entity>, rows: Vec<Vec<Value>>) -> Rc<Self> {
        Self::of(entity, RowsRead::Values(rows))
    }

    fn of(entity: &Rc<Entity>, rows: RowsRead) -> Rc<Self> {
        Rc::new(Self {
            entity: Rc::clone(entity),
            rows,
            related: RefCell::default(),
        })
    }

    pub(super) fn len(&self) -> usize {
        match &self.rows {
            RowsRead::Wire(rows) => rows.len(),
            RowsRead::Values(rows) => rows.len(),
        }
    }

    /// A value of a row, by the position of its field.
    pub(super) fn value(&self, row: usize, field: usize) -> Result<Value> {
        match &self.rows {
            RowsRead::Wire(rows) => rows[row].get(field),
            RowsRead::Values(rows) => Ok(rows[row][field].clone()),
        }
    }

    /// The row that a relation to one leads to, from one of the rows.
    pub(super) fn one(
        &self,
        session: &Session,
        row: usize,
        relation: &Relation,
    ) -> Result<Option<(Rc<Batch>, usize)>> {
        // First: when no row leads anywhere, there is nothing to read.
        let Some(key) = self.key(row, &relation.field)? else {
            return Ok(None);
        };
        let related = self.related(session, relation, (&relation.field, "id"), key)?;
        let rows_of = related.rows_of.as_ref();
        let row = rows_of.and_then(|rows_of| rows_of.get(&key)?.first());
        Ok(row.map(|row| (Rc::clone(&related.batch), *row)))
    }

    /// The rows that a relation to many leads to, from one of the rows; none when there are too many
    /// to be read for all rows at once.
    pub(super) fn many(
        &self,
        session: &Session,
        row: usize,
        relation: &Relation,
    ) -> Result<Option<(Rc<Batch>, Vec<usize>)>> {
        let Some(key) = self.key(row, "id")? else {
            return Ok(None);
        };
        let related = self.related(session, relation, ("id", &relation.field), key)?;
        Ok(related.rows_of.as_ref().map(|rows_of| {
            (
                Rc::clone(&related.batch),
                rows_of.get(&key).cloned().unwrap_or_default(),
            )
        }))
    }

    fn key(&self, row: usize, field: &str) -> Result<Option<i64>> {
        let Some(field) = self.entity.position(field) else {
            return Ok(None);
        };
        Ok(match self.value(row, field)? {
            Value::Int(key) => Some(key),
            _ => None,
        })
    }

    /// What a relation leads to from the rows with a key, read once for all rows; `ends` are the two ends of
    /// the relation, ours and theirs.
    fn related(
        &self,
        session: &Session,
        relation: &Relation,
        ends: (&str, &str),
        key: i64,
    ) -> Result<Rc<Related>> {
        let (state, known) = (
            session.state(),
            self.related.borrow().get(&relation.name).cloned(),
        );
        let read_for = match known {
            Some(related) if related.as_of == state && related.is_for(key) => return Ok(related),
            Some(related) => related.next(state, key),
            None => ReadFor::All,
        };
        let related = Rc::new(self.read(session, relation, ends, read_for)?);
        self.related
            .borrow_mut()
            .insert(relation.name.clone(), Rc::clone(&related));
        Ok(related)
    }

    fn read(
        &self,
        session: &Session,
        relation: &Relation,
        (ours, theirs): (&str, &str),
        read_for: ReadFor,
    ) -> Result<Related> {
        let as_of = session.state();
        let keys = match read_for {
            ReadFor::All => self.keys(ours)?,
            ReadFor::Alone(key, _) => vec![Value::Int(key)],
        };
        let catalog = session.catalog()?;
        let target = catalog.entity(&relation.target)?;
        let select = Select::all(target);
        let theirs = target.known_field(theirs)?;
        let key = RowPath::of(target, 0).field(theirs);
        let select = select.filter(Expr::In(Box::new(key), Value::List(keys)));
        let statement = select.take(MOST_RELATED + 1).rows();
        let rows = session
            .database()
            .read(&statement.text, &statement.params)
            .map_err(|error| session.refine(error))?;
        if rows.len() as u64 > MOST_RELATED {
            return Ok(Related {
                as_of,
                read_for,
                batch: Self::new(target, Vec::new()),
                rows_of: None,
            });
        }
        let batch = Self::new(target, rows);
        let mut rows_of: HashMap<i64, Vec<usize>> = HashMap::new();
        for row in 0..batch.len() {
            if let Some(key) = batch.key(row, &theirs.name)? {
                rows_of.entry(key).or_default().push(row);
            }
        }
        Ok(Related {
            as_of,
            read_for,
            batch,
            rows_of: Some(rows_of),
        })
    }

    /// The different values of a key among the rows.
    fn keys(&self, field: &str) -> Result<Vec<Value>> {
        let mut keys = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            keys.extend(self.key(row, field)?);
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys.into_iter().map(Value::Int).collect())
    }
}
