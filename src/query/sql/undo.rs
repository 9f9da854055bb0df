//! Statements that take a run back, each for all rows of one table: what the run comes to is a relation of the
//! database (`audit.net_changes`), so that they cost what they change, however many statements the run was.
//!
//! `$1` is the run in all of them.

use super::pen::Pen;
use crate::catalog::{Action, Entity, Field};
use crate::query::Statement;
use crate::value::Value;

/// How many rows are listed that stand in the way.
const LISTED: &str = "50";

/// What a run comes to: for each table, action and set of fields, how many rows. Of deleted and created rows these are
/// all their fields.
#[must_use]
pub fn net_summary(run: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put(
        "select n.table_name::text, n.action, n.fields, count(*) from (
           select c.table_name, c.action, array(select jsonb_object_keys(coalesce(c.old, c.new)) order by 1) as fields
             from audit.net_changes(",
    )
    .bind(run)
    .put(") c) n group by 1, 2, 3 order by 1, 2, 3");
    pen.finish()
}

/// Locks the rows that a run created or updated, and lists those that are not as it left them: id, the name that the
/// row has or had, the fields that differ and their values now, whether the row is still there, when and by whom and
/// how it was changed last, and how many such rows there are in all. Rows that I may not update are among them, with
/// no field that differs: they can't be locked.
#[must_use]
pub fn hold_rows(entity: &Entity, action: Action, fields: &[&Field], run: &Value) -> Statement {
    let lock = match action {
        Action::Insert => "update",
        _ => "no key update",
    };
    let mut pen = Pen::default();
    pen.put("select s.row_id, coalesce(to_jsonb(x), s.known) ->> ");
    pen.literal(title(entity)).put(
        ", s.differ, array(select to_jsonb(x) ->> d from unnest(s.differ) d), x.id is not null, e.at, e.who, s.n
          from (select n.row_id, n.last, coalesce(n.new, n.old) as known, coalesce(h.differ, '{}') as differ, count(*) over () as n
                  from (select * from (",
    );
    net(&mut pen, entity, action, run);
    // Row by row, by the index on the id: nobody knows beforehand how many there are, and a join that was planned for a
    // few would be quadratic.
    pen.put(") c order by c.row_id) n left join lateral (select t.id, array_remove(array[");
    pen.join(", ", fields, |pen, field| {
        pen.put("case when n.new ? ").literal(&field.name);
        pen.put(" and t.").quoted(&field.name);
        pen.put(" is distinct from r.").quoted(&field.name);
        pen.put(" then ").literal(&field.name).put(" end");
    });
    pen.put("]::text[], null) as differ from ");
    pen.name(&entity.name).put(" t");
    populated(&mut pen, entity, "n.new");
    pen.put(" where t.id = n.row_id for ").put(lock);
    pen.put(" of t) h on true where h.id is null or h.differ <> '{}' order by n.row_id limit ");
    pen.put(LISTED).put(") s left join ").name(&entity.name);
    pen.put(
        " x on x.id = s.row_id
          left join lateral (
            select c.at, coalesce(p.email, 'collaborator ' || c.uid, 'the database''s owner') as who
              from audit.history(",
    );
    pen.literal(&entity.name).put(
        "::regclass, s.row_id) c left join collaborators p on p.id = c.uid
             where c.id > s.last and (c.action <> 'update' or s.differ = '{}' or c.new ?| s.differ)
             order by c.id desc limit 1) e on true order by s.row_id",
    );
    pen.finish()
}

/// Gives rows that a run updated their fields of before.
#[must_use]
pub fn put_back(entity: &Entity, fields: &[&Field], run: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("update ").name(&entity.name).put(" t set ");
    given_back(&mut pen, fields);
    pen.put(" from (");
    net(&mut pen, entity, Action::Update, run);
    pen.put(") n");
    populated(&mut pen, entity, "n.old");
    pen.put(" where t.id = n.row_id");
    pen.finish()
}

/// What rows that a run updated were before each change of some fields: id and object, the newest change first.
#[must_use]
pub fn changes_of(entity: &Entity, fields: &[&Field], run: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("select c.row_id, c.old from audit.changes(")
        .bind(run);
    pen.put(") c join (");
    net(&mut pen, entity, Action::Update, run);
    pen.put(") n on n.row_id = c.row_id where c.table_name = ");
    pen.literal(&entity.name).put(" and c.old ?| array[");
    pen.join(", ", fields, |pen, field| {
        pen.literal(&field.name);
    });
    pen.put("]::text[] order by c.id desc");
    pen.finish()
}

/// Gives one row those of some fields that an object has.
#[must_use]
pub fn put_back_one(entity: &Entity, fields: &[&Field], id: &Value, old: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("update ").name(&entity.name).put(" t set ");
    given_back(&mut pen, fields);
    pen.put(" from (select ").bind(old).put("::jsonb as old) n");
    populated(&mut pen, entity, "n.old");
    pen.put(" where t.id = ").bind(id);
    pen.finish()
}

fn given_back(pen: &mut Pen, fields: &[&Field]) {
    pen.join(", ", fields, |pen, field| {
        pen.quoted(&field.name).put(" = case when n.old ? ");
        pen.literal(&field.name);
        pen.put(" then r.").quoted(&field.name);
        pen.put(" else t.").quoted(&field.name).put(" end");
    });
}

/// Inserts rows that a run deleted, under their ids.
#[must_use]
pub fn bring_back(entity: &Entity, fields: &[&Field], run: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("insert into ").name(&entity.name).put(" (");
    pen.join(", ", fields, |pen, field| {
        pen.quoted(&field.name);
    });
    pen.put(") overriding system value select ");
    pen.join(", ", fields, |pen, field| {
        pen.put("r.").quoted(&field.name);
    });
    pen.put(" from (");
    net(&mut pen, entity, Action::Delete, run);
    pen.put(") n");
    populated(&mut pen, entity, "n.old");
    pen.finish()
}

/// Deletes rows that a run created.
#[must_use]
pub fn remove_again(entity: &Entity, run: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("delete from ").name(&entity.name).put(" t using (");
    net(&mut pen, entity, Action::Insert, run);
    pen.put(") n where t.id = n.row_id");
    pen.finish()
}

/// Which rows a run created are still there: the first one, and how many.
#[must_use]
pub fn still_there(entity: &Entity, run: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("select min(t.id), count(*) from ");
    pen.name(&entity.name).put(" t join (");
    net(&mut pen, entity, Action::Insert, run);
    pen.put(") n on t.id = n.row_id");
    pen.finish()
}

/// What a run did to the rows of a table in one way.
fn net(pen: &mut Pen, entity: &Entity, action: Action, run: &Value) {
    pen.put("select c.row_id, c.old, c.new, c.last from audit.net_changes(")
        .bind(run)
        .put(") c where c.table_name = ");
    pen.literal(&entity.name).put(" and c.action = ");
    pen.literal(action.command());
}

/// The field that says who or what a row is; the id, if nothing does.
fn title(entity: &Entity) -> &str {
    entity.title().map_or("id", |field| &field.name)
}

/// The row that an object of the audit stands for, typed as the table is.
fn populated(pen: &mut Pen, entity: &Entity, object: &str) {
    pen.put(" cross join lateral jsonb_populate_record(null::");
    pen.name(&entity.name).put(", ").put(object).put(") r");
}

/// How rows of a table refer to rows of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The table that refers.
    pub child: String,
    /// The table that is referred to.
    pub parent: String,
    /// Columns of the one, and of the other, in the same order.
    pub from: Vec<String>,
    /// Those of the other.
    pub to: Vec<String>,
}

/// The rows whose reference leads nowhere: id, the name they have, when and by whom they or what they refer to were
/// changed last (by another transaction), and how many there are in all.
#[must_use]
pub fn leads_nowhere(reference: &Reference, child: &Entity) -> Statement {
    let mut pen = Pen::default();
    listed(&mut pen, reference, child, |pen| {
        pen.put("not exists (select from ").name(&reference.parent);
        pen.put(" p where ");
        matches(pen, reference);
        pen.put(")");
        for column in &reference.from {
            pen.put(" and c.").quoted(column).put(" is not null");
        }
    });
    pen.finish()
}

/// The rows that refer to rows that a run created, as [`leads_nowhere`] lists them.
#[must_use]
pub fn leads_to_created(
    reference: &Reference,
    child: &Entity,
    parent: &Entity,
    run: &Value,
) -> Statement {
    let mut pen = Pen::default();
    listed(&mut pen, reference, child, |pen| {
        pen.put("exists (select from ").name(&reference.parent);
        pen.put(" p join (");
        net(pen, parent, Action::Insert, run);
        pen.put(") n on n.row_id = p.id where ");
        matches(pen, reference);
        pen.put(")");
    });
    pen.finish()
}

fn matches(pen: &mut Pen, reference: &Reference) {
    let pairs = reference.from.iter().zip(&reference.to);
    pen.join(" and ", pairs, |pen, (from, to)| {
        pen.put("p.").quoted(to).put(" = c.").quoted(from);
    });
}

fn listed(pen: &mut Pen, reference: &Reference, child: &Entity, which: impl FnOnce(&mut Pen)) {
    pen.put("select s.id, to_jsonb(s) ->> ")
        .literal(title(child));
    pen.put(", e.at, e.who, s.\"in all\" from (select c.*, count(*) over () as \"in all\" from ");
    pen.name(&reference.child).put(" c where ");
    which(pen);
    pen.put(" order by c.id limit ").put(LISTED);
    pen.put(") s left join lateral (select h.at, coalesce(p.email, 'collaborator ' || h.uid, 'the database''s owner') as who from (select * from audit.history(");
    pen.literal(&reference.child).put("::regclass, s.id)");
    let id = reference.to.iter().position(|column| column == "id");
    if let Some(column) = id.and_then(|place| reference.from.get(place)) {
        pen.put(" union all select * from audit.history(");
        pen.literal(&reference.parent).put("::regclass, s.");
        pen.quoted(column).put(")");
    }
    pen.put(
        ") h left join collaborators p on p.id = h.uid where h.txid <> pg_current_xact_id()
         order by h.id desc limit 1) e on true order by s.id",
    );
}
