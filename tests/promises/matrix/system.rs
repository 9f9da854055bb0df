//! Everything else that is in the database: the tables and sequences of all other schemas, and every
//! function. Extensions are left out: what they bring is PostgreSQL's.

use super::trial::{Attempt, Trial};
use super::{Line, Part};
use postgres::Client;

/// Not from an extension, not PostgreSQL's own.
const OURS: &str = "
    n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')";

/// Tables, sequences, functions.
pub fn parts(catalog: &mut Client) -> Vec<Part> {
    vec![tables(catalog), sequences(catalog), functions(catalog)]
}

fn tables(catalog: &mut Client) -> Part {
    let sql = format!(
        "select format('%I.%I', n.nspname, o.relname),
                (select quote_ident(attname) from pg_attribute where attrelid = o.oid and attnum = 1),
                o.relkind in ('r', 'p', 'f')
           from pg_class o join pg_namespace n on n.oid = o.relnamespace
          where o.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'crm' and {OURS} order by 1"
    );
    let mut lines = Vec::new();
    for row in catalog.query(&sql, &[]).expect("the catalog") {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let sql = format!("select * from {table} limit 1");
        lines.push(line(format!("read {table}"), sql));
        let writable: bool = row.get(2);
        if !writable {
            continue;
        }
        for (what, statement) in [
            ("insert into", format!("insert into {table} default values")),
            ("update", format!("update {table} set {column} = {column}")),
            ("delete from", format!("delete from {table}")),
            ("truncate", format!("truncate {table}")),
            ("lock", format!("lock table {table}")),
        ] {
            lines.push(line(format!("{what} {table}"), statement));
        }
    }
    Part {
        title: "tables of the system".into(),
        lines,
    }
}

fn sequences(catalog: &mut Client) -> Part {
    let sql = format!(
        "select format('%I.%I', n.nspname, o.relname)
           from pg_class o join pg_namespace n on n.oid = o.relnamespace
          where o.relkind = 'S' and {OURS} order by 1"
    );
    let mut lines = Vec::new();
    for row in catalog.query(&sql, &[]).expect("the catalog") {
        let name: String = row.get(0);
        lines.push(line(
            format!("read {name}"),
            format!("select * from {name}"),
        ));
        lines.push(line(
            format!("advance {name}"),
            format!("select nextval('{name}')"),
        ));
    }
    Part {
        title: "sequences".into(),
        lines,
    }
}

/// Every function is called with nulls: what counts is whether it runs at all.
fn functions(catalog: &mut Client) -> Part {
    let sql = format!(
        "select format('%I.%I(%s)', n.nspname, o.proname, oidvectortypes(o.proargtypes)),
                format('select %I.%I(%s)', n.nspname, o.proname,
                       (select string_agg(format('null::%s', format_type(t, null)), ', ' order by place)
                          from unnest(o.proargtypes) with ordinality as t(t, place)))
           from pg_proc o join pg_namespace n on n.oid = o.pronamespace
          where {OURS} order by 1"
    );
    let rows = catalog.query(&sql, &[]).expect("the catalog");
    Part {
        title: "calls".into(),
        lines: rows
            .iter()
            .map(|row| line(row.get(0), row.get(1)))
            .collect(),
    }
}

fn line(what: String, sql: String) -> Line {
    let by = move |actor: &super::Actor| {
        (!actor.repeats).then(|| Trial {
            // Without a session the language sends nothing, and in SQL there is the way to get one.
            // Signing out, even if it is rolled back, cuts the connection of the other way at once.
            code: (actor.id != 0 && !sql.contains("auth.logout("))
                .then(|| format!("sql_exec(\"{sql}\")")),
            sql: sql.clone(),
            kind: Attempt::Call,
        })
    };
    Line {
        what,
        by: Box::new(by),
    }
}
