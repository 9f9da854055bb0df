//! What a transaction changed, as data: read from the audit, so it does not matter how a change was made.

use super::transaction::Transaction;
use crate::catalog::Action;
use crate::error::{Error, Result};
use crate::rows::Rows;
use crate::store::{Answer, Row};
use crate::value::Value;
use std::fmt;

/// The changes of the open transaction to the tables `$1`, as the audit has them.
pub(super) const OF_THIS_TRANSACTION: &str = "
    select of_table.name as table_name, log.id, log.action, log.row_id, log.old, log.new
      from unnest($1::text[]) of_table(name), audit.of_this_transaction(of_table.name::regclass) log";

/// How many fields are shown of many.
const FIELDS: usize = 1_000;

/// What a transaction changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// What was done to how many rows of which entity.
    pub counts: Vec<(Action, String, u64)>,
    /// A row for each field, the oldest change first: `entity`, `id`, `action`, `field`, `before`, `after`. The first
    /// thousand, if they are more.
    pub fields: Rows,
    /// Whether there are more of them.
    pub are_more: bool,
}

impl Transaction {
    /// What it changed so far; a savepoint answers for the whole transaction.
    ///
    /// # Errors
    /// The transaction is aborted, or the database can't be reached.
    pub fn changes(&self) -> Result<Changes> {
        let catalog = self.session().catalog()?;
        let names = catalog.entities().iter();
        let names = names.map(|entity| Value::Text(entity.name.clone()));
        let tables = [Value::List(names.collect())];
        let fields = format!(
            "select c.table_name as entity, c.row_id as id,
                    case c.action when 'insert' then 'create' else c.action end as action,
                    a.attname::text as field, c.old ->> a.attname as before, c.new ->> a.attname as after
               from ({OF_THIS_TRANSACTION}) c
               join pg_attribute a on a.attrelid = c.table_name::regclass and a.attnum > 0 and a.attname <> 'id'
                and coalesce(c.new, c.old) ? a.attname::text
              where c.old ->> a.attname is distinct from c.new ->> a.attname
              order by c.id, a.attnum limit {}",
            FIELDS + 1
        );
        let counts = format!(
            "select c.action, c.table_name, count(distinct c.row_id) from ({OF_THIS_TRANSACTION}) c
              group by c.action, c.table_name order by min(min(c.id)) over (partition by c.table_name), min(c.id)"
        );
        let database = self.session().database();
        let Answer::Rows(mut fields) = database.adhoc(&fields, &tables)? else {
            return Err(Error::fault("the audit gave no rows"));
        };
        let are_more = fields.rows.len() > FIELDS;
        fields.rows.truncate(FIELDS);
        let counts = database.query(&counts, &tables)?;
        Ok(Changes {
            counts: counts.iter().map(count).collect::<Result<_>>()?,
            fields,
            are_more,
        })
    }
}

fn count(row: &Row) -> Result<(Action, String, u64)> {
    match (row.get(0)?, row.get(1)?, row.get(2)?) {
        (Value::Text(action), Value::Text(entity), Value::Int(count)) => Ok((
            Action::named(&action)?,
            entity,
            u64::try_from(count).unwrap_or_default(),
        )),
        _ => Err(Error::fault("the audit counts no rows")),
    }
}

/// `clients: 3 updated; events: 2 created, 1 deleted`
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut named = "";
        for (action, entity, count) in &self.counts {
            match named {
                name if name == entity => f.write_str(", ")?,
                "" => write!(f, "{entity}: ")?,
                _ => write!(f, "; {entity}: ")?,
            }
            named = entity;
            write!(f, "{count} {}", action.done())?;
        }
        Ok(())
    }
}
