//! What a transaction or a run changed, as data: read from the audit, so it does not matter how a change was made.

mod counts;
mod names;
mod row;

pub use counts::{Count, Counts};
pub use row::{FieldChange, RowChange};

use super::session::Session;
use super::transaction::Transaction;
use crate::catalog::Action;
use crate::error::{Error, Result};
use crate::rows::{Column, Rows};
use crate::store::{Cursor, Row};
use crate::value::{Type, Value};
use uuid::Uuid;

/// The changes of the open transaction to the tables `$1`, as the audit has them.
pub(super) const OF_THIS_TRANSACTION: &str = "
    select of_table.name as table_name, log.id, log.action, log.row_id, log.old, log.new
      from unnest($1::text[]) of_table(name), audit.of_this_transaction(of_table.name::regclass) log";

/// The changes of the run `$1`.
const OF_RUN: &str = "
    select log.table_name::text, log.id, log.action, log.row_id, log.old, log.new from audit.changes($1) log";

/// Each row that was changed, and what its changes come to.
const NET: &str = "
    select table_name, row_id, min(id) as place,
           audit.net((array_agg(action order by id))[1], (array_agg(action order by id desc))[1]) as net
      from changed group by table_name, row_id";

/// How many rows are read at a time.
const BATCH: u32 = 1_000;

/// What a transaction or a run changed.
#[derive(Clone)]
pub struct Changes {
    /// How many rows.
    pub counts: Counts,
    session: Session,
    source: &'static str,
    of: Value,
}

impl Transaction {
    /// What it changed so far; a savepoint answers for the whole transaction.
    ///
    /// # Errors
    /// The transaction is aborted, or the database can't be reached.
    pub fn changes(&self) -> Result<Changes> {
        let session = self.session();
        let catalog = session.catalog()?;
        let names = catalog.entities().iter();
        let names = names.map(|entity| Value::Text(entity.name.clone()));
        Changes::read(session, OF_THIS_TRANSACTION, Value::List(names.collect()))
    }
}

impl Session {
    /// What a run changed that was kept: one of mine; as an admin, anybody's.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn changes_of(&self, run: Uuid) -> Result<Changes> {
        Changes::read(self, OF_RUN, Value::Uuid(run))
    }
}

impl Changes {
    fn read(session: &Session, source: &'static str, of: Value) -> Result<Self> {
        let sql = format!(
            "with changed as materialized ({source})
             select table_name, net, count(*) from ({NET}) r where net is not null
              group by table_name, net order by min(min(place)) over (partition by table_name), min(place)"
        );
        let rows = session.database().read(&sql, std::slice::from_ref(&of));
        let rows = rows.map_err(|error| session.refine(error))?;
        Ok(Self {
            counts: Counts::new(rows.iter().map(count).collect::<Result<_>>()?),
            session: session.clone(),
            source,
            of,
        })
    }

    /// What became of each row, entity by entity, the row that was changed first first; so many at most.
    ///
    /// # Errors
    /// As [`Session::changes_of`].
    pub fn rows(&self, most: Option<u64>) -> Result<RowChanges> {
        let sql = format!(
            "with changed as materialized ({}),
                  shown as (
                    select *, min(place) over (partition by table_name) as first from ({NET}) r where net is not null
                     order by first, place limit $2::text::bigint)
             select s.table_name, s.row_id, s.net, jsonb_agg(jsonb_build_array(c.old, c.new) order by c.id)
               from shown s join changed c using (table_name, row_id)
              group by s.table_name, s.row_id, s.net, s.first, s.place order by s.first, s.place",
            self.source
        );
        let most = most.map_or(Value::Null, |most| Value::Text(most.to_string()));
        let params = [self.of.clone(), most];
        let cursor = self.session.database().cursor(&sql, &params, BATCH);
        Ok(RowChanges {
            cursor: cursor.map_err(|error| self.session.refine(error))?,
            session: self.session.clone(),
            batch: Vec::new().into_iter(),
        })
    }
}

/// Rows that were changed, read a batch at a time.
pub struct RowChanges {
    cursor: Cursor,
    session: Session,
    batch: std::vec::IntoIter<RowChange>,
}

impl RowChanges {
    fn next_batch(&mut self) -> Result<()> {
        let catalog = self.session.catalog()?;
        let entity = |name: &str| catalog.entity(name).ok().cloned();
        let rows = self.cursor.next_batch();
        let rows = rows.map_err(|error| self.session.refine(error))?;
        let read = |row: &Row| RowChange::read(row, entity);
        let mut batch = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        names::add(&self.session, &mut batch)?;
        self.batch = batch.into_iter();
        Ok(())
    }
}

impl Iterator for RowChanges {
    type Item = Result<RowChange>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(next) = self.batch.next() {
            return Some(Ok(next));
        }
        match self.next_batch() {
            Ok(()) => self.batch.next().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }
}

impl RowChange {
    /// The columns of [`RowChange::flat`], for programs.
    #[must_use]
    pub fn columns() -> Vec<Column> {
        let typed = [
            ("entity", Some(Type::Text)),
            ("id", Some(Type::Int)),
            ("name", Some(Type::Text)),
            ("action", Some(Type::Text)),
            ("field", Some(Type::Text)),
            ("before", None),
            ("after", None),
        ];
        let column = |(name, kind): (&str, _)| Column {
            name: name.to_owned(),
            kind,
        };
        typed.into_iter().map(column).collect()
    }

    /// A row for each field; one without a field for a row of which no field says anything.
    #[must_use]
    pub fn flat(&self) -> Rows {
        let row = |field: Option<&FieldChange>| {
            let text = |text: &str| Value::Text(text.to_owned());
            let of =
                |side: fn(&FieldChange) -> &Value| field.map_or(Value::Null, |f| side(f).clone());
            vec![
                text(&self.entity),
                Value::Int(self.id),
                self.name.as_deref().map_or(Value::Null, text),
                text(&self.action.to_string()),
                field.map_or(Value::Null, |field| text(&field.field)),
                of(|field| &field.before),
                of(|field| &field.after),
            ]
        };
        let rows = match self.fields.as_slice() {
            [] => vec![row(None)],
            fields => fields.iter().map(|field| row(Some(field))).collect(),
        };
        Rows {
            columns: Self::columns(),
            rows,
        }
    }
}

fn count(row: &Row) -> Result<Count> {
    match (row.get(0)?, row.get(1)?, row.get(2)?) {
        (Value::Text(entity), Value::Text(action), Value::Int(rows)) => Ok(Count {
            entity,
            action: Action::named(&action)?,
            rows: u64::try_from(rows).unwrap_or_default(),
        }),
        _ => Err(Error::fault("the audit counts no rows")),
    }
}
