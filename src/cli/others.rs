//! Who else uses the embedded database: what would end their work is asked about.

use crate::config::Config;
use crate::error::Result;
use crate::host::{Host, Question};
use crate::place::{self, Here};
use crate::shell::Console;
use crate::store::Database;
use crate::value::Value;

/// Who is connected, and by which program.
const CONNECTED: &str = "
    select distinct coalesce(who.full_name, activity.usename)
           || ' (' || coalesce(nullif(activity.application_name, ''), 'a program') || ')'
      from pg_stat_activity activity
      left join auth.session session on session.role_name = activity.usename
      left join crm.collaborators who on who.id = session.collaborator_id
     where activity.datname = current_database()
       and activity.backend_type = 'client backend' and activity.pid <> pg_backend_pid()
     order by 1";

/// Who has a session that is not over. A shell that does nothing for a while is not connected.
const SIGNED_IN: &str = "
    select distinct who.full_name
      from auth.session session
      join crm.collaborators who on who.id = session.collaborator_id
     where session.expires > clock_timestamp()
     order by 1";

/// The embedded server, taken part in, after it was asked whether what others do there may end; nothing if it does
/// not run.
///
/// # Errors
/// It may not, or nobody can say so.
pub(super) fn may_end(config: &Config, console: &Console) -> Result<Option<Here>> {
    let embedded = place::embedded(config);
    if !embedded.status().running {
        return Ok(None);
    }
    let is_in_use = embedded.is_in_use()?;
    let here = Here::open(config)?;
    // A server that was never set up holds nobody's work.
    let database = Database::new(here.owner()?);
    let connected = names(&database, CONNECTED).unwrap_or_default();
    if is_in_use || !connected.is_empty() {
        let who = if connected.is_empty() {
            let signed_in = names(&database, SIGNED_IN).unwrap_or_default();
            format!("a shell is open here; signed in: {}", signed_in.join(", "))
        } else {
            format!("this database is in use: {}", connected.join(", "))
        };
        console.confirm(&Question {
            what: who,
            examples: Vec::new(),
            instead: None,
        })?;
    }
    Ok(Some(here))
}

fn names(database: &Database, sql: &str) -> Result<Vec<String>> {
    let rows = database.query(sql, &[])?;
    let name = rows.iter().map(|row| row.get(0));
    let text = name.map(|name: Result<Value>| name.map(|name| name.to_string()));
    text.collect()
}
