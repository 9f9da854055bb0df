//! A session: somebody signed in.

use super::collection::Collection;
use super::effects::Effect;
use super::news::Teller;
use super::prefetch::Batch;
use super::record::Record;
use super::refusal::failed;
use crate::access::{self, LastChange, Token};
use crate::catalog::{Action, Catalog, Coming, Kept, Person};
use crate::error::{Error, Kind, Result};
use crate::query::Select;
use crate::store::{Database, Row, Server};
use crate::value::Value;
use chrono::{TimeDelta, Utc};
use secrecy::SecretString;
use std::cell::{Cell, OnceCell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long a standby may need to hear of a new session, and how often it is asked.
const ARRIVAL: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(20);

const LOGOUT: &str = "select auth.logout()";

/// Somebody signed in to a database. Clones share the session, its connections and its transaction.
#[derive(Clone)]
pub struct Session(pub(super) Rc<Inner>);

pub(super) struct Inner {
    database: Database,
    token: Token,
    login: Server,
    catalog: OnceCell<Rc<Catalog>>,
    coming: Cell<Option<Coming>>,
    /// Where the catalog is kept for the next program.
    pub(super) kept: OnceCell<Kept>,
    /// Grows with every change and every transaction: what was read before may be old then.
    pub(super) state: Cell<u64>,
    /// My row, and the state of the data that it was read in.
    me: RefCell<Option<(u64, Rc<Batch>)>>,
    pub(super) on_committed: RefCell<Option<Teller>>,
    /// What waits for the commit of the open unit of work.
    pub(super) effects: RefCell<Vec<Effect>>,
    /// When the database was asked to cut what is over, and how often it had been used by then.
    pub(super) asked_to_cut: Cell<(Instant, u64)>,
    /// The same of a standby.
    pub(super) asked_to_cut_beside: Cell<Instant>,
    /// Where is kept which change the next program must see.
    pub(super) last_change: OnceCell<LastChange>,
    /// Something may have been changed, and nobody knows where.
    pub(super) is_last_change_unknown: Cell<bool>,
}

impl Session {
    /// Signs in.
    ///
    /// # Errors
    /// Wrong e-mail or password, or the server can't be reached.
    pub fn login(server: &Server, email: &str, password: &SecretString) -> Result<Self> {
        let token = access::login(server, email, password)?;
        let session = Self::resume(server, token);
        if server.needs_standby() {
            session.arrive();
        }
        Ok(session)
    }

    /// Waits until a standby knows this session, which began at the primary a moment ago.
    fn arrive(&self) {
        let since = Instant::now();
        let is_refused = || {
            let answer = self.0.database.query("select", &[]);
            answer.is_err_and(|error| error.kind == Kind::SignIn)
        };
        while since.elapsed() < ARRIVAL && is_refused() {
            std::thread::sleep(GLANCE);
        }
    }

    /// Resumes a session whose token was kept. Nothing is sent yet.
    #[must_use]
    pub fn resume(server: &Server, token: Token) -> Self {
        let own = server.as_role(&token.claims.db_role, &token.session_password());
        let (database, login) = (Database::new(own), server.clone());
        Self(Rc::new(Inner {
            database,
            token,
            login,
            catalog: OnceCell::new(),
            coming: Cell::default(),
            kept: OnceCell::new(),
            state: Cell::new(0),
            me: RefCell::default(),
            on_committed: RefCell::default(),
            effects: RefCell::default(),
            asked_to_cut: Cell::new((Instant::now(), 0)),
            asked_to_cut_beside: Cell::new(Instant::now()),
            last_change: OnceCell::new(),
            is_last_change_unknown: Cell::new(false),
        }))
    }

    /// Keeps the catalog in a state folder, for the next program with this session, and uses the one that is there; and
    /// where a standby reads, what it has to have.
    pub fn keep_catalog(&self, state: &Path) {
        let kept = Kept::new(state, self.server());
        // Who begins with it has not looked after what is over, as reading all of it does.
        if let Some(then) = kept.age().and_then(|age| Instant::now().checked_sub(age)) {
            self.0.asked_to_cut.set((then, 0));
        }
        let _ = self.0.kept.set(kept);
        if self.has_standby() {
            let role = &self.token().claims.db_role;
            let _ = self.0.last_change.set(LastChange::new(state, role));
        }
    }

    /// By how much the clock of this machine is ahead of the server's, when it says that the session has expired and
    /// the server, whose clock counts, does not. Nothing is asked as long as there is time left here.
    ///
    /// # Errors
    /// The session has expired, or the database can't be reached.
    pub fn clock_ahead(&self) -> Result<Option<TimeDelta>> {
        if !self.token().is_expired() {
            return Ok(None);
        }
        let rows = self.0.database.query("select clock_timestamp()", &[]);
        let rows = rows.map_err(|error| match self.refine(error) {
            error if error.kind == Kind::SignIn => expired(),
            error => error,
        })?;
        match Row::first_value(&rows)? {
            Some(Value::Timestamp(server)) if self.token().is_expired_at(server) => Err(expired()),
            Some(Value::Timestamp(server)) => Ok(Some(Utc::now() - server)),
            _ => Err(expired()),
        }
    }

    /// The token, with what it says.
    #[must_use]
    pub fn token(&self) -> &Token {
        &self.0.token
    }

    /// The server, with this session's own role and password.
    #[must_use]
    pub fn server(&self) -> &Server {
        self.0.database.server()
    }

    /// Begins to connect and to read the catalog while the caller does something else. What fails is
    /// said by the first call that needs it. Once begun, it is not begun again.
    pub fn get_ready(&self) {
        let begin = || Catalog::ahead(&self.0.database, self.0.kept.get());
        if self.0.catalog.get().is_none() {
            let coming = self.0.coming.take();
            self.0.coming.set(coming.or_else(begin));
        }
    }

    /// What there is; read from the database at the first call.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn catalog(&self) -> Result<Rc<Catalog>> {
        if let Some(catalog) = self.0.catalog.get() {
            return Ok(Rc::clone(catalog));
        }
        let (database, kept) = (&self.0.database, self.0.kept.get());
        let catalog = match self.0.coming.take() {
            Some(coming) => match coming.catalog(database) {
                // By Ctrl-C in an entry that was not about it.
                Err(error) if error.kind == Kind::Interrupted => Catalog::load(database, kept),
                catalog => catalog,
            },
            None => Catalog::load(database, kept),
        };
        let catalog = catalog.or_else(|error| match (error.kind, database.beside()) {
            // The primary is away: a standby knows the same.
            (Kind::Unreachable, Some(standby)) => Catalog::load(&standby, None).map_err(|_| error),
            _ => Err(error),
        });
        let catalog = catalog.map_err(|error| self.refine(error))?;
        Ok(Rc::clone(self.0.catalog.get_or_init(|| Rc::new(catalog))))
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// As [`Session::catalog`]; also when the session has ended.
    pub fn me(&self) -> Result<Person> {
        self.catalog()?.me.clone().ok_or_else(failed::session_ended)
    }

    /// Who is signed in, as a record. It is read once, until something changes or a transaction begins.
    ///
    /// # Errors
    /// As [`Session::me`].
    pub fn my_record(&self) -> Result<Record> {
        let known = self.0.me.borrow().clone();
        if let Some((_, row)) = known.filter(|(state, _)| *state == self.state()) {
            return Ok(Record::new(self, &row, 0));
        }
        let me = self.collection("collaborators")?.get(self.me()?.id)?;
        if let Some(row) = me.only_row() {
            self.0.me.replace(Some((self.state(), Rc::clone(row))));
        }
        Ok(me)
    }

    /// All rows of an entity, as a lazy collection.
    ///
    /// # Errors
    /// There is no such entity.
    pub fn collection(&self, name: &str) -> Result<Collection> {
        let catalog = self.catalog()?;
        Ok(Collection::new(
            self.clone(),
            Select::all(catalog.entity(name)?),
        ))
    }

    /// Ends the session on the server: its token and connections are worth nothing from now on.
    ///
    /// # Errors
    /// The server can't be reached.
    pub fn logout(&self) -> Result<()> {
        self.0.database.rollback();
        let answer = if self.only_reads() {
            // It ends the session, and changes none of the data.
            Database::new(self.server().to_write()).query(LOGOUT, &[])
        } else {
            self.0.database.query(LOGOUT, &[])
        };
        // The connection that asked is still open, without any rights.
        self.0.database.disconnect();
        match answer {
            // Ending the session may cut the very connection that asked for it.
            Ok(_) => Ok(()),
            Err(error) if error.kind == Kind::SignIn => Ok(()),
            Err(error) if error.is_read_only() => Err(self.refused_to_write(error)),
            Err(error) if failed::is_cut_off(&error) && self.has_ended() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Ends the session for this program: whatever was made by it (records, collections) is refused from now on.
    /// On the server it may live on; [`Session::logout`] ends it there.
    pub fn close(&self) {
        let whose = self.name();
        self.0.database.close(Error::failed(format!(
            "this is from {whose}'s session, which is over: fetch it again"
        )));
    }

    /// Begins to connect again in the background, after the connection was lost; `tell` is called when that succeeded.
    /// Nothing that was asked is asked again.
    pub fn reconnect(&self, tell: impl FnOnce() + Send + 'static) {
        self.0.database.reconnect(tell);
    }

    /// Whose it is, in one word: that before the `@` of the e-mail.
    #[must_use]
    pub fn name(&self) -> &str {
        let email = &self.0.token.claims.email;
        email.split_once('@').map_or(email, |(name, _)| name)
    }

    /// Whether both are one session.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn database(&self) -> &Database {
        &self.0.database
    }

    /// The catalog, if it was read already.
    pub(super) fn known_catalog(&self) -> Option<Rc<Catalog>> {
        self.0.catalog.get().map(Rc::clone)
    }

    /// The server, as the role that may only sign in.
    pub(super) fn login_server(&self) -> &Server {
        &self.0.login
    }

    /// Whether my rights include an action on an entity at all; rows may still be refused.
    ///
    /// # Errors
    /// There is no such entity.
    pub fn may(&self, action: Action, entity: &str) -> Result<bool> {
        let catalog = self.catalog()?;
        Ok(catalog.entity(entity)?.may(action))
    }
}

fn expired() -> Error {
    Error::sign_in("your session has expired").hint("sign in again: epic login")
}
