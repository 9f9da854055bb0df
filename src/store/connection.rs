//! A connection in use: it sends statements, is cancelled by Ctrl-C, and remembers whether its
//! transaction is aborted.

use super::codec::typed;
use super::connections::Pooled;
use super::database::Query;
use super::failure;
use super::interrupt;
use super::long_statement::Watch;
use super::row::Row;
use super::transaction_name::{TIMELINE, TransactionName};
use super::waited::{meanwhile, waiting};
use crate::error::{Error, Kind, Result};
use crate::value::Value;
use futures_util::TryStreamExt;
use futures_util::future::maybe_done;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::future::{self, Future};
use std::pin::pin;
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::Instant;
use tokio_postgres::{Client, SimpleQueryMessage};

/// A connection in use; it is returned to the pool when the last holder drops it.
#[derive(Clone)]
pub(super) struct Connection {
    pooled: Rc<RefCell<Pooled>>,
    /// The first error of the open transaction: PostgreSQL keeps nothing of it then, and would answer
    /// `commit` with a silent rollback.
    aborted: Rc<RefCell<Option<Error>>>,
    /// Whether settings may have been changed that outlast the transaction.
    touched: Rc<Cell<bool>>,
    /// What the open transaction is called on the server.
    id: Rc<RefCell<Id>>,
    /// What is still to be said before the open transaction changes something.
    before_changes: Rc<RefCell<Option<String>>>,
}

/// What a transaction is called, as far as it matters.
#[derive(Default)]
enum Id {
    /// It only reads: it does not matter whether it is committed.
    #[default]
    None,
    /// It may change something, and has a name then.
    Unknown,
    Known(TransactionName),
}

/// A transaction that is to change something has its name at once, by the same round trip. A standby gives none.
static BEGIN: LazyLock<String> = LazyLock::new(|| {
    let unless_standby =
        |value: &str| format!("case when not pg_is_in_recovery() then {value} end");
    let (number, timeline) = (
        unless_standby("pg_current_xact_id()"),
        unless_standby(TIMELINE),
    );
    format!("begin; select {number}, {timeline}, transaction_timestamp()")
});

/// Where nothing is to be changed. After a first look, no statement can make it a transaction that writes.
const BEGIN_ONLY_READING: &str = "begin read only; select";

impl Connection {
    pub(super) fn of(pooled: Pooled) -> Self {
        Self {
            pooled: Rc::new(RefCell::new(pooled)),
            aborted: Rc::default(),
            touched: Rc::default(),
            id: Rc::default(),
            before_changes: Rc::default(),
        }
    }

    /// The one policy of faults in use: an idle connection may have been cut meanwhile (a server restart), so what
    /// begins something, and can be repeated, is tried once more on a new one. Nothing else is ever repeated.
    pub(super) fn good<T>(
        take: &dyn Fn() -> Result<Self>,
        forget: &dyn Fn(),
        work: &dyn Fn(&Self) -> Result<T>,
    ) -> Result<(Self, T)> {
        let connection = take()?;
        match work(&connection) {
            Err(error) if error.kind == Kind::Unreachable && !connection.is_new() => {
                drop(connection);
                forget();
                let fresh = take()?;
                let done = work(&fresh)?;
                Ok((fresh, done))
            }
            done => done.map(|done| (connection, done)),
        }
    }

    /// Whether it was made for its present holder.
    pub(super) fn is_new(&self) -> bool {
        self.pooled.borrow().is_new()
    }

    /// Whether it is of no use any more.
    pub(super) fn is_over(&self) -> bool {
        self.pooled.borrow().is_over()
    }

