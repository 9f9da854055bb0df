//! A standby that reads for a database: when it may, and how far it is behind.
//!
//! It reads what does not change anything, unless it has not got yet what was changed here last. When it can't be
//! reached, or is no standby any more, that is said once, and it is tried again in the background.

use super::connection::Connection;
use super::connections::Connections;
use super::row::Row;
use super::server::Server;
use super::standing::{Place, Standing};
use super::{notice, reconnecting};
use crate::error::{Error, Kind, Result};
use crate::value::Value;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What a standby is asked before it is used: whether it is one, how far it came, whether it has got more than that,
/// whether its primary still sends, and how long ago its last transaction was committed, in seconds.
const QUESTION: &str = "select pg_is_in_recovery(), pg_last_wal_replay_lsn()::text,
    coalesce(pg_last_wal_replay_lsn() < pg_last_wal_receive_lsn(), false),
    exists (select from pg_stat_wal_receiver),
    extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8";

/// For how long a standby is left alone that refused a session: it may not have heard of it yet.
const PAUSE: Duration = Duration::from_secs(1);

/// A standby, and what is known of it.
pub(super) struct Replica {
    connections: Arc<Connections>,
    /// The last change of ours: what is read must have it.
    must_have: Cell<Option<Place>>,
    is_away: Arc<AtomicBool>,
    refused: Cell<Option<Instant>>,
    /// As it was found last.
    standing: RefCell<Option<Standing>>,
}

impl Replica {
    pub(super) fn new(server: Server) -> Self {
        Self {
            connections: Arc::new(Connections::new(server)),
            must_have: Cell::new(None),
            is_away: Arc::default(),
            refused: Cell::new(None),
            standing: RefCell::default(),
        }
    }

    pub(super) fn server(&self) -> &Server {
        self.connections.server()
    }

    /// From now on it reads only when it has this.
    pub(super) fn must_have(&self, place: Place) {
        self.must_have.set(self.must_have.get().max(Some(place)));
    }

    /// How it was found last.
    pub(super) fn standing(&self) -> Option<Standing> {
        self.standing.borrow().clone()
    }

    /// A connection to it, if it may read now.
    pub(super) fn ready(&self) -> Option<Connection> {
        let is_refused = self.refused.get().is_some_and(|at| at.elapsed() < PAUSE);
        if self.is_away.load(Ordering::Relaxed) || is_refused {
            return None;
        }
        match self.asked() {
            Ok((_, standing)) if !standing.follows => {
                self.goes_away(&format!("{} is no standby any more", self.server().label()));
                None
            }
            Ok((connection, standing)) => {
                let has_all = self.must_have.get() <= standing.place;
                self.standing.replace(Some(standing));
                has_all.then_some(connection)
            }
            Err(error) => {
                match error.kind {
                    // What comes next says so.
                    Kind::Interrupted => {}
                    Kind::SignIn => self.refused.set(Some(Instant::now())),
                    _ => self.goes_away(&error.message),
                }
                None
            }
        }
    }

    /// How it stands now.
    ///
    /// # Errors
    /// It can't be reached, or refuses the session.
    pub(super) fn asked(&self) -> Result<(Connection, Standing)> {
        let take = || self.connections.take().map(Connection::of);
        let ask = |connection: &Connection| standing(&connection.query(QUESTION, &[])?);
        Connection::good(&take, &|| self.connections.forget(), &ask)
    }

    /// Runs a query there, whatever becomes of it.
    pub(super) fn query(&self, sql: &str) {
        if let Ok(pooled) = self.connections.take() {
            let _ = Connection::of(pooled).query(sql, &[]);
        }
    }

    pub(super) fn forget_connections(&self) {
        self.connections.forget();
    }

    fn goes_away(&self, why: &str) {
        self.is_away.store(true, Ordering::Relaxed);
        notice::tell(&format!(
            "{why}; what only reads goes to the primary, until the standby is there again"
        ));
        let is_away = Arc::clone(&self.is_away);
        reconnecting::begin(&self.connections, move || {
            is_away.store(false, Ordering::Relaxed);
        });
    }
}

fn standing(rows: &[Row]) -> Result<Standing> {
    let [row] = rows else {
        return Err(Error::fault("the standby does not say how it stands"));
    };
    let is_so = |column| Ok::<_, Error>(row.get(column)? == Value::Bool(true));
    let place = match row.get(1)? {
        Value::Text(text) => Place::read(&text),
        _ => None,
    };
    let age = match row.get(4)? {
        Value::Float(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        _ => None,
    };
    Ok(Standing {
        follows: is_so(0)?,
        place,
        is_behind: is_so(2)?,
        hears: is_so(3)?,
        age,
    })
}
