//! What only the owner of a database can see: its extension, roles, migrations, contents, and the room for connections.

use super::finding::{Check, Findings, Verdict};
use super::server::{self, Subject};
use super::{hba, rights};
use crate::error::Result;
use crate::store::setup::{self, Content};
use crate::store::{LOGIN_ROLE, Row};
use crate::value::Value;

const CHECKS: [Check<Subject>; 6] = [
    ("installer's rights", rights::rights),
    ("pg_trgm", extension),
    ("migrations", migrations),
    ("data", data),
    ("pg_hba.conf", hba::lines),
    ("connections", connections),
];

/// For whoever is not told of the server by other checks: whether the owner is let in too.
pub(super) fn look(of: Option<&Subject>, why_not: &str, found: &mut Findings) {
    found.make(&[("owner", server::place)], of, why_not);
    look_inside(of, why_not, found);
}

pub(super) fn look_inside(of: Option<&Subject>, why_not: &str, found: &mut Findings) {
    let (of, why_not) = server::to_ask(of, why_not);
    found.make(&CHECKS, of, why_not);
}

fn extension(of: &Subject) -> Result<Verdict> {
    let sql = "select installed_version, default_version from pg_available_extensions where name = 'pg_trgm'";
    let rows = of.database().query(sql, &[])?;
    let Some(row) = rows.first() else {
        return Ok(Verdict::wrong("the extension is not on the server")
            .hint("whoever runs the server installs it (Debian: in the package postgresql; elsewhere often postgresql-contrib)"));
    };
    Ok(match (row.get(0)?, row.get(1)?) {
        (Value::Text(installed), _) => Verdict::ok(format!("version {installed}")),
        (_, there) => Verdict::note(format!(
            "version {there} is on the server, not in this database"
        ))
        .hint("epic db init"),
    })
}

fn migrations(of: &Subject) -> Result<Verdict> {
    let all = setup::migrations(&of.server)?;
    let names = |which: &dyn Fn(&&setup::Migration) -> bool| {
        let names = all.iter().filter(which).map(|one| one.name.clone());
        names.collect::<Vec<_>>()
    };
    let missing = names(&|one| one.applied.is_none());
    let newer = names(&|one| !one.is_known);
    if !newer.is_empty() {
        return Ok(Verdict::wrong(format!(
            "the database was migrated by a newer program: {}",
            newer.join(", ")
        ))
        .hint("use that version of epic, or a newer one"));
    }
    if missing.len() == all.len() {
        return Ok(Verdict::wrong("none is applied").hint("epic db init"));
    }
    if !missing.is_empty() {
        return Ok(
            Verdict::wrong(format!("not applied: {}", missing.join(", "))).hint("epic db migrate"),
        );
    }
    let last = all.last();
    let last = last.and_then(|last| Some(format!("{} ({})", last.name, last.applied.as_deref()?)));
    Ok(Verdict::ok(format!(
        "all are applied, the last: {}",
        last.unwrap_or_default()
    )))
}

fn data(of: &Subject) -> Result<Verdict> {
    let is_there = "select to_regclass('crm.collaborators') is not null";
    let rows = of.database().query(is_there, &[])?;
    if Row::first_value(&rows)? != Some(Value::Bool(true)) {
        return Ok(Verdict::not_checked("the database is not migrated"));
    }
    let label = of.server.label();
    Ok(match setup::content(&of.server)? {
        Content::Empty => Verdict::note(format!("{label} holds no data yet"))
            .hint("the first account: epic db admin"),
        Content::Demo => Verdict::ok(format!("{label} holds the demo data")),
        Content::Real => Verdict::ok(format!("{label} holds data of its own")),
    })
}

fn connections(of: &Subject) -> Result<Verdict> {
    let sql = "select (select count(*) from pg_stat_activity where usesysid is not null and datid is not null),
                      current_setting('max_connections')::int,
                      (select rolconnlimit from pg_roles where rolname = $1)";
    let rows = of
        .database()
        .query(sql, &[Value::Text(LOGIN_ROLE.to_owned())])?;
    let number = |column| match rows.first().map(|row| row.get(column)).transpose() {
        Ok(Some(Value::Int(number))) => Ok(number),
        Err(error) => Err(error),
        Ok(_) => Ok(0),
    };
    let (used, most, logins) = (number(0)?, number(1)?, number(2)?);
    let found = format!("{used} of {most} are in use; signing in may take {logins}");
    Ok(if used * 10 >= most * 9 {
        Verdict::note(found).hint("raise max_connections, or see who holds them: select usename, count(*) from pg_stat_activity group by 1")
    } else if logins != (most / 4).max(5) {
        Verdict::note(found).hint(
            "max_connections was changed, of which signing in may take a quarter: epic db init",
        )
    } else {
        Verdict::ok(found)
    })
}
