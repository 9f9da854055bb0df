//! What the installer may do, which setting up and migrating need.

use super::finding::Verdict;
use super::server::{OWNER_URL, Subject};
use crate::error::Result;
use crate::place::OWNER_ROLE;
use crate::value::Value;

/// Of the role: superuser, may create roles, databases; acts as the owner; has no power over these roles of the shell
/// (from 16 on, that is the ADMIN option).
const RIGHTS: &str = "
    select r.rolsuper, r.rolcreaterole, r.rolcreatedb,
           to_regrole('epic_owner') is not null,
           coalesce(pg_has_role(to_regrole('epic_owner'), 'member'), false),
           (select string_agg(o.rolname, ', ' order by o.rolname)
              from pg_roles o
             where o.rolname ~ '^epic_' and o.rolname !~ '^epic_db_'
               and current_setting('server_version_num')::int >= 160000
               and not pg_has_role(o.oid, 'member with admin option'))
      from pg_roles r where r.rolname = current_user";

pub(super) fn rights(of: &Subject) -> Result<Verdict> {
    let rows = of.database().query(RIGHTS, &[])?;
    let Some(row) = rows.first() else {
        return Ok(Verdict::not_checked("the server does not say who this is"));
    };
    let may = |column| Ok::<_, crate::error::Error>(row.get(column)? == Value::Bool(true));
    let role = of.server.role().unwrap_or("this role");
    if may(0)? {
        return Ok(Verdict::ok(format!("{role} is a superuser")));
    }
    if !may(1)? {
        return Ok(Verdict::wrong(format!("{role} may not create roles"))
            .hint(format!("as a superuser: alter role {role} createrole"))
            .hint(format!(
                "or {OWNER_URL} names another role than the one that ran epic db init"
            )));
    }
    if !may(3)? {
        return Ok(Verdict::note("this server was not set up yet").hint("epic db init"));
    }
    if !may(4)? {
        return Ok(
            Verdict::wrong(format!("{role} may not act as {OWNER_ROLE}")).hint(format!(
                "{OWNER_URL} must name the role that ran: epic db init"
            )),
        );
    }
    if let Value::Text(others) = row.get(5)? {
        return Ok(Verdict::wrong(format!("{role} has no ADMIN option on {others}"))
            .hint("give it as a superuser, and run epic db init: see \"Upgrading\" in docs/operate.md"));
    }
    let databases = if may(2)? {
        "roles and databases"
    } else {
        "roles, but no databases"
    };
    Ok(Verdict::ok(format!(
        "{role} may create {databases}, and act as {OWNER_ROLE}"
    )))
}
