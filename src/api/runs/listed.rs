//! Which runs there were, and how they ended.

use super::outcome::Outcome;
use crate::api::changes::Counts;
use crate::api::session::Session;
use crate::error::{Error, Result};
use crate::rows::{Column, Rows};
use crate::store::Row;
use crate::value::{Json, Type, Value};
use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// How many runs are listed when nobody says how many.
pub const LIMIT: u32 = 20;

/// How much of an id people are shown.
const SHORT: usize = 8;

/// A run, as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// Its id.
    pub id: Uuid,
    /// The name or the path of the script; `entry` for what is no saved script.
    pub script: String,
    /// The hash of its text.
    pub sha256: Option<String>,
    /// What it was given.
    pub parameters: Json,
    /// The e-mail of who ran it.
    pub who: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended, as far as is known.
    pub ended: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Outcome,
    /// What it changed, or what a dry run would have changed.
    pub counts: Counts,
    /// The run that it took back.
    pub undoes: Option<Uuid>,
    /// The run that took it back.
    pub undone_by: Option<Uuid>,
}

/// Which runs are wanted; all, by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Those that began then or later.
    pub since: Option<DateTime<Utc>>,
    /// Those of this script.
    pub script: Option<String>,
    /// Those of the person with this e-mail.
    pub by: Option<String>,
    /// So many at most, the newest.
    pub most: Option<u32>,
}

const SELECT: &str = "
    select id, script, sha256, parameters, who, started, ended, outcome, changed, undoes, undone_by
      from audit.list_runs";

impl Session {
    /// Runs, the newest first: mine; as an admin, everybody's.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn runs(&self, wanted: &Wanted) -> Result<Vec<RunRecord>> {
        let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let params = [
            text(wanted.since.map(|since| since.to_rfc3339())),
            text(wanted.script.clone()),
            text(wanted.by.clone()),
            text(wanted.most.map(|most| most.to_string())),
        ];
        let sql = format!(
            "{SELECT}(since => $1::timestamptz, of_script => $2, by_whom => $3, most => $4::int)"
        );
        self.read_runs(&sql, &params)
    }

    /// The run whose id begins like this, if there is no other: one of mine; as an admin, anybody's.
    ///
    /// # Errors
    /// There is none, or several; and as [`Session::runs`].
    pub fn run_record(&self, id: &str) -> Result<RunRecord> {
        let id = id.trim();
        let sql = format!("{SELECT}(begins_with => $1, most => 2)");
        let mut found = self.read_runs(&sql, &[Value::Text(id.to_owned())])?;
        match (found.pop(), found.pop()) {
            (Some(run), None) => Ok(run),
            (Some(_), Some(_)) => Err(Error::usage(format!("several runs begin with '{id}'"))
                .hint("write more of the id: epic runs --format json has all of it")),
            (None, _) => Err(Error::failed(format!("there is no run '{id}'"))
                .hint("epic runs (:runs in the shell) lists yours; an admin sees everybody's")),
        }
    }

    fn read_runs(&self, sql: &str, params: &[Value]) -> Result<Vec<RunRecord>> {
        let rows = self.database().read(sql, params);
        let rows = rows.map_err(|error| self.refine(error))?;
        rows.iter().map(RunRecord::read).collect()
    }
}

impl RunRecord {
    /// The statement that reads the newest.
    pub(in crate::api) fn newest(most: u32) -> (String, Vec<Value>) {
        let most = Value::Text(most.to_string());
        (format!("{SELECT}(most => $1::int)"), vec![most])
    }

    /// What completion offers of a row of that statement: the id, and what it was.
    pub(in crate::api) fn suggested(row: &Row) -> Result<(String, String)> {
        let run = Self::read(row)?;
        let started = Value::Timestamp(run.started.trunc_subsecs(0));
        let about = format!("{} · {started} · {}", run.script, run.counts);
        Ok((run.short_id(), about))
    }

    /// As much of the id as people need.
    #[must_use]
    pub fn short_id(&self) -> String {
        short(self.id)
    }

