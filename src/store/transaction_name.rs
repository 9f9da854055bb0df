//! What a transaction is called on the server, for a question about it later.

use super::row::Row;
use crate::error::Result;
use crate::value::Value;

/// What a transaction that may change something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TransactionName {
    /// Its number, which another primary may give again.
    pub(super) number: String,
    /// On which timeline of the server's log: a standby that is promoted begins a new one.
    pub(super) timeline: String,
    /// When it began, as the server writes it.
    pub(super) began: String,
}

/// The timeline of a primary, as an expression of SQL.
pub const TIMELINE: &str = "left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)";

/// What a transaction is called, as far as it matters.
#[derive(Default)]
pub(super) enum Id {
    /// It only reads: it does not matter whether it is committed.
    #[default]
    None,
    /// It may change something, and has a name then.
    Unknown,
    Known(TransactionName),
}

impl TransactionName {
    /// Of three columns, as texts; nothing when the transaction has no number.
    pub(super) fn of(
        number: Option<&str>,
        timeline: Option<&str>,
        began: Option<&str>,
    ) -> Option<Self> {
        Some(Self {
            number: number?.to_owned(),
            timeline: timeline?.to_owned(),
            began: began?.to_owned(),
        })
    }

    /// The same of a row.
    pub(super) fn of_row(row: &Row) -> Result<Option<Self>> {
        let text = |column| match row.get(column)? {
            Value::Text(text) => Ok::<_, crate::error::Error>(Some(text)),
            _ => Ok(None),
        };
        let (number, timeline, began) = (text(0)?, text(1)?, text(2)?);
        Ok(Self::of(
            number.as_deref(),
            timeline.as_deref(),
            began.as_deref(),
        ))
    }
}
