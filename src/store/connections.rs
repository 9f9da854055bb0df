//! The connections of one database: opened when they are needed, kept for the next statement, and given back to the
//! server when nobody needed them for a while.

use super::connecting;
use super::link::{Failure, Link};
use super::server::Server;
use crate::error::{Error, Result};
use std::ops::{Deref, DerefMut};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many connections one process uses at most.
const SIZE: usize = 4;
/// How often somebody looks whether one of them became free.
const GLANCE: Duration = Duration::from_millis(2);
/// How long to wait for a free one.
const PATIENCE: Duration = Duration::from_secs(15);

/// Connections to a server, for all threads.
pub(super) struct Connections {
    server: Server,
    pool: Mutex<Pool>,
    /// Whether a thread tries to connect again.
    pub(super) reconnecting: AtomicBool,
}

#[derive(Default)]
struct Pool {
    /// The one that was used last is at the end.
    idle: Vec<Idle>,
    in_use: usize,
    /// Grows when all that are open are to be given up: those in use are not kept then.
    generation: u64,
    /// Whether a thread looks after those that are idle.
    is_watched: bool,
}

struct Idle {
    link: Link,
    since: Instant,
}

/// A connection that is returned when it is dropped.
pub(super) struct Pooled {
    /// None only while it is dropped.
    link: Option<Link>,
    is_new: bool,
    generation: u64,
    home: Arc<Connections>,
}

impl Pooled {
    /// Whether it was made for its present holder.
    pub(super) fn is_new(&self) -> bool {
        self.is_new
    }

    /// The pool that it is returned to.
    pub(super) fn home(&self) -> Arc<Connections> {
        Arc::clone(&self.home)
    }

    /// Closes it, since nobody needs it again.
    pub(super) fn close(mut self) {
        drop(self.link.take());
    }
}

impl Connections {
    /// None is made yet.
    pub(super) fn new(server: Server) -> Self {
        Self {
            server,
            pool: Mutex::default(),
            reconnecting: AtomicBool::new(false),
        }
    }

    /// Where they lead, and as which role.
    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    /// Takes a connection, an idle one if there is one; Ctrl-C stops the wait.
    pub(super) fn take(self: &Arc<Self>) -> Result<Pooled> {
        let since = Instant::now();
        loop {
            let mut pool = self.lock();
            let generation = pool.generation;
            let pooled = |link: Option<Link>| Pooled {
                is_new: link.is_none(),
                link,
                generation,
                home: Arc::clone(self),
            };
            if let Some(idle) = pool.idle.pop() {
                pool.in_use += 1;
                return Ok(pooled(Some(idle.link)));
            }
            if pool.in_use < SIZE {
                pool.in_use += 1;
                drop(pool);
                // It counts from now on; one that can't be made is dropped as none.
                let mut pooled = pooled(None);
                pooled.link = Some(
                    self.connect()
                        .map_err(|failure| self.server.refused(&failure))?,
                );
                return Ok(pooled);
            }
            drop(pool);
            if since.elapsed() > PATIENCE {
                return Err(Error::failed(format!(
                    "{SIZE} connections are in use already"
                )));
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// Gives up those that are idle, and those in use when they come back; the next is a new one.
    pub(super) fn forget(&self) {
        let mut pool = self.lock();
        pool.generation += 1;
        let idle = std::mem::take(&mut pool.idle);
        drop(pool);
        drop(idle);
    }

    fn connect(&self) -> std::result::Result<Link, Failure> {
        let opening = self.server.opening();
        connecting::connect(
            &self.server,
            &|target, config| Link::to(target, config, self.server.tls(), opening),
            &Link::is_standby,
        )
    }

    fn come_back(self: &Arc<Self>, link: Option<Link>, generation: u64) {
        let mut pool = self.lock();
        pool.in_use -= 1;
        let usable = link.filter(|link| !link.is_over() && generation == pool.generation);
        let Some(link) = usable else { return };
        pool.idle.push(Idle {
            link,
            since: Instant::now(),
        });
        if !pool.is_watched {
            pool.is_watched = self.watch();
        }
    }

    /// A thread that closes what nobody used for a while, until there is nothing left. Whether there is one.
    fn watch(self: &Arc<Self>) -> bool {
        let (connections, most) = (Arc::downgrade(self), self.server.idle_after());
        let watch = move || {
            let mut wait = Some(most);
            while let Some(time) = wait {
                std::thread::sleep(time);
                wait = connections.upgrade().and_then(|open| open.close_idle(most));
            }
        };
        let thread = std::thread::Builder::new().name("idle".into());
        thread.spawn(watch).is_ok()
    }

    /// Closes what was not used for so long; when to look again, if there is something left.
    fn close_idle(&self, most: Duration) -> Option<Duration> {
        let mut pool = self.lock();
        let (closed, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut pool.idle)
            .into_iter()
            .partition(|idle| idle.since.elapsed() >= most);
        let next = kept
            .first()
            .map(|idle| most.saturating_sub(idle.since.elapsed()));
        pool.idle = kept;
        pool.is_watched = next.is_some();
        drop(pool);
        drop(closed);
        next
    }

    fn lock(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        self.home.come_back(self.link.take(), self.generation);
    }
}

impl Deref for Pooled {
    type Target = Link;

    fn deref(&self) -> &Link {
        self.link.as_ref().expect("it is there until it is dropped")
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut Link {
        self.link.as_mut().expect("it is there until it is dropped")
    }
}
