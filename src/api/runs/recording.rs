//! A saved script's run is written down on a connection of its own, so that it leaves a trace also when nothing of
//! it is kept. Its transaction joins the run before its first change (`audit.join_run`).

use super::outcome::Outcome;
use crate::api::changes::Counts;
use crate::api::session::Session;
use crate::error::{Error, Result};
use crate::store::{Held, Row, interrupt};
use crate::value::{Json, Value, hex};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What is written down of a script that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its name, or the path of its file.
    pub name: String,
    /// The hash of its text: sha256 in hexadecimal.
    pub sha256: Option<String>,
    /// What it was given, as an object. No secrets.
    pub parameters: Json,
    /// The run that it takes back.
    pub undoes: Option<Uuid>,
    /// Why it can't be taken back; nothing where it can.
    pub stays: Option<String>,
}

impl Script {
    /// A script by its name or path, and its text.
    ///
    /// ```
    /// let script = epic::api::Script::new("follow-ups", "clients.stale(30.days)");
    /// assert_eq!(script.sha256.unwrap().len(), 64);
    /// ```
    #[must_use]
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        Self {
            name: name.into(),
            sha256: Some(hex(&Sha256::digest(text))),
            parameters: Json::known("{}"),
            undoes: None,
            stays: None,
        }
    }
}

/// A run that is being recorded: the next unit of work of its session that changes something is its transaction.
/// Dropped without [`Recording::end`], it failed, or was interrupted.
pub struct Recording {
    session: Session,
    /// None where nothing can be written down, nor changed: at a server that follows another one, or in a session that
    /// only reads.
    written: Option<(Uuid, Held)>,
}

impl Session {
    /// Begins to record a run. Where the server only follows another one, or this session only reads, nothing can be
    /// changed, and nothing is recorded.
    ///
    /// # Errors
    /// The database can't be reached, gives no second connection, or the session has ended. There is no such run to
    /// take back.
    pub fn record(&self, script: &Script) -> Result<Recording> {
        if self.only_reads() {
            return Ok(Recording {
                session: self.clone(),
                written: None,
            });
        }
        let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let params = [
            Value::Text(script.name.clone()),
            text(script.sha256.clone()),
            Value::Text(script.parameters.text().to_owned()),
            text(script.undoes.map(|run| run.to_string())),
            text(script.stays.clone()),
        ];
        let sql = "select audit.begin_run($1, $2, $3::jsonb, $4::uuid, $5)";
        let begun = self.database().hold(sql, &params);
        let written = match begun {
            Ok((recorder, rows)) => match Row::first_value(&rows)? {
                Some(Value::Uuid(id)) => Some((id, recorder)),
                _ => return Err(Error::fault("the database gave a run no id")),
            },
            Err(error) if error.is_read_only() => None, // a server that only follows another one
            Err(error) => return Err(self.refine(error)),
        };
        let recording = Recording {
            session: self.clone(),
            written,
        };
        self.database().before_changes(recording.join());
        Ok(recording)
    }
}

impl Recording {
    /// The run's id, if it is recorded.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        self.written.as_ref().map(|(id, _)| *id)
    }

    /// The statement by which a transaction becomes that of the run.
    pub(in crate::api) fn join(&self) -> Option<String> {
        self.id().map(|id| format!("select audit.join_run('{id}')"))
    }

    /// Writes down how it ended, and for a dry run what it would have changed. To be called after its unit of work
    /// was committed or rolled back.
    ///
    /// That this can't be written down is no failure of what was done: then the database finds out by itself (it was
    /// kept, or it is lost).
    pub fn end(mut self, outcome: Outcome, counts: Option<&Counts>) {
        self.write(outcome, counts);
    }

    fn write(&mut self, outcome: Outcome, counts: Option<&Counts>) {
        self.session.database().before_changes(None);
        let Some((id, recorder)) = self.written.take() else {
            return;
        };
        let counted = counts.map_or(Value::Null, |counts| Value::Text(counts.json().to_string()));
        let params = [
            Value::Text(id.to_string()),
            Value::Text(outcome.word().to_owned()),
            counted,
        ];
        let sql = "select audit.end_run($1::uuid, $2, $3::jsonb)";
        let _ = recorder.query_at_last(sql, &params);
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let outcome = if interrupt::requested() {
            Outcome::Interrupted
        } else {
            Outcome::Failed
        };
        self.write(outcome, None);
    }
}
