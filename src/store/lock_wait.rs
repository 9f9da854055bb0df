//! A statement that takes long may be waiting for somebody: for whom is asked on another connection, and told.

use super::connections::Connections;
use super::notice;
use std::sync::Arc;
use tokio_postgres::{Client, Error, Row};

/// Who holds what a statement of this session waits for. Of other people's sessions the server tells neither who
/// they are nor since when, but to admins.
const HOLDERS: &str = "
    select coalesce(nullif(holder.application_name, ''), 'a program'),
           coalesce(person.full_name, case when holder.usename like 's\\_%' then 'somebody' else holder.usename::text end),
           to_char(holder.xact_start, 'HH24:MI:SS'), to_char(waiter.query_start, 'HH24:MI:SS')
      from pg_stat_activity waiter
     cross join unnest(pg_blocking_pids(waiter.pid)) as blocking(pid)
      join pg_stat_activity holder on holder.pid = blocking.pid
      left join auth.sessions() person on holder.usename like '%' || replace(person.id::text, '-', '')
     where waiter.usename = session_user and waiter.wait_event_type = 'Lock'
       and left(waiter.query, 200) = left($1, 200)
     limit 1";

/// Finds out, in a thread of its own, and tells; nothing when the statement waits for nobody.
pub(super) fn look(connections: &Arc<Connections>, sql: &str) {
    // Nobody else may ask who is who.
    let role = connections.server().role();
    if !role.is_some_and(|role| role.starts_with("s_")) {
        return;
    }
    let (connections, sql) = (Arc::clone(connections), sql.to_owned());
    let look = move || {
        let Ok(mut link) = connections.take() else {
            return;
        };
        let ask = async |client: &Client| -> Result<Vec<Row>, Error> {
            client.query(HOLDERS, &[&sql]).await
        };
        if let Some(Ok(rows)) = link.run(ask)
            && let Some(holder) = rows.first()
        {
            notice::tell(&words(
                holder.get(0),
                holder.get(1),
                holder.get(2),
                holder.get(3),
            ));
        }
    };
    // Without a thread, it is waited for without a word.
    let _ = std::thread::Builder::new().name("locks".into()).spawn(look);
}

fn words(
    program: &str,
    person: &str,
    open_since: Option<&str>,
    waiting_since: Option<&str>,
) -> String {
    let since = match (open_since, waiting_since) {
        (Some(open), _) => format!(", whose transaction is open since {open}"),
        (None, Some(waiting)) => format!(" since {waiting}"),
        (None, None) => String::new(),
    };
    format!("this waits for {person} ({program}){since}. Ctrl-C stops the wait.")
}
