//! Taking a run back, under the rights of whoever does it.
//!
//! What the run came to is turned round row by row: created rows go, deleted ones come back with their ids, updated
//! ones get back what they had, field by field. It is refused as a whole where somebody changed a row since, or a right
//! is missing. All of it is plain inserts, updates and deletes of the session; nothing here can do more than its user.

mod apply;
mod hold;
mod keys;
mod obstacles;
mod plan;
mod rights;
mod undoing;

use super::outcome::Outcome;
use super::recording::{Recording, Script};
use crate::api::changes::{Changes, Counts};
use crate::api::session::Session;
use crate::api::transaction::Transaction;
use crate::catalog::Action;
use crate::error::{Error, Result};
use crate::store::Row;
use crate::value::{Json, Value};
use keys::Key;
use obstacles::Obstacles;
use plan::Step;
use undoing::Undoing;
use uuid::Uuid;

/// What an undo is called among the runs.
const NAME: &str = "undo";

/// A run that was taken back, in a unit of work that is open: kept by [`Undo::commit`], and rolled back when this is
/// dropped. It is a run itself, and can be taken back.
pub struct Undo {
    counts: Counts,
    notes: Vec<String>,
    // The unit of work ends before what is written down about it.
    open: Transaction,
    recording: Recording,
}

impl Undo {
    /// How many rows it changes.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What it changes, row by row.
    ///
    /// # Errors
    /// The database can't be reached.
    pub fn changes(&self) -> Result<Changes> {
        self.open.changes()
    }

    /// What does not come back by it, and what to do about that.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The run that it is.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        self.recording.id()
    }

    /// Keeps it.
    ///
    /// # Errors
    /// The database refuses, or the connection is lost. Then nothing is kept.
    pub fn commit(self) -> Result<()> {
        let done = self.open.commit();
        self.recording.end(Outcome::of(&done), None);
        done
    }

    /// Ends it after it was shown, and keeps nothing: it was only tried.
    pub fn end_dry(self) {
        drop(self.open);
        self.recording.end(Outcome::Dry, Some(&self.counts));
    }
}

impl Session {
    /// Takes a run back in a unit of work of its own, and leaves it open whether that is kept. That is a run, too.
    ///
    /// # Errors
    /// There is no such run, nothing of it was kept, it was undone already or stays by design; rows were changed since;
    /// a right is missing, or a rule of the business says no. The error lists what stands in the way, and nothing is
    /// changed.
    pub fn undo(&self, run: Uuid) -> Result<Undo> {
        self.may_write()?;
        if self.database().in_transaction() {
            return Err(Error::failed("a run is undone on its own")
                .hint("end the transaction that is open first"));
        }
        let recording = self.record(&Script {
            name: NAME.to_owned(),
            sha256: None,
            parameters: Json::known("{}"),
            undoes: Some(run),
            stays: None,
        })?;
        let open = self.begin()?;
        let (counts, notes) = Undoing::new(self, run).turn_round()?;
        Ok(Undo {
            counts,
            notes,
            open,
            recording,
        })
    }

    /// The last run of this session that changed something and was not taken back; undos are left out.
    ///
    /// # Errors
    /// There is none; the database can't be reached, or the session has ended.
    pub fn last_run(&self) -> Result<Uuid> {
        let rows = self.database().query("select audit.last_run()", &[]);
        let rows = rows.map_err(|error| self.refine(error))?;
        match Row::first_value(&rows)? {
            Some(Value::Uuid(run)) => Ok(run),
            _ => Err(
                Error::failed("this session changed nothing that could be undone")
                    .hint("epic runs (:runs in the shell) lists earlier ones: epic undo RUN"),
            ),
        }
    }
}

impl Undoing<'_> {
    /// Gives what that changes, and what does not come back by it.
    fn turn_round(&self) -> Result<(Counts, Vec<String>)> {
        let hold = "select audit.hold_for_undo($1)";
        self.query(hold, std::slice::from_ref(&self.run))?;
        let steps = Step::of_run(self)?;
        if steps.is_empty() {
            return Err(
                Error::failed(format!("{} changed nothing after all", self.name))
                    .hint("what it changed, it changed back itself"),
            );
        }
        let keys = Key::all(self)?;
        let mut obstacles = Obstacles::default();
        for step in &steps {
            if self.check_rights(step, &mut obstacles)? {
                self.hold(step, &mut obstacles)?;
            }
        }
        self.unless(obstacles)?;
        let steps = keys::in_order(steps, &keys);
        self.apply(&steps, &keys)?;
        let counts = steps.iter().map(Step::count).collect();
        Ok((Counts::new(counts), without_passwords(&steps)))
    }
}

/// A password is nowhere but where it proves something: it went with its collaborator.
fn without_passwords(steps: &[Step]) -> Vec<String> {
    let accounts = |step: &&Step| step.did == Action::Delete && step.entity.name == "collaborators";
    let note = |step: &Step| match step.rows {
        1 => "the collaborator who is back has no password: collaborators.get(…).set_password()"
            .to_owned(),
        rows => format!(
            "the {rows} collaborators who are back have no passwords: collaborators.get(…).set_password()"
        ),
    };
    steps.iter().filter(accounts).map(note).collect()
}
