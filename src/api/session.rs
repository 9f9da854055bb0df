//! A session: somebody signed in.

use super::batch::Batch;
use super::collection::Collection;
use super::explain;
use super::news::{News, Teller};
use super::record::Record;
use crate::access::{self, Token};
use crate::catalog::{Action, Catalog, Coming, Entity, Field, Person};
use crate::error::{Error, Kind, Result};
use crate::query::Select;
use crate::rows::Rows;
use crate::store::{Answer, Database, Server};
use crate::value::{Type, Value};
use secrecy::SecretString;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// Somebody signed in to a database. Clones share the session, its connections and its transaction.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    database: Database,
    token: Token,
    login: Server,
    catalog: OnceCell<Rc<Catalog>>,
    coming: Cell<Option<Coming>>,
    /// Grows with every change and every transaction: what was read before may be old then.
    state: Cell<u64>,
    on_committed: RefCell<Option<Teller>>,
}

impl Session {
    /// Signs in.
    ///
    /// # Errors
    /// Wrong e-mail or password, or the server can't be reached.
    pub fn login(server: &Server, email: &str, password: &SecretString) -> Result<Self> {
        let token = access::login(server, email, password)?;
        Self::resume(server, token)
    }

    /// Goes on with a session whose token was kept. Nothing is sent yet.
    ///
    /// # Errors
    /// The token expired.
    pub fn resume(server: &Server, token: Token) -> Result<Self> {
        if token.is_expired() {
            return Err(
                Error::sign_in("your session has expired").hint("sign in again: epic login")
            );
        }
        let own = server.as_role(&token.claims.db_role, &token.session_password());
        let (database, login) = (Database::new(own), server.clone());
        Ok(Self(Rc::new(Inner {
            database,
            token,
            login,
            catalog: OnceCell::new(),
            coming: Cell::default(),
            state: Cell::new(0),
            on_committed: RefCell::default(),
        })))
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
    /// said by the first call that needs it.
    pub fn get_ready(&self) {
        if self.0.catalog.get().is_none() {
            self.0.coming.set(Catalog::ahead(&self.0.database));
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
        let catalog = match self.0.coming.take() {
            Some(coming) => coming.catalog(),
            None => Catalog::load(&self.0.database),
        };
        let catalog = catalog.map_err(|error| self.explain(error))?;
        Ok(Rc::clone(self.0.catalog.get_or_init(|| Rc::new(catalog))))
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// As [`Session::catalog`]; also when the session has ended.
    pub fn me(&self) -> Result<Person> {
        self.catalog()?
            .me
            .clone()
            .ok_or_else(explain::session_ended)
    }

    /// Who is signed in, as a record.
    ///
    /// # Errors
    /// As [`Session::me`].
    pub fn my_record(&self) -> Result<Record> {
        self.collection("collaborators")?.get(self.me()?.id)
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

    /// Runs one statement of plain SQL that may change things, with bound parameters.
    ///
    /// # Errors
    /// Whatever the database says; several statements, `copy` and transaction commands.
    pub fn sql_exec(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        self.note_change();
        self.0
            .database
            .adhoc(sql, params)
            .map_err(|error| self.explain_sql(error, sql))
    }

    /// Runs one statement of plain SQL that only reads: the database refuses any change.
    ///
    /// # Errors
    /// As [`Session::sql_exec`].
    pub fn sql(&self, sql: &str, params: &[Value]) -> Result<Answer> {
        self.0
            .database
            .adhoc_read_only(sql, params)
            .map_err(|error| self.explain_sql(error, sql))
    }

    /// The rows of a result as records.
    #[must_use]
    pub fn records(&self, rows: Rows) -> Vec<Record> {
        let fields = rows
            .columns
            .iter()
            .map(|column| Field::computed(&column.name, column.kind.unwrap_or(Type::Text), true));
        let entity = Rc::new(Entity::of_columns("rows", fields.collect()));
        let batch = Batch::of_values(&entity, rows.rows);
        (0..batch.len())
            .map(|place| Record::new(self, &batch, place))
            .collect()
    }

    /// Runs work as one transaction: all or nothing. Inside another, it is a savepoint.
    ///
    /// # Errors
    /// What `work` returns; then nothing it changed is kept.
    pub fn transaction<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.0.database.in_transaction() {
            return self.0.database.savepoint(work);
        }
        self.0.database.begin()?;
        self.note_change();
        let state = self.state();
        match work() {
            Ok(value) => {
                self.commit(self.state() != state)?;
                Ok(value)
            }
            Err(error) => {
                self.0.database.rollback();
                Err(error)
            }
        }
    }

    /// Commits, and tells the news to whoever wants to know them.
    fn commit(&self, may_be_changed: bool) -> Result<()> {
        let tell = self.0.on_committed.borrow().clone();
        let tell = tell.filter(|_| may_be_changed);
        let news = tell.as_ref().map(|_| self.news()).unwrap_or_default();
        self.0
            .database
            .commit()
            .map_err(|error| self.explain(error))?;
        if let Some(tell) = tell {
            for news in &news {
                tell(news);
            }
        }
        Ok(())
    }

    /// Asks to be told what each transaction of this session made true, after its commit. Only then are
    /// transactions that may have changed something asked for it.
    pub fn on_committed(&self, tell: impl Fn(&News) + 'static) {
        self.0.on_committed.replace(Some(Rc::new(tell)));
    }

    /// Ends the session on the server: its token and connections are worth nothing from now on.
    ///
    /// # Errors
    /// The server can't be reached.
    pub fn logout(&self) -> Result<()> {
        self.0.database.rollback();
        let answer = self.0.database.query("select auth.logout()", &[]);
        // The connection that asked is still open, without any rights.
        self.0.database.disconnect();
        match answer {
            // Ending the session may cut the very connection that asked for it.
            Ok(_) => Ok(()),
            Err(error) if explain::is_cut_off(&error) || error.kind == Kind::SignIn => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Which state of the data this session has seen last.
    pub(super) fn state(&self) -> u64 {
        self.0.state.get()
    }

    /// Something is about to change: what was read before counts as old.
    pub(super) fn note_change(&self) {
        self.0.state.set(self.0.state.get().wrapping_add(1));
    }

    pub(super) fn database(&self) -> &Database {
        &self.0.database
    }

    /// Makes an error of a statement of ours say what people can do about it.
    pub(super) fn explain(&self, error: Error) -> Error {
        let explained = self.explain_typed(error);
        if explain::is_our_mistake(&explained) {
            explained.as_fault()
        } else {
            explained
        }
    }

    /// The same for a statement that somebody typed.
    fn explain_typed(&self, error: Error) -> Error {
        if error.kind == Kind::SignIn || (explain::is_cut_off(&error) && self.has_ended()) {
            return if self.is_foreign() {
                Error::sign_in(format!(
                    "the token is for another database than {}",
                    self.server().label()
                ))
                .hint("sign in here: epic login")
            } else {
                explain::session_ended()
            };
        }
        let catalog = self.0.catalog.get().map(Rc::as_ref);
        explain::error(error, catalog)
    }

    /// Adds the rules that would allow a refused statement. A refusal is rare: only then is a catalog
    /// read that was not needed before, on a connection of its own since this one's transaction failed.
    fn explain_sql(&self, error: Error, sql: &str) -> Error {
        let error = self.explain_typed(error);
        if error.kind != Kind::NotAllowed {
            return error;
        }
        let known = self.0.catalog.get().map(Rc::clone);
        let apart = || {
            Catalog::load(&Database::new(self.server().clone()))
                .map(Rc::new)
                .ok()
        };
        match known.or_else(apart) {
            Some(catalog) => explain::refused_sql(error, &catalog, sql),
            None => error,
        }
    }

    /// Whether the open transaction can still be committed.
    ///
    /// # Errors
    /// It can't: a statement in it failed, even if the script went on.
    pub fn check_transaction(&self) -> Result<()> {
        self.0.database.check_transaction()
    }

    /// Whether the database no longer knows this session; asked on a connection of its own.
    fn has_ended(&self) -> bool {
        let probe = Database::new(self.server().clone());
        matches!(probe.query("select auth.uid()", &[]), Err(error) if error.kind == Kind::SignIn)
    }

    /// Whether the token is of another database: its session's role is named after its database.
    fn is_foreign(&self) -> bool {
        let sql = "select $1 like format('s\\_%s\\_%%', oid) from pg_database where datname = current_database()";
        let role = Value::Text(self.0.token.claims.db_role.clone());
        let rows = Database::new(self.0.login.clone()).query(sql, &[role]);
        matches!(rows.as_deref(), Ok([row]) if row.get(0) == Ok(Value::Bool(false)))
    }

    /// Whether my rights include an action on an entity at all; rows may still be refused.
    ///
    /// # Errors
    /// There is no such entity.
    pub fn may(&self, action: Action, entity: &str) -> Result<bool> {
        let catalog = self.catalog()?;
        let entity = catalog.entity(entity)?;
        Ok(match action {
            Action::Select => entity.fields.iter().any(|field| field.may_select),
            Action::Insert => entity.fields.iter().any(|field| field.may_insert),
            Action::Update => entity.fields.iter().any(|field| field.may_update),
            Action::Delete => entity.may_delete,
            Action::All => false,
        })
    }
}
