//! How a transaction begins on a connection, and what it is called on the server.

use super::Connection;
use crate::error::Result;
use crate::store::transaction_name::{Id, TIMELINE, TransactionName};
use std::borrow::Cow;
use std::sync::LazyLock;
use tokio_postgres::SimpleQueryMessage;

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
    /// Begins a transaction that is to change something, after what is to be said before that.
    pub(in crate::store) fn begin(&self, before: Option<&str>) -> Result<()> {
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
    pub(in crate::store) fn begin_to_read(&self, before_changes: Option<String>) -> Result<()> {
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
    pub(in crate::store) fn may_change(&self) -> Result<()> {
        let mut id = self.id.borrow_mut();
        if matches!(*id, Id::None) && !self.only_reads() {
            *id = Id::Unknown;
        }
        let before = self.before_changes.take();
        before.map_or(Ok(()), |before| self.command(&before))
    }

    /// What the open transaction is called on the server; nothing when it changed nothing.
    pub(in crate::store) fn transaction(&self) -> Result<Option<TransactionName>> {
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
}
