//! The tables that people work with: read, create, update of each column, delete; also to empty or lock
//! the whole table.

use super::rows::{Ids, Set, Whose};
use super::samples::{Sample, sample};
use super::trial::{Attempt, Trial};
use super::{Actor, Line, Part};
use postgres::Client;
use std::rc::Rc;

/// A table, with the columns that a new row needs and all others.
struct Table {
    name: String,
    needed: Vec<String>,
    columns: Vec<String>,
}

/// One part for each table of schema crm.
pub fn parts(catalog: &mut Client, ids: &Ids) -> Vec<Part> {
    tables(catalog)
        .into_iter()
        .map(|table| part(&Rc::new(table), *ids))
        .collect()
}

fn tables(catalog: &mut Client) -> Vec<Table> {
    let sql = "
        select c.relname, array_agg(a.attname::text order by a.attnum),
               array_agg(a.attname::text order by a.attnum) filter (where a.attname = 'commercial_id'
                 or a.attnotnull and not a.atthasdef and a.attidentity = '')
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'crm'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
         group by c.oid, c.relname order by c.oid";
    let rows = catalog.query(sql, &[]).expect("the catalog");
    rows.iter()
        .map(|row| Table {
            name: row.get(0),
            columns: row.get(1),
            needed: row.get(2),
        })
        .collect()
}

fn part(table: &Rc<Table>, ids: Ids) -> Part {
    let mut lines = vec![
        line("read", table, ids, read),
        line("create", table, ids, |table, rows, _| {
            create(table, rows, None)
        }),
    ];
    for column in &table.columns {
        if !table.needed.contains(column) {
            let named = column.clone();
            let what = format!("create, giving {column}");
            lines.push(line(&what, table, ids, move |table, rows, _| {
                create(table, rows, Some(&named))
            }));
        }
    }
    for column in &table.columns {
        let named = column.clone();
        let what = format!("update {column}");
        lines.push(line(&what, table, ids, move |table, rows, id| {
            update(table, rows, id, &named)
        }));
    }
    for column in table.columns.iter().filter(|column| is_owner(column)) {
        let named = column.clone();
        let what = format!("update {column} to someone else's");
        lines.push(line(&what, table, ids, move |table, rows, id| {
            update(table, &ids.other(rows), id, &named)
        }));
    }
    lines.push(line("delete", table, ids, delete));
    for command in ["truncate", "lock table"] {
        lines.push(line(command, table, ids, move |table, _, _| Trial {
            code: Some(format!("sql_exec(\"{command} crm.{}\")", table.name)),
            sql: format!("{command} crm.{}", table.name),
            kind: Attempt::Call,
        }));
    }
    Part {
        title: table.name.clone(),
        lines,
    }
}

/// Whether a column leads to the row that says whose this one is.
fn is_owner(column: &str) -> bool {
    ["client_id", "contract_id"].contains(&column)
}

fn line(
    what: &str,
    table: &Rc<Table>,
    ids: Ids,
    attempt: impl Fn(&Table, &Set, i64) -> Trial + 'static,
) -> Line {
    let table = Rc::clone(table);
    let by = move |actor: &Actor| {
        let new_role = actor.new_role;
        let rows = Set {
            new_role,
            ..ids.of(actor.whose)
        };
        let id = match table.name.as_str() {
            "collaborators" if actor.whose == Whose::Own => actor.id,
            "collaborators" => rows.collaborator,
            _ if actor.only_themselves => return None,
            "clients" => rows.client,
            "contracts" => rows.contract,
            "events" => rows.event,
            other => panic!("the matrix has no row of {other}: add one to rows.rs"),
        };
        Some(attempt(&table, &rows, id))
    };
    Line {
        what: what.to_owned(),
        by: Box::new(by),
    }
}

fn read(table: &Table, _: &Set, id: i64) -> Trial {
    let name = &table.name;
    Trial {
        code: Some(format!("{name}.get({id})")),
        sql: format!("select * from crm.{name} where id = {id}"),
        kind: Attempt::Rows,
    }
}

fn create(table: &Table, rows: &Set, besides: Option<&String>) -> Trial {
    let name = &table.name;
    let given: Vec<(&str, Sample)> = table
        .needed
        .iter()
        .chain(besides)
        .map(|column| (column.as_str(), sample(name, column, rows, false)))
        .collect();
    let all = |each: &dyn Fn(&(&str, Sample)) -> String| {
        given.iter().map(each).collect::<Vec<_>>().join(", ")
    };
    let fields = all(&|(column, value)| format!("{column}: {}", value.code()));
    let columns = all(&|(column, _)| (*column).to_owned());
    let values = all(&|(_, value)| value.sql());
    Trial {
        code: Some(format!("{name}.create(#{{ {fields} }})")),
        sql: format!("insert into crm.{name} ({columns}) values ({values})"),
        kind: Attempt::Rows,
    }
}

fn update(table: &Table, rows: &Set, id: i64, column: &str) -> Trial {
    let (name, value) = (&table.name, sample(&table.name, column, rows, true));
    Trial {
        code: Some(format!(
            "{name}.get({id}).update(#{{ {column}: {} }})",
            value.code()
        )),
        sql: format!(
            "update crm.{name} set {column} = {} where id = {id}",
            value.sql()
        ),
        kind: Attempt::Rows,
    }
}

fn delete(table: &Table, _: &Set, id: i64) -> Trial {
    let name = &table.name;
    Trial {
        code: Some(format!("{name}.get({id}).delete()")),
        sql: format!("delete from crm.{name} where id = {id}"),
        kind: Attempt::Rows,
    }
}
