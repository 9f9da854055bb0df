//! Turning a run round, one statement for each step.

use super::keys::Key;
use super::obstacles::Obstacles;
use super::plan::Step;
use super::undoing::Undoing;
use crate::api::refusal::rights::is_bare_refusal;
use crate::catalog::{Action, Field};
use crate::error::{Error, Result};
use crate::query::{self, Statement};
use crate::value::Value;

/// Keys are checked when everything is turned round: no order of tables is right for all of it.
const AT_THE_END: &str = "set constraints all deferred";
const NOW: &str = "set constraints all immediate";
/// SQLSTATE of a value that is there already.
const UNIQUE_VIOLATION: &str = "23505";

impl Undoing<'_> {
    pub(super) fn apply(&self, steps: &[Step], keys: &[Key]) -> Result<()> {
        let database = self.session.database();
        self.session.note_change();
        database.execute(AT_THE_END, &[])?;
        for step in steps {
            self.unless(self.list_taken_along(step, keys)?)?;
            self.turn_step_round(step)?;
        }
        let checked = database.savepoint(|| database.execute(NOW, &[]));
        let Err(error) = checked else {
            return Ok(());
        };
        // The step back has left the keys unchecked, and everything as it would be.
        self.unless(self.list_lost(keys)?)?;
        Err(self.failed(error))
    }

    fn turn_step_round(&self, step: &Step) -> Result<()> {
        let fields: Vec<&Field> = step.fields().collect();
        let statement = match step.did {
            Action::Insert => query::remove_again(&step.entity, &self.run),
            Action::Delete => query::bring_back(&step.entity, &fields, &self.run),
            _ => query::put_back(&step.entity, &fields, &self.run),
        };
        let Statement { text, params } = &statement;
        let database = self.session.database();
        let mut done = database.savepoint(|| database.execute(text, params));
        if step.did == Action::Update && done.as_ref().is_err_and(is_taken) {
            done = self
                .step_by_step(step)
                .and_then(|()| database.execute(text, params));
        }
        let done = done.map_err(|error| self.refusal(step, error))?;
        if done == step.rows {
            return Ok(());
        }
        self.unless(self.list_left(step)?)?;
        Err(Error::fault(format!(
            "{} of {} {} were undone",
            done, step.rows, step.entity.name
        )))
    }

    /// Values that must be unique were passed on from row to row: no single statement gives them all back. Each goes
    /// back the way it came, the newest change first.
    fn step_by_step(&self, step: &Step) -> Result<()> {
        let fields: Vec<&Field> = step
            .fields()
            .filter(|field| step.is_unique(field))
            .collect();
        let changes = query::changes_of(&step.entity, &fields, &self.run);
        let database = self.session.database();
        for row in database.query(&changes.text, &changes.params)? {
            let statement = query::put_back_one(&step.entity, &fields, &row.get(0)?, &row.get(1)?);
            database.execute(&statement.text, &statement.params)?;
        }
        Ok(())
    }

    /// The rows that are still there after they were deleted: a rule keeps them from me.
    fn list_left(&self, step: &Step) -> Result<Obstacles> {
        let mut obstacles = Obstacles::default();
        let statement = query::still_there(&step.entity, &self.run);
        for row in self.query(&statement.text, &statement.params)? {
            if let [Value::Int(id), Value::Int(all)] = row.values()?.as_slice() {
                self.refuse_row(&mut obstacles, step, step.undone_by(), *id)?;
                obstacles.more(&step.entity, 1, *all);
            }
        }
        Ok(obstacles)
    }

    /// A rule on rows says no, or one of the business.
    fn refusal(&self, step: &Step, error: Error) -> Error {
        let error = self.session.refine(error);
        if !is_bare_refusal(&error) {
            return self.failed(error);
        }
        let (entity, action) = (&step.entity, step.undone_by());
        let mut obstacles = Obstacles::default();
        let refusal = self.session.refused(entity, action, &entity.name, None);
        obstacles.refused(refusal, Vec::new());
        obstacles.error(&self.name).unwrap_or(error)
    }

    fn failed(&self, error: Error) -> Error {
        let mut error = self.session.refine(error);
        error.message = format!("{} can't be undone: {}", self.name, error.message);
        error
    }
}

/// Whether a value is taken that must be unique.
fn is_taken(error: &Error) -> bool {
    let cause = error.cause.as_ref();
    cause.is_some_and(|cause| cause.code == UNIQUE_VIOLATION)
}
