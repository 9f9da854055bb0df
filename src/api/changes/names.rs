//! Who or what the rows are: the names behind ids, read for a batch of changes at once.

use super::row::RowChange;
use crate::api::session::Session;
use crate::catalog::{Catalog, RelationKind};
use crate::error::Result;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Names by entity and id.
type Names = BTreeMap<(String, i64), String>;

/// Adds the names that the rows have now, and those of the rows that their foreign keys lead to.
pub(super) fn add(session: &Session, changes: &mut [RowChange]) -> Result<()> {
    let catalog = session.catalog()?;
    let names = read(session, &catalog, wanted(&catalog, changes))?;
    for change in changes {
        let own = names.get(&(change.entity.clone(), change.id));
        if change.name.is_none() {
            change.name = own.cloned();
        }
        for field in &mut change.fields {
            let Some(target) = target(&catalog, &change.entity, &field.field) else {
                continue;
            };
            let name = |id: &Value| match id {
                Value::Int(id) => names.get(&(target.clone(), *id)).cloned(),
                _ => None,
            };
            (field.before_name, field.after_name) = (name(&field.before), name(&field.after));
        }
    }
    Ok(())
}

/// Whose names are needed.
fn wanted(catalog: &Catalog, changes: &[RowChange]) -> BTreeMap<String, BTreeSet<i64>> {
    let mut wanted: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for change in changes {
        if change.name.is_none() {
            let ids = wanted.entry(change.entity.clone()).or_default();
            ids.insert(change.id);
        }
        for field in &change.fields {
            if let Some(target) = target(catalog, &change.entity, &field.field) {
                let ids = [&field.before, &field.after].into_iter();
                let ids = ids.filter_map(|id| match id {
                    Value::Int(id) => Some(*id),
                    _ => None,
                });
                wanted.entry(target).or_default().extend(ids);
            }
        }
    }
    wanted
}

/// The entity that a field leads to, if it is a foreign key.
fn target(catalog: &Catalog, entity: &str, field: &str) -> Option<String> {
    let entity = catalog.entity(entity).ok()?;
    let mut relations = entity.relations.iter();
    let leads = relations.find(|way| way.kind == RelationKind::One && way.field == field);
    leads.map(|way| way.target.clone())
}

fn read(
    session: &Session,
    catalog: &Catalog,
    wanted: BTreeMap<String, BTreeSet<i64>>,
) -> Result<Names> {
    let mut names = Names::new();
    for (name, ids) in wanted {
        let entity = catalog.entity(&name);
        let Some(title) = entity.ok().and_then(|entity| entity.title()) else {
            continue;
        };
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let sql = format!(
            "select id, {}::text from {} where id = any ($1)",
            quoted(&title.name),
            quoted(&name)
        );
        let ids = Value::List(ids.into_iter().map(Value::Int).collect());
        if ids == Value::List(Vec::new()) {
            continue;
        }
        let rows = session.database().read(&sql, &[ids]);
        for row in rows.map_err(|error| session.refine(error))? {
            if let (Value::Int(id), Value::Text(title)) = (row.get(0)?, row.get(1)?) {
                names.insert((name.clone(), id), title);
            }
        }
    }
    Ok(names)
}