    /// What people are told of the outcome: also that it was undone, or undid another.
    #[must_use]
    pub fn outcome_in_words(&self) -> String {
        let mut words = self.outcome.to_string();
        for (relation, run) in [("undoes", self.undoes), ("undone by", self.undone_by)] {
            if let Some(run) = run {
                words = format!("{words}, {relation} {}", short(run));
            }
        }
        words
    }

    /// What people are shown of runs.
    #[must_use]
    pub fn table(runs: &[Self]) -> Rows {
        let names = ["run", "started", "script", "outcome", "changed", "who"];
        let columns = names.map(|name| Column {
            name: name.to_owned(),
            kind: Some(match name {
                "started" => Type::Timestamp,
                _ => Type::Text,
            }),
        });
        let row = |run: &Self| {
            vec![
                Value::Text(run.short_id()),
                Value::Timestamp(run.started.trunc_subsecs(0)),
                Value::Text(run.script.clone()),
                Value::Text(run.outcome_in_words()),
                Value::Text(run.counts.to_string()),
                Value::Text(run.who.clone()),
            ]
        };
        Rows {
            columns: columns.into(),
            rows: runs.iter().map(row).collect(),
        }
    }

    /// All that is known of runs, for programs and scripts.
    #[must_use]
    pub fn rows(runs: Vec<Self>) -> Rows {
        let columns = [
            ("id", Type::Uuid),
            ("script", Type::Text),
            ("outcome", Type::Text),
            ("changed", Type::Text),
            ("who", Type::Text),
            ("started", Type::Timestamp),
            ("ended", Type::Timestamp),
            ("parameters", Type::Json),
            ("sha256", Type::Text),
            ("undoes", Type::Uuid),
            ("undone_by", Type::Uuid),
        ];
        let column = |(name, kind): (&str, Type)| Column {
            name: name.to_owned(),
            kind: Some(kind),
        };
        Rows {
            columns: columns.map(column).into(),
            rows: runs.into_iter().map(Self::values).collect(),
        }
    }

    fn values(self) -> Vec<Value> {
        let uuid = |id: Option<Uuid>| id.map_or(Value::Null, Value::Uuid);
        vec![
            Value::Uuid(self.id),
            Value::Text(self.script),
            Value::Text(self.outcome.to_string()),
            Value::Text(self.counts.to_string()),
            Value::Text(self.who),
            Value::Timestamp(self.started),
            self.ended.map_or(Value::Null, Value::Timestamp),
            Value::Json(self.parameters),
            self.sha256.map_or(Value::Null, Value::Text),
            uuid(self.undoes),
            uuid(self.undone_by),
        ]
    }

    fn read(row: &Row) -> Result<Self> {
        let values = row.values()?;
        let [
            Value::Uuid(id),
            Value::Text(script),
            sha256,
            Value::Json(parameters),
            Value::Text(who),
            Value::Timestamp(started),
            ended,
            Value::Text(outcome),
            changed,
            undoes,
            undone_by,
        ] = values.as_slice()
        else {
            return Err(Error::fault(
                "the database's answer about runs can't be understood",
            ));
        };
        let uuid = |value: &Value| match value {
            Value::Uuid(id) => Some(*id),
            _ => None,
        };
        Ok(Self {
            id: *id,
            script: script.clone(),
            sha256: match sha256 {
                Value::Text(sha256) => Some(sha256.clone()),
                _ => None,
            },
            parameters: parameters.clone(),
            who: who.clone(),
            started: *started,
            ended: match ended {
                Value::Timestamp(ended) => Some(*ended),
                _ => None,
            },
            outcome: Outcome::named(outcome)?,
            counts: match changed {
                Value::Json(changed) => Counts::read(changed),
                _ => Counts::default(),
            },
            undoes: uuid(undoes),
            undone_by: uuid(undone_by),
        })
    }
}

fn short(id: Uuid) -> String {
    id.to_string().chars().take(SHORT).collect()
}
