//! Open sessions: who is signed in, and ending that.

use super::session::Session;
use crate::error::{Error, Result};
use crate::rows::{Column, Rows};
use crate::store::Row;
use crate::value::{Type, Value};
use chrono::{DateTime, SubsecRound, Utc};
use std::time::{Duration, Instant};

/// How long what is over may stay connected while somebody works here, in however many programs one after the other; the
/// database itself looks at every change, and whenever the whole catalog is read.
pub(super) const NOW_AND_THEN: Duration = Duration::from_secs(20);

pub(super) const CUT_ENDED: &str = "select auth.cut_ended()";
/// The same after a change that may have ended some: of connections that were being made meanwhile, too.
const CUT_CONNECTING: &str = "select auth.cut_ended_and_connecting()";

/// Somebody's open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Its id, 36 characters. It opens nothing.
    pub id: String,
    /// Whose it is: their full name.
    pub full_name: String,
    /// Their e-mail.
    pub email: String,
    /// When they signed in.
    pub started: DateTime<Utc>,
    /// When it ends by itself.
    pub expires: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The open sessions that somebody may end.
const SELECT: &str =
    "select id::text, full_name, email, started, expires, current from auth.sessions()";

impl Session {
    /// Open sessions, the newest first: mine; as an admin, everybody's.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn sessions(&self) -> Result<Vec<OpenSession>> {
        let rows = self.database().query(SELECT, &[]);
        rows.map_err(|error| self.refine(error))?
            .iter()
            .map(OpenSession::read)
            .collect()
    }

    /// Lets the database cut the connections of sessions that are over: at once after a change, which may have
    /// ended some (a connection may have been made meanwhile), else now and then while somebody works here.
    /// That it can't be asked is no failure of what was done before.
    pub(super) fn cut_ended(&self, may_be_changed: bool) {
        let (database, asked) = (self.database(), &self.0.asked_to_cut);
        let uses = database.uses();
        let (since, at) = asked.get();
        if may_be_changed || uses != at && since.elapsed() > NOW_AND_THEN {
            let sql = if may_be_changed {
                CUT_CONNECTING
            } else {
                CUT_ENDED
            };
            let answer = database.query(sql, &[]);
            if answer.is_err_and(|error| error.is_unknown_function()) {
                let _ = database.query(CUT_ENDED, &[]); // a database of an older version
            }
            if may_be_changed && self.has_standby() {
                self.note_last_change(database.place().ok().flatten());
            }
            asked.set((Instant::now(), database.uses()));
            if let Some(kept) = self.0.kept.get() {
                kept.note();
            }
        }
    }

    /// Ends an open session at once and returns what it was: one of mine; as an admin, anybody's.
    ///
    /// `id` is its id, or as much of its beginning as no other session has.
    ///
    /// # Errors
    /// No session that I may end begins like this, or several do; and as [`Session::sessions`].
    pub fn end_session(&self, id: &str) -> Result<OpenSession> {
        self.may_write()?;
        let session = one(self.sessions()?, id)?;
        let sql = "select auth.end_session($1::uuid)";
        let id = Value::Text(session.id.clone());
        let rows = self.database().query(sql, &[id]);
        let rows = rows.map_err(|error| self.refine(error))?;
        match Row::first_value(&rows)? {
            Some(Value::Bool(true)) => {
                self.cut_ended(true);
                Ok(session)
            }
            _ => Err(Error::failed("that session has ended meanwhile")),
        }
    }
}

impl OpenSession {
    /// The statement that reads them.
    pub(super) fn all() -> (String, Vec<Value>) {
        (SELECT.to_owned(), Vec::new())
    }

    /// What completion offers of a row of that statement: the id, and whose it is.
    pub(super) fn suggested(row: &Row) -> Result<(String, String)> {
        let session = Self::read(row)?;
        let current = if session.current { " · this one" } else { "" };
        let since = Value::Timestamp(session.started.trunc_subsecs(0));
        let about = format!("{} · since {since}{current}", session.full_name);
        Ok((session.id, about))
    }

    /// What is shown of sessions, as a table's content.
    #[must_use]
    pub fn table(sessions: Vec<Self>) -> Rows {
        let columns = [
            ("id", Type::Text),
            ("who", Type::Text),
            ("email", Type::Text),
            ("started", Type::Timestamp),
            ("expires", Type::Timestamp),
            ("current", Type::Bool),
        ];
        let column = |(name, kind): (&str, Type)| Column {
            name: name.to_owned(),
            kind: Some(kind),
        };
        Rows {
            columns: columns.map(column).into(),
            rows: sessions.into_iter().map(Self::values).collect(),
        }
    }

    fn values(self) -> Vec<Value> {
        vec![
            Value::Text(self.id),
            Value::Text(self.full_name),
            Value::Text(self.email),
            Value::Timestamp(self.started),
            Value::Timestamp(self.expires),
            Value::Bool(self.current),
        ]
    }

    fn read(row: &Row) -> Result<Self> {
        let text = |index| match row.get(index)? {
            Value::Text(text) => Ok(text),
            _ => Err(not_understood()),
        };
        let moment = |index| match row.get(index)? {
            Value::Timestamp(moment) => Ok(moment),
            _ => Err(not_understood()),
        };
        Ok(Self {
            id: text(0)?,
            full_name: text(1)?,
            email: text(2)?,
            started: moment(3)?,
            expires: moment(4)?,
            current: row.get(5)? == Value::Bool(true),
        })
    }
}

/// The one session whose id begins like this.
fn one(sessions: Vec<OpenSession>, id: &str) -> Result<OpenSession> {
    let id = id.trim().to_lowercase();
    let mut found = sessions
        .into_iter()
        .filter(|session| !id.is_empty() && session.id.starts_with(&id));
    match (found.next(), found.next()) {
        (Some(session), None) => Ok(session),
        (Some(_), Some(_)) => Err(Error::usage(format!("several sessions begin with '{id}'"))
            .hint("write more of the id; epic sessions (:sessions in the shell) lists them")),
        (None, _) => Err(Error::failed(format!("there is no open session '{id}'"))
            .hint("epic sessions (:sessions in the shell) lists those that you may end")),
    }
}

fn not_understood() -> Error {
    Error::fault("the database's answer about sessions can't be understood")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(id: &str) -> OpenSession {
        OpenSession {
            id: id.to_owned(),
            full_name: "Marie Durand".to_owned(),
            email: "marie@epic.events".to_owned(),
            started: DateTime::UNIX_EPOCH,
            expires: DateTime::UNIX_EPOCH,
            current: false,
        }
    }

    #[test]
    fn the_beginning_of_an_id_is_enough_when_only_one_has_it() {
        let find = |id| one(vec![session("7524-a"), session("7525-b")], id);
        assert_eq!(find(" 7525").unwrap().id, "7525-b");
        assert_eq!(find("7524-A").unwrap().id, "7524-a");
        assert_eq!(
            find("752").unwrap_err().message,
            "several sessions begin with '752'"
        );
        assert_eq!(find("").unwrap_err().message, "there is no open session ''");
        assert!(find("8").is_err());
    }
}
