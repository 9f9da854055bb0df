//! A statement that takes long: for whom it waits, and where it is, is asked on another connection, and told.

use super::connections::{Connections, Pooled};
use super::notice;
use super::roles::LOGIN_ROLE;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio_postgres::{Client, Error, Row};

/// How many characters of a statement say which one it is; the server tells no more than its beginning.
const BEGINNING: usize = 200;
/// How often where it is is told.
const OFTEN: Duration = Duration::from_secs(1);

/// Who holds what this statement waits for.
const HOLDERS: &str = "
    select coalesce(b.application, 'a program'), b.holder, to_char(b.since, 'HH24:MI:SS')
      from auth.blockers() b join pg_stat_activity waiter on waiter.pid = b.waiting
     where left(waiter.query, length($1)) = $1
     limit 1";

/// What this statement waits for, and how far it is, as far as PostgreSQL reports that.
const PROGRESS: &str = "
    select a.wait_event_type, a.wait_event, p.phase,
           to_char(p.done, 'FM999,999,999,999,990'), to_char(nullif(p.total, 0), 'FM999,999,999,999,990'), p.unit
      from pg_stat_activity a
      left join (select pid, command || ': ' || phase phase, blocks_done done, blocks_total total, 'blocks' unit
                   from pg_stat_progress_create_index
                 union all select pid, 'VACUUM: ' || phase, heap_blks_scanned, heap_blks_total, 'blocks'
                   from pg_stat_progress_vacuum
                 union all select pid, 'ANALYZE: ' || phase, sample_blks_scanned, sample_blks_total, 'blocks'
                   from pg_stat_progress_analyze
                 union all select pid, command || ': ' || phase, heap_blks_scanned, heap_blks_total, 'blocks'
                   from pg_stat_progress_cluster
                 union all select pid, command, tuples_processed, 0, 'rows' from pg_stat_progress_copy) p
        on p.pid = a.pid
     where a.usename = session_user and a.pid <> pg_backend_pid() and a.state = 'active'
       and left(a.query, length($1)) = $1
     limit 1";

/// A statement that takes long. When this is dropped, it is over.
pub(super) struct Watch(Arc<Watched>);

struct Watched {
    connections: Arc<Connections>,
    /// Its beginning.
    sql: String,
    since: Instant,
    is_over: Mutex<bool>,
    /// Wakes the thread that follows it.
    over: Condvar,
}

impl Watch {
    /// A thread of its own looks and tells, up to the end where somebody follows that.
    pub(super) fn begin(connections: Arc<Connections>, sql: &str, since: Instant) -> Self {
        let watched = Arc::new(Watched {
            connections,
            sql: sql.chars().take(BEGINNING).collect(),
            since,
            is_over: Mutex::default(),
            over: Condvar::new(),
        });
        let watch = Self(Arc::clone(&watched));
        // Without a thread, it is waited for without a word.
        let thread = std::thread::Builder::new().name("long statement".into());
        let _ = thread.spawn(move || watched.follow());
        watch
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        *self.0.is_over() = true;
        self.0.over.notify_all();
        notice::follow(None);
    }
}

impl Watched {
    fn is_over(&self) -> MutexGuard<'_, bool> {
        self.is_over.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn follow(&self) {
        let mut is_told = !self.may_ask_for_holders();
        // What is asked takes a connection, which may be just what this statement waits for, behind a pooler.
        while !is_told || self.is_followed() {
            let mut asked = self.connections.take().ok();
            if let Some(holder) = asked
                .as_mut()
                .filter(|_| !is_told)
                .and_then(|link| self.holder(link))
            {
                notice::tell(&holder);
                is_told = true;
            }
            if !self.is_followed() {
                // Nobody needs it again.
                asked.into_iter().for_each(Pooled::close);
                return;
            }
            let place = asked.as_mut().and_then(|link| self.place(link));
            drop(asked);
            let mut is_over = self.is_over();
            if *is_over {
                return;
            }
            let (seconds, place) = (self.since.elapsed().as_secs(), place.unwrap_or_default());
            notice::follow(Some(&format!("{seconds} s{place} · Ctrl-C stops it")));
            let waited = self
                .over
                .wait_timeout_while(is_over, OFTEN, |is_over| !*is_over);
            is_over = waited.unwrap_or_else(PoisonError::into_inner).0;
            if *is_over {
                return;
            }
        }
    }

    /// Whether somebody is told where it is. A login is over soon, and many of them may wait for few connections.
    fn is_followed(&self) -> bool {
        notice::is_followed() && self.connections.server().role() != Some(LOGIN_ROLE)
    }

    /// Nobody but a session may ask who is who.
    fn may_ask_for_holders(&self) -> bool {
        let role = self.connections.server().role();
        role.is_some_and(|role| role.starts_with("s_"))
    }

    fn ask(&self, link: &mut Pooled, question: &str) -> Option<Row> {
        let ask = async |client: &Client| -> Result<Vec<Row>, Error> {
            client.query(question, &[&self.sql]).await
        };
        link.run(ask)?.ok()?.into_iter().next()
    }

    /// Whom it waits for.
    fn holder(&self, link: &mut Pooled) -> Option<String> {
        let row = self.ask(link, HOLDERS)?;
        let (program, person): (&str, &str) = (row.get(0), row.get(1));
        let since = row
            .get::<_, Option<&str>>(2)
            .map_or_else(String::new, |since| {
                format!(", whose transaction is open since {since}")
            });
        Some(format!(
            "this waits for {person} ({program}){since}. Ctrl-C stops the wait."
        ))
    }

    /// Where it is.
    fn place(&self, link: &mut Pooled) -> Option<String> {
        let row = self.ask(link, PROGRESS)?;
        let text = |column: usize| row.get::<_, Option<&str>>(column);
        if let (Some(phase), Some(done), Some(unit)) = (text(2), text(3), text(5)) {
            let total = text(4).map_or_else(String::new, |total| format!(" of {total}"));
            return Some(format!(" · {phase}, {done}{total} {unit}"));
        }
        match (text(0), text(1)) {
            (Some(kind), Some(event)) => Some(format!(" · waiting ({kind}: {event})")),
            _ => Some(" · running".to_owned()),
        }
    }
}
