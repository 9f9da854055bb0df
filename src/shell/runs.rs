//! Runs as people read them: a list, or one with what it changed.

use super::printer::Printer;
use crate::api::{Outcome, RunRecord, Session, Wanted};
use crate::error::Result;
use crate::render::{Format, thousands};
use crate::rows::{Column, Rows};
use crate::script;
use crate::value::{Json, Value};
use std::time::Instant;

impl Printer {
    /// Lists runs, and says when there are more; `option` is how to ask for them.
    ///
    /// # Errors
    /// The database can't be reached, or standard output can't be written.
    pub fn runs(
        &self,
        session: &Session,
        wanted: &Wanted,
        option: &str,
        since: Instant,
    ) -> Result<()> {
        let most = wanted.most.map(|most| most.saturating_add(1));
        let mut runs = session.runs(&Wanted {
            most,
            ..wanted.clone()
        })?;
        let are_more = wanted
            .most
            .is_some_and(|most| runs.len() as u64 > u64::from(most));
        if let (true, Some(most)) = (are_more, wanted.most) {
            runs.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        }
        let rows = if self.is_for_people() {
            RunRecord::table(&runs)
        } else {
            RunRecord::rows(runs)
        };
        self.rows(&rows, since)?;
        if let (true, Some(most)) = (are_more, wanted.most) {
            let more = u64::from(most).saturating_mul(10);
            self.hint(&format!(
                "these are the newest {}, and there are more: {option} {more}",
                thousands(most.into())
            ));
        }
        Ok(())
    }

    /// Shows a run, and what it changed row by row; `all` of them, or the first ones.
    ///
    /// # Errors
    /// There is no such run; and as [`Printer::runs`].
    pub fn run(&self, session: &Session, id: &str, all: bool) -> Result<()> {
        let since = Instant::now();
        let run = session.run_record(id)?;
        let kept = (run.outcome == Outcome::Done)
            .then(|| session.changes_of(run.id))
            .transpose()?;
        if !self.is_for_people() {
            return match kept {
                Some(changes) => self.changes(&changes, true)?.finish(),
                None => self.no_changes()?.finish(),
            };
        }
        let counted = run.counts.to_string();
        let outcome = run.outcome;
        self.show(script::Outcome::Row(facts(run)), since)?
            .finish()?;
        match kept {
            Some(changes) if !changes.counts.is_empty() => {
                self.text("")?;
                self.changes(&changes, all)?.finish()
            }
            _ if counted.is_empty() => {
                self.hint("it changed nothing");
                Ok(())
            }
            _ => {
                self.hint(&format!(
                    "it was {outcome}, and nothing was kept of: {counted}"
                ));
                Ok(())
            }
        }
    }

    /// Whether people read the results, and not programs.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Table | Format::Vertical)
    }
}

/// What is known of a run, less what is empty.
fn facts(run: RunRecord) -> Rows {
    let outcome = Value::Text(run.outcome_in_words());
    let all = RunRecord::rows(vec![run]);
    let values = all.rows.into_iter().flatten();
    let mut known: Vec<(Column, Value)> = all.columns.into_iter().zip(values).collect();
    for (column, value) in &mut known {
        if column.name == "outcome" {
            value.clone_from(&outcome);
        }
    }
    known.retain(|(column, value)| {
        let is_empty = match value {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::Json(json) => *json == Json::known("{}"),
            _ => false,
        };
        !is_empty && !matches!(column.name.as_str(), "undoes" | "undone_by")
    });
    let (columns, row) = known.into_iter().unzip();
    Rows {
        columns,
        rows: vec![row],
    }
}
