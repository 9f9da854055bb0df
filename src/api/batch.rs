//! Rows that were read together: what one of them needs is read for all of them, in one statement.

use super::session::Session;
use crate::catalog::{Entity, Relation};
use crate::error::Result;
use crate::query::Select;
use crate::store::Row;
use crate::value::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How many rows are read together.
pub(super) const SIZE: u32 = 1000;

/// Rows of one entity that were read together.
pub(super) struct Batch {
    pub(super) entity: Rc<Entity>,
    rows: Vec<Row>,
    related: RefCell<HashMap<String, Rc<Related>>>,
}

/// What a relation leads to, for all rows of a batch: one batch, and where each id is in it.
struct Related {
    batch: Rc<Batch>,
    places: HashMap<i64, usize>,
}

impl Batch {
    pub(super) fn new(entity: &Rc<Entity>, rows: Vec<Row>) -> Rc<Self> {
        Rc::new(Self {
            entity: Rc::clone(entity),
            rows,
            related: RefCell::default(),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A value of a row, by the place of its field.
    pub(super) fn value(&self, row: usize, field: usize) -> Result<Value> {
        self.rows[row].get(field)
    }

    /// The row that a relation to one leads to, from one of the rows.
    pub(super) fn related(
        &self,
        session: &Session,
        row: usize,
        relation: &Relation,
    ) -> Result<Option<(Rc<Batch>, usize)>> {
        let Some(key) = self.entity.place(&relation.field) else {
            return Ok(None);
        };
        let Value::Int(id) = self.value(row, key)? else {
            return Ok(None);
        };
        let known = self.related.borrow().get(&relation.name).map(Rc::clone);
        let related = if let Some(related) = known {
            related
        } else {
            let related = Rc::new(self.load(session, relation, key)?);
            self.related
                .borrow_mut()
                .insert(relation.name.clone(), Rc::clone(&related));
            related
        };
        Ok(related
            .places
            .get(&id)
            .map(|place| (Rc::clone(&related.batch), *place)))
    }

    /// Reads what a relation leads to, for all rows, in one statement.
    fn load(&self, session: &Session, relation: &Relation, key: usize) -> Result<Related> {
        let mut ids: Vec<i64> = Vec::new();
        for row in 0..self.len() {
            if let Value::Int(id) = self.value(row, key)? {
                ids.push(id);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let catalog = session.catalog()?;
        let target = catalog.entity(&relation.target)?;
        let select = Select::all(target);
        let wanted = Value::List(ids.into_iter().map(Value::Int).collect());
        let select = match select.row().id() {
            Some(id) => select.filter(crate::query::Expr::In(Box::new(id), wanted)),
            None => select,
        };
        let statement = select.rows();
        let rows = session
            .database()
            .query(&statement.text, &statement.params)
            .map_err(|error| session.explain(error))?;
        let batch = Self::new(target, rows);
        let id = target.place("id").unwrap_or_default();
        let mut places = HashMap::with_capacity(batch.len());
        for place in 0..batch.len() {
            if let Value::Int(id) = batch.value(place, id)? {
                places.insert(id, place);
            }
        }
        Ok(Related { batch, places })
    }
}