    /// Begins a transaction that is to change something, after what is to be said before that.
    pub(super) fn begin(&self, before: Option<&str>) -> Result<()> {
        if self.only_reads() {
            return self.begin_to_read(before.map(str::to_owned));
        }
        let sql = match before {
            Some(before) => Cow::from(format!("{}; {before}", *BEGIN)),
            None => Cow::from(BEGIN.as_str()),
        };
        let said = self
            .run(&sql, async |client| client.simple_query(&sql).await)
            .inspect_err(|_| self.abandon("rollback"))?;
        let first = said.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some(TransactionName::of(row.get(0), row.get(1), row.get(2)))
            }
            _ => None,
        });
        self.id
            .replace(first.flatten().map_or(Id::Unknown, Id::Known));
        Ok(())
    }

    /// Begins a transaction that only reads, as far as is known. If it changes something after all, this is to be said
    /// before.
    pub(super) fn begin_to_read(&self, before_changes: Option<String>) -> Result<()> {
        let begin = if self.only_reads() {
            BEGIN_ONLY_READING
        } else {
            "begin"
        };
        self.command(begin)?;
        self.before_changes.replace(before_changes);
        Ok(())
    }

    fn only_reads(&self) -> bool {
        let pooled = self.pooled.try_borrow();
        pooled.is_ok_and(|pooled| pooled.home().server().only_reads())
    }

    /// The next statement may change something.
    pub(super) fn may_change(&self) -> Result<()> {
        let mut id = self.id.borrow_mut();
        if matches!(*id, Id::None) && !self.only_reads() {
            *id = Id::Unknown;
        }
        let before = self.before_changes.take();
        before.map_or(Ok(()), |before| self.command(&before))
    }

    /// What the open transaction is called on the server; nothing when it changed nothing.
    pub(super) fn transaction(&self) -> Result<Option<TransactionName>> {
        let known = match &*self.id.borrow() {
            Id::None => return Ok(None),
            Id::Known(name) => Some(name.clone()),
            Id::Unknown => None,
        };
        if known.is_some() {
            return Ok(known);
        }
        let sql = format!(
            "select number::text, case when number is not null then {TIMELINE} end, transaction_timestamp()::text
               from pg_current_xact_id_if_assigned() number"
        );
        let rows = self.query(&sql, &[])?;
        let name = rows.first().map(TransactionName::of_row).transpose()?;
        Ok(name.flatten())
    }

    /// Remembers that a statement somebody typed was run here. By `set_config` it may have changed settings for
    /// good, in spite of all that is refused before.
    pub(super) fn touch(&self) {
        self.touched.set(true);
    }

    /// Resets the settings for the next user of this connection. To be called
    /// after a commit: a rollback does so by itself.
    pub(super) fn restore(&self) {
        if self.touched.replace(false) {
            self.abandon("reset role; reset all");
        }
    }

    /// Runs something on the connection; Ctrl-C cancels it.
    pub(super) fn run<T>(
        &self,
        sql: &str,
        work: impl AsyncFnOnce(&Client) -> std::result::Result<T, tokio_postgres::Error>,
    ) -> Result<T> {
        if interrupt::requested() {
            return Err(Error::interrupted());
        }
        let mut pooled = self
            .pooled
            .try_borrow_mut()
            .map_err(|_| Error::failed("the connection is busy with another statement"))?;
        let (home, since) = (pooled.home(), Instant::now());
        let mut watch = None;
        let answer = waiting(|| {
            interrupt::cancellable(&mut pooled, |link| {
                link.run_watched(work, || watch = Some(Watch::begin(home, sql, since)))
            })
        });
        drop(watch);
        let answer = match answer {
            Some(answer) => answer.map_err(|error| failure::of_statement(&error, sql)),
            None => Err(failure::given_up()),
        };
        answer.map_err(|error| self.noted(error))
    }

    /// The error of a statement, as it is told: after the first one of a transaction, all say what that was.
    fn noted(&self, error: Error) -> Error {
        let mut aborted = self.aborted.borrow_mut();
        match &*aborted {
            Some(first) if failure::is_aborted_transaction(&error) => aborted_by(first),
            _ => {
                aborted.get_or_insert_with(|| error.clone());
                error
            }
        }
    }

    /// Runs a query and takes all its rows.
    pub(super) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let rows = self.run(sql, async |client| {
            client.query_typed(sql, &typed(params)).await
        })?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Runs two queries by one round trip. `take` gets the rows of the first one while the second one runs, whose answer
    /// is returned.
    pub(super) fn query_both(
        &self,
        [first, second]: [Query<'_>; 2],
        take: &mut dyn FnMut(Vec<Row>),
    ) -> Result<Result<Vec<Row>>> {
        let rows = |rows: Vec<_>| rows.into_iter().map(Row).collect();
        let answer = self.run(first.0, async |client| {
            let (params, its_params) = (typed(first.1), typed(second.1));
            let mut one = pin!(client.query_typed(first.0, &params));
            let mut other = pin!(maybe_done(client.query_typed(second.0, &its_params)));
            let found = future::poll_fn(|cx| {
                let found = one.as_mut().poll(cx);
                // It is sent by that, behind the first.
                let _ = other.as_mut().poll(cx);
                found
            });
            let found = found.await?;
            meanwhile(|| take(rows(found)));
            other.as_mut().await;
            Ok(other.take_output())
        })?;
        let answer = answer.ok_or_else(failure::given_up)?;
        Ok(answer
            .map(rows)
            .map_err(|error| self.noted(failure::of_statement(&error, second.0))))
    }

    /// Runs a query and hands its rows on as they come; memory does not grow with them. What `take` returns as an
    /// error ends it.
    pub(super) fn each(
        &self,
        sql: &str,
        params: &[Value],
        take: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        let mut refused = None;
        self.run(sql, async |client| {
            let rows = client.query_typed_raw(sql, typed(params)).await?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await? {
                if let Err(error) = take(&Row(row)) {
                    refused = Some(error);
                    break;
                }
            }
            Ok(())
        })?;
        refused.map_or(Ok(()), Err)
    }

    /// Runs a query at the very end of something: Ctrl-C does not stop it, and it is not waited for long.
    pub(super) fn query_at_last(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let mut pooled = self
            .pooled
            .try_borrow_mut()
            .map_err(|_| Error::failed("the connection is busy with another statement"))?;
        let answer =
            pooled.run_at_last(async |client| client.query_typed(sql, &typed(params)).await);
        let rows = answer
            .ok_or_else(failure::given_up)?
            .map_err(|error| failure::of_statement(&error, sql))?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Sends a command that has no parameters and no result.
    pub(super) fn command(&self, sql: &str) -> Result<()> {
        self.run(sql, async |client| client.batch_execute(sql).await)
    }

    /// Whether the open transaction can be committed.
    pub(super) fn check(&self) -> Result<()> {
        self.aborted
            .borrow()
            .as_ref()
            .map_or(Ok(()), |first| Err(aborted_by(first)))
    }

    /// Rolls back to a savepoint, whatever happened since.
    pub(super) fn back_to(&self, savepoint: &str) {
        self.aborted.replace(None);
        self.abandon(&format!(
            "rollback to savepoint {savepoint}; release savepoint {savepoint}"
        ));
    }

    /// Ends what is open here, whatever happened; a connection that can't even do that is closed and
    /// the pool drops it. Ctrl-C must not stop a rollback.
    pub(super) fn abandon(&self, sql: &str) {
        if let Ok(mut pooled) = self.pooled.try_borrow_mut() {
            let _ = pooled.run(async |client| client.batch_execute(sql).await);
        }
    }
}

/// A statement failed earlier in the transaction, and the script went on.
fn aborted_by(first: &Error) -> Error {
    // The name of a constraint may be a sentence, which says it better than the server does.
    let sentence = first
        .cause
        .as_ref()
        .and_then(|cause| cause.constraint.as_deref())
        .filter(|name| name.contains(' '));
    Error::new(
        first.kind,
        "nothing of this was kept: an earlier statement failed",
    )
    .hint(format!("it said: {}", sentence.unwrap_or(&first.message)))
    .hint("to go on after a failure, put the step in transaction(|| { … })")
}
