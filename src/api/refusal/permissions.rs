//! May I, and why not: what the rules of who may do what say about a row or a collection.
//!
//! Nothing here decides anything: the database does, and the rules of the business may still say no.

use super::reasons::{Reason, Reasons, you_are};
use super::verdict::Verdict;
use crate::api::collection::Collection;
use crate::api::record::Record;
use crate::api::session::Session;
use crate::catalog::{Action, Entity, Person};
use crate::error::{Error, Result};
use crate::store::Database;
use crate::value::Value;

impl Collection {
    /// Whether I may do something here at all; rows may still be refused.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn can(&self, action: Action) -> Result<bool> {
        Ok(self.why(action)?.allowed)
    }

    /// Which rules allow something here, and which of them are for me. No statement is sent.
    ///
    /// # Errors
    /// As [`Collection::can`].
    pub fn why(&self, action: Action) -> Result<Reasons> {
        let (entity, me) = (self.entity(), self.session().me()?);
        let rules = entity
            .rules_for(action)
            .map(|rule| Reason::of_table(rule, &me))
            .collect();
        Ok(Reasons::new(entity, action, entity.name.clone(), rules))
    }
}

impl Record {
    /// Whether I may do something with this row.
    ///
    /// # Errors
    /// The database can't be reached, or the session has ended.
    pub fn can(&self, action: Action) -> Result<bool> {
        Ok(self.why(action)?.allowed)
    }

    /// Which rules allow something with this row, what of them fails for me, and who could do it: one
    /// statement. About creating, the row does not matter.
    ///
    /// # Errors
    /// As [`Record::can`].
    pub fn why(&self, action: Action) -> Result<Reasons> {
        self.why_by(self.session().database(), action)
            .map_err(|error| self.session().refine(error))
    }

    /// As [`Record::why`], when the open transaction failed and answers nothing any more.
    pub(in crate::api) fn why_apart(&self, action: Action) -> Result<Reasons> {
        self.why_by(&Database::new(self.session().server().clone()), action)
    }

    fn why_by(&self, database: &Database, action: Action) -> Result<Reasons> {
        // Rows that a query computed belong to no table, or to one with other fields.
        let of_table = self.table()?;
        if action == Action::Insert {
            return of_table.why(action);
        }
        let entity = of_table.entity();
        let me = self.session().me()?;
        let sql = "select policy::text, holds, trades::text[], whose, could, condition
                     from epic.why($1::text::regclass, $2, $3)";
        let params = [
            Value::Text(entity.name.clone()),
            Value::Text(action.command().to_owned()),
            self.id()?,
        ];
        let rows = database.read(sql, &params)?;
        let rules = rows
            .iter()
            .map(|row| Verdict::read(row)?.of_row(self, &me))
            .collect::<Result<_>>()?;
        Ok(Reasons::new(entity, action, self.label(), rules))
    }
}

impl Session {
    /// The refusal of fields that my rights do not include, with the rules whose people may give them.
    pub(in crate::api) fn refused_fields(
        &self,
        entity: &Entity,
        action: Action,
        fields: &[&str],
    ) -> Option<Error> {
        super::rights::refused_fields(entity, action, fields, |rule, denied| {
            self.trades_that_may(entity, action, denied)
                .map_or(true, |trades| trades.iter().any(|trade| rule.is_for(trade)))
        })
    }

    /// The trades whose rights include fields: a rule on rows says nothing about columns.
    fn trades_that_may(
        &self,
        entity: &Entity,
        action: Action,
        fields: &[&str],
    ) -> Result<Vec<String>> {
        let sql = "select trade::text from unnest(enum_range(null::crm.staff_role)) as trade
                    where not exists (select from unnest(string_to_array($2, ',')) as field
                     where not has_column_privilege('epic_' || trade, $1::text::regclass, field, $3))";
        let params = [
            Value::Text(entity.name.clone()),
            Value::Text(fields.join(",")),
            Value::Text(action.command().to_owned()),
        ];
        // The transaction failed by the refusal: only another connection answers.
        let rows = Database::new(self.server().clone()).read(sql, &params)?;
        rows.iter().map(|row| Ok(row.get(0)?.to_string())).collect()
    }

    /// A refusal with the rules that would allow it; and what fails for me, as far as that is known.
    pub(in crate::api) fn refused(
        &self,
        entity: &Entity,
        action: Action,
        what: &str,
        why: Option<Reasons>,
    ) -> Error {
        let error = super::rights::refused(entity, action, what);
        let for_nobody_like_me = |me: &Person| {
            let mut rules = entity.rules_for(action).peekable();
            rules.peek().is_some() && rules.all(|rule| !rule.is_for(&me.role))
        };
        let trade = || {
            let me = self.me().ok()?;
            for_nobody_like_me(&me).then(|| you_are(&me))
        };
        match why.and_then(|reasons| reasons.why_not()).or_else(trade) {
            Some(reason) => error.hint(reason),
            None => error,
        }
    }
}
