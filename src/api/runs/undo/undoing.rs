//! A run that is being taken back, as all steps of that know it.

use super::obstacles::Obstacles;
use crate::api::session::Session;
use crate::error::Result;
use crate::store::Row;
use crate::value::Value;
use uuid::Uuid;

/// A run that is being taken back.
pub(super) struct Undoing<'a> {
    pub(super) session: &'a Session,
    pub(super) run: Value,
    /// What it is called in messages.
    pub(super) name: String,
}

impl<'a> Undoing<'a> {
    pub(super) fn new(session: &'a Session, run: Uuid) -> Self {
        let id = run.to_string();
        Self {
            session,
            run: Value::Uuid(run),
            name: format!("run {}", &id[..8]),
        }
    }

    /// An error that lists what stands in the way, if anything does.
    pub(super) fn unless(&self, mut obstacles: Obstacles) -> Result<()> {
        if obstacles.lack_rights() {
            obstacles.could_be_undone_by(&self.admins()?);
        }
        obstacles.error(&self.name).map_or(Ok(()), Err)
    }

    pub(super) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let rows = self.session.database().query(sql, params);
        rows.map_err(|error| self.session.refine(error))
    }
}
