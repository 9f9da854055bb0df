//! Foreign keys: in which order tables are written, and which rows would lead nowhere.

use super::obstacles::{Obstacles, by_whom, label, named};
use super::plan::Step;
use super::undoing::Undoing;
use crate::catalog::{Action, Entity};
use crate::error::{Error, Result};
use crate::query::{self, Reference, Statement};
use crate::store::Row;
use crate::value::Value;

/// The foreign keys of the business, with their columns in order.
const KEYS: &str = "
    select k.conname::text, c.relname::text, p.relname::text, k.confdeltype in ('c', 'n', 'd'),
           array(select a.attname::text from unnest(k.conkey) with ordinality n(number, place)
                   join pg_attribute a on a.attrelid = c.oid and a.attnum = n.number order by n.place),
           array(select a.attname::text from unnest(k.confkey) with ordinality n(number, place)
                   join pg_attribute a on a.attrelid = p.oid and a.attnum = n.number order by n.place)
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
     where k.contype = 'f' and k.connamespace = 'crm'::regnamespace order by 1";

/// A foreign key.
pub(super) struct Key {
    /// Its sentence.
    name: String,
    /// The rows that refer, and those that are referred to.
    reference: Reference,
    /// Whether deleting a row changes those that refer to it.
    takes_along: bool,
}

impl Key {
    pub(super) fn all(undoing: &Undoing<'_>) -> Result<Vec<Self>> {
        undoing.query(KEYS, &[])?.iter().map(Self::read).collect()
    }

    fn read(row: &Row) -> Result<Self> {
        let names = |values: &[Value]| values.iter().map(ToString::to_string).collect();
        match row.values()?.as_slice() {
            [
                Value::Text(name),
                Value::Text(child),
                Value::Text(parent),
                Value::Bool(takes_along),
                Value::List(from),
                Value::List(to),
            ] => Ok(Self {
                name: name.clone(),
                reference: Reference {
                    child: child.clone(),
                    parent: parent.clone(),
                    from: names(from),
                    to: names(to),
                },
                takes_along: *takes_along,
            }),
            _ => Err(Error::fault("the catalog does not say what refers to what")),
        }
    }

    fn leads_from(&self, table: &str) -> bool {
        self.reference.child == table && self.reference.parent != table
    }
}

/// The steps in the order in which they are turned round, table by table, those that refer before those that are
/// referred to: created rows go, so that nothing unique is in the way of what comes back, and the others get back what
/// they had. So nothing of the run refers any more to what is deleted, and no key takes it along. At last the deleted
/// rows come back, the other way round. What refers meanwhile to what is not back yet, keys allow until the end.
pub(super) fn in_order(mut steps: Vec<Step>, keys: &[Key]) -> Vec<Step> {
    let tables: Vec<String> = steps.iter().map(|step| step.entity.name.clone()).collect();
    let order = parents_first(tables, keys);
    steps.sort_by_key(|step| {
        let place = order.iter().position(|name| *name == step.entity.name);
        let place = place.unwrap_or_default();
        match step.did {
            Action::Insert => (0, order.len() - place, 0),
            Action::Delete => (1, place, 0),
            _ => (0, order.len() - place, 1),
        }
    });
    steps
}

/// Each table after those that it refers to; those that refer to each other in a circle as they come.
fn parents_first(mut tables: Vec<String>, keys: &[Key]) -> Vec<String> {
    tables.dedup();
    let mut order: Vec<String> = Vec::new();
    while !tables.is_empty() {
        let refers = |table: &String| {
            let mut keys = keys.iter().filter(|key| key.leads_from(table));
            keys.any(|key| tables.contains(&key.reference.parent))
        };
        let next = tables.iter().position(|table| !refers(table));
        let next = tables.remove(next.unwrap_or_default());
        if !order.contains(&next) {
            order.push(next);
        }
    }
    order
}

impl Undoing<'_> {
    /// The rows that would lead nowhere, when everything is turned round.
    pub(super) fn list_lost(&self, keys: &[Key]) -> Result<Obstacles> {
        let mut obstacles = Obstacles::default();
        for key in keys {
            let which = |child: &Entity| query::leads_nowhere(&key.reference, child);
            self.list(key, which, &mut obstacles)?;
        }
        Ok(obstacles)
    }

    /// The rows that would be changed by deleting those that a step created: they came to refer to them after the run.
    pub(super) fn list_taken_along(&self, step: &Step, keys: &[Key]) -> Result<Obstacles> {
        let mut obstacles = Obstacles::default();
        let takes = |key: &&Key| {
            step.did == Action::Insert
                && key.takes_along
                && key.reference.parent == step.entity.name
        };
        for key in keys.iter().filter(takes) {
            let which = |child: &Entity| {
                query::leads_to_created(&key.reference, child, &step.entity, &self.run)
            };
            self.list(key, which, &mut obstacles)?;
        }
        Ok(obstacles)
    }

    fn list(
        &self,
        key: &Key,
        which: impl FnOnce(&Entity) -> Statement,
        obstacles: &mut Obstacles,
    ) -> Result<()> {
        let catalog = self.session.catalog()?;
        let child: &Entity = catalog.entity(&key.reference.child)?;
        let statement = which(child);
        let rows = self.query(&statement.text, &statement.params)?;
        let mut all = 0;
        for row in named(&rows) {
            if let [Value::Int(id), title, at, who, Value::Int(count)] = row.values()?.as_slice() {
                let row = label(child, *id, title);
                let by = by_whom(who, at);
                obstacles.changed(format!("{row} would break '{}'{by}", key.name));
                all = *count;
            }
        }
        obstacles.more(child, named(&rows).len(), all);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(child: &str, parent: &str) -> Key {
        Key {
            name: format!("{child} to {parent}"),
            reference: Reference {
                child: child.to_owned(),
                parent: parent.to_owned(),
                from: vec!["x".to_owned()],
                to: vec!["id".to_owned()],
            },
            takes_along: false,
        }
    }

    fn order(tables: &[&str], keys: &[Key]) -> Vec<String> {
        parents_first(tables.iter().map(|name| (*name).to_owned()).collect(), keys)
    }

    #[test]
    fn tables_come_after_those_that_they_refer_to() {
        let keys = [
            key("events", "contracts"),
            key("contracts", "clients"),
            key("a", "a"),
        ];
        assert_eq!(
            order(&["events", "contracts", "clients"], &keys),
            ["clients", "contracts", "events"]
        );
        assert_eq!(order(&["a", "events", "events"], &keys), ["a", "events"]);
    }

    #[test]
    fn a_circle_of_tables_has_an_end() {
        let keys = [key("a", "b"), key("b", "a")];
        assert_eq!(order(&["a", "b"], &keys), ["a", "b"]);
    }
}
