//! What only reads may be done by a standby: when, and what is to be known about that.

use super::session::Session;
use super::sessions::{CUT_ENDED, NOW_AND_THEN};
use super::sql_uses::sql_only_reads;
use super::transaction::Transaction;
use crate::access::LastChange;
use crate::error::{Error, Result};
use crate::store::{Place, Standing};
use std::time::Instant;

const TO_PRIMARY: &str = "what only reads goes to the primary";

impl Session {
    /// Whether there is a standby that may do what only reads.
    #[must_use]
    pub fn has_standby(&self) -> bool {
        self.database().has_replica()
    }

    /// Whether the unit of work that is open, or the last one, was done by the standby.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        self.database().is_beside()
    }

    /// Works on SQL in a unit of work, which is left open. A statement that only reads, as far as its text tells, is done
    /// by the standby, if there is one; when that refuses it, nothing was done nor given, and it is done again here.
    ///
    /// # Errors
    /// As [`Session::begin`], and what `work` returns.
    pub fn with_sql<T>(
        &self,
        text: &str,
        mut work: impl FnMut() -> Result<T>,
    ) -> Result<(Transaction, T)> {
        if self.has_standby() && sql_only_reads(text) {
            let open = self.begin_reading()?;
            match work() {
                Err(error) if self.is_beside() && error.is_read_only() => drop(open),
                done => return done.map(|done| (open, done)),
            }
        }
        let open = self.begin()?;
        work().map(|done| (open, done))
    }

    /// The standby's name, and how it stands to its primary now; nothing when there is none.
    ///
    /// # Errors
    /// It can't be reached, or refuses the session.
    #[must_use]
    pub fn standby(&self) -> Option<(String, Result<Standing>)> {
        let (name, standing) = self.database().ask_replica()?;
        Some((name, standing.map_err(|error| self.refine(error))))
    }

    /// Where what only reads is done, as a sentence without a final stop; nothing when there is no standby for it.
    #[must_use]
    pub fn reading_place(&self) -> Option<String> {
        let (name, standing) = self.standby()?;
        Some(reading_place(&name, &standing))
    }

    /// Whether it is known what the standby that is to be read from has to have: what this session changed, in other
    /// programs too.
    pub(super) fn sees_last_change(&self) -> bool {
        if self.0.is_last_change_unknown.get() {
            let place = self.database().place();
            self.note_last_change(place.ok().flatten());
        }
        let file = self.0.last_change.get();
        if let Some(place) = file.and_then(LastChange::load) {
            self.database().must_see(place);
        }
        !self.0.is_last_change_unknown.get()
    }

    /// Takes note of where the last change is.
    pub(super) fn note_last_change(&self, place: Option<Place>) {
        self.0.is_last_change_unknown.set(place.is_none());
        let Some(place) = place else { return };
        self.database().must_see(place);
        if let Some(file) = self.0.last_change.get() {
            file.save(place);
        }
    }

    /// Lets the standby cut the connections of sessions that are over, now and then while somebody reads there.
    pub(super) fn cut_ended_beside(&self) {
        let asked = &self.0.asked_to_cut_beside;
        if asked.get().elapsed() > NOW_AND_THEN {
            self.database().query_beside(CUT_ENDED);
            asked.set(Instant::now());
        }
    }
}

/// Where what only reads is done, of what [`Session::standby`] says: as a sentence without a final stop.
#[must_use]
pub fn reading_place(name: &str, standing: &Result<Standing>) -> String {
    match standing {
        Ok(standing) if standing.follows => {
            let lag = standing.lag();
            let lag = lag.unwrap_or_else(|| "it has all that it was sent".to_owned());
            format!("what only reads is done by {name}, a standby: {lag}")
        }
        Ok(_) => format!("{name} is no standby: {TO_PRIMARY}"),
        Err(error) => format!("{}: {TO_PRIMARY}", error.message),
    }
}

/// A change that was taken for reading, and sent to a standby.
pub(super) fn misjudged() -> Error {
    Error::failed(
        "this was taken for something that only reads, and sent to the standby: nothing is changed",
    )
    .hint("run it again: then it goes to the primary")
}
