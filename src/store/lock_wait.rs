//! A statement that takes long may be waiting for somebody: for whom is asked on another connection, and told.

use super::connections::Connections;
use super::notice;
use std::sync::Arc;
use tokio_postgres::{Client, Error, Row};

/// Who holds what this statement waits for.
const HOLDERS: &str = "
    select coalesce(b.application, 'a program'), b.holder, to_char(b.since, 'HH24:MI:SS')
      from auth.blockers() b join pg_stat_activity waiter on waiter.pid = b.waiting
     where left(waiter.query, 200) = left($1, 200)
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
            notice::tell(&words(holder.get(0), holder.get(1), holder.get(2)));
        }
    };
    // Without a thread, it is waited for without a word.
    let _ = std::thread::Builder::new().name("locks".into()).spawn(look);
}

fn words(program: &str, person: &str, since: Option<&str>) -> String {
    let since = since.map_or_else(String::new, |since| {
        format!(", whose transaction is open since {since}")
    });
    format!("this waits for {person} ({program}){since}. Ctrl-C stops the wait.")
}
