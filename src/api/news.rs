//! Events of a commit that matter outside of the database, sent to subscribers.
//!
//! It is read from the audit before the commit and told after it. So it does not matter how a change was
//! made, and what was rolled back is never told.

use super::changes::OF_THIS_TRANSACTION;
use super::session::Session;
use crate::error::Result;
use crate::store::Row;
use crate::value::Value;
use std::rc::Rc;

/// The changes that are told. Only the first ids of many are named. A contract that was signed and then
/// unsigned again is not signed.
const NEWS: &str = "
      select 'collaborator ' || case action when 'insert' then 'created' when 'update' then 'changed' else 'deleted' end as what,
             row_id, case action when 'update' then new end as changed
        from changes where table_name = 'collaborators'
      union all
      select 'contract signed', l.row_id, null
        from changes l join crm.contracts k on k.id = l.row_id and k.signed
       where l.table_name = 'contracts' and l.new ->> 'signed_at' is not null and l.old ->> 'signed_at' is null";

/// The tables that they are about.
const TABLES: [&str; 2] = ["collaborators", "contracts"];

/// The subscriber.
pub(super) type Teller = Rc<dyn Fn(&News)>;

/// Something that happened to some rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// `collaborator created`, `collaborator changed`, `collaborator deleted` or `contract signed`.
    pub what: String,
    /// The rows; the first hundred, if they are more.
    pub ids: Vec<i64>,
    /// How many they are.
    pub count: i64,
    /// The names of the fields that were changed.
    pub fields: Vec<String>,
}

impl Session {
    /// What the open transaction would make true if it were committed now.
    pub(super) fn news(&self) -> Vec<News> {
        let database = self.database();
        let read = || {
            let news = format!(
                "with changes as ({OF_THIS_TRANSACTION}), news as ({NEWS})
                 select what, count(distinct row_id), (array_agg(distinct row_id))[:100],
                        array(select distinct jsonb_object_keys(n.changed) from news n where n.what = news.what order by 1)
                   from news group by what order by min(row_id)"
            );
            let tables = TABLES.map(|name| Value::Text(name.into()));
            let rows = database.query(&news, &[Value::List(tables.into())])?;
            let read = |row: &Row| row.values().map(|values| News::of(&values));
            rows.iter().map(read).collect::<Result<_>>()
        };
        // A step of its own: if it fails, what people did is not lost with it.
        database.savepoint(read).unwrap_or_default()
    }
}

impl News {
    fn of(values: &[Value]) -> Self {
        let mut news = Self {
            what: String::new(),
            ids: Vec::new(),
            count: 0,
            fields: Vec::new(),
        };
        if let [Value::Text(what), Value::Int(count), ids, fields] = values {
            news.what.clone_from(what);
            news.count = *count;
            news.ids = list(ids).filter_map(int).collect();
            news.fields = list(fields).map(ToString::to_string).collect();
        }
        news
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    let values: &[Value] = match value {
        Value::List(values) => values,
        _ => &[],
    };
    values.iter()
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(id) => Some(*id),
        _ => None,
    }
}
