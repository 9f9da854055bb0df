//! Why a record was not changed: refused, gone, or changed since it was read.

use super::rights;
use crate::api::record::Record;
use crate::catalog::Action;
use crate::error::Error;
use crate::value::Value;

impl Record {
    /// The database refused with an error.
    pub(in crate::api) fn refusal(&self, error: Error, action: Action, fields: &[&str]) -> Error {
        let error = self.session.refine(error);
        if !rights::is_bare_refusal(&error) {
            return error;
        }
        let refused = self.session.refused_fields(self.entity(), action, fields);
        refused.unwrap_or_else(|| {
            // The transaction failed by this refusal: only another connection answers.
            let why = self.why_apart(action).ok();
            let what = self.label();
            self.session.refused(self.entity(), action, &what, why)
        })
    }

    /// The database touched no row: it is gone, somebody changed it, or it may not be touched.
    pub(in crate::api) fn untouched(&self, action: Action, fields: &[&str]) -> Error {
        match self.id().and_then(|id| {
            self.session
                .collection(&self.entity().name)?
                .with_id(id)
                .first()
        }) {
            Ok(Some(now)) => self.conflict(&now, fields).unwrap_or_else(|| {
                let why = now.why(action).ok();
                let what = self.label();
                self.session.refused(self.entity(), action, &what, why)
            }),
            Ok(None) => Error::failed(format!("{} is not there any more", self.label())),
            Err(error) => error,
        }
    }

    /// What was changed since the row was read, among some fields: by somebody else, or by me through
    /// another record.
    fn conflict(&self, now: &Self, fields: &[&str]) -> Option<Error> {
        let differs = |name: &&&str| Some(self.as_read(name).ok()? != now.as_read(name).ok()?);
        let changed: Vec<&&str> = fields
            .iter()
            .filter(|name| differs(name) == Some(true))
            .collect();
        let shown = |record: &Self, name: &str| match record.as_read(name) {
            Ok(Value::Null) | Err(_) => "empty".to_owned(),
            Ok(value) => format!("'{value}'"),
        };
        let error = Error::failed(format!("{} was changed since it was read", self.label()));
        let error = changed.iter().fold(error, |error, name| {
            error.hint(format!(
                "{name} was {}, and is {} now",
                shown(self, name),
                shown(now, name)
            ))
        });
        let id = self.id().unwrap_or_default();
        let read_again = format!(
            "nothing was overwritten; read it again: {}.get({id})",
            self.entity().name
        );
        (!changed.is_empty()).then(|| error.hint(read_again))
    }
}
