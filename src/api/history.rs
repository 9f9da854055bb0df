//! What happened to a row: from the audit, which the database itself writes.

use super::collection::Collection;
use super::record::Record;
use crate::error::{Error, Result};
use crate::rows::Rows;
use crate::store::{Answer, Parameters};
use crate::value::Value;

impl Record {
    /// What happened to the row, the oldest change first: when, who, what was done, and for each field
    /// what it was and what it became.
    ///
    /// # Errors
    /// The row belongs to no table; the database can't be reached, or the session has ended.
    pub fn history(&self) -> Result<Rows> {
        self.table()?.history_of(self.id()?)
    }
}

impl Collection {
    /// What happened to the row with an id, which may be deleted. Without rows, there never was one.
    ///
    /// # Errors
    /// As [`Record::history`].
    pub fn history(&self, id: i64) -> Result<Rows> {
        self.history_of(Value::Int(id))
    }

    fn history_of(&self, id: Value) -> Result<Rows> {
        if !self.select().is_of_table() {
            return Err(Error::failed("computed rows have no history"));
        }
        // On a narrow screen the columns in the middle are left out: those that say what changed are not.
        let sql = "select date_trunc('second', \"when\") as \"when\", field, who, run, action, before, after
             from audit.history_by_field($1::text::regclass, $2)";
        let params = [Value::Text(self.entity().name.clone()), id];
        let answer = self
            .session()
            .database()
            .adhoc_reading(sql, Parameters::Values(&params));
        match answer.map_err(|error| self.session().refine(error))? {
            Answer::Rows(rows) => Ok(rows),
            _ => Err(Error::fault("the audit gave no rows")),
        }
    }
}
