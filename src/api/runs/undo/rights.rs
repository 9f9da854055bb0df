//! The rights that taking a run back needs: which are missing, which rule has them, and who could.

use super::Undoing;
use super::obstacles::Obstacles;
use super::plan::Step;
use crate::api::record::Record;
use crate::api::refusal::listed;
use crate::catalog::{Action, Entity};
use crate::error::{Error, Result};
use crate::value::Value;

impl Undoing<'_> {
    /// Whether my rights include what turns a step round at all; rows may still be refused.
    pub(super) fn check_rights(&self, step: &Step, obstacles: &mut Obstacles) -> Result<()> {
        let (entity, action) = (&step.entity, step.undone_by());
        let reasons = self.session.collection(&entity.name)?.why(action)?;
        let fields: Vec<&str> = match action {
            Action::Delete => Vec::new(),
            _ => step.fields().map(|field| field.name.as_str()).collect(),
        };
        let is_mine = |field: &&str| reasons.fields.iter().any(|mine| mine == field);
        if reasons.allowed && fields.iter().all(is_mine) {
            return Ok(());
        }
        let of_fields = || self.session.refused_fields(entity, action, &fields);
        let refusal = reasons.allowed.then(of_fields).flatten();
        let refusal = refusal.unwrap_or_else(|| {
            let what = match step.rows {
                1 => format!("a {}", entity.singular()),
                rows => format!("{rows} {}", entity.name),
            };
            self.session.refused(entity, action, &what, Some(reasons))
        });
        obstacles.refused(self.with_those_who_could(refusal, entity, action)?);
        Ok(())
    }

    /// The refusal of one row.
    pub(super) fn refuse_row(&self, entity: &Entity, action: Action, id: i64) -> Result<Error> {
        let record: Option<Record> = self
            .session
            .collection(&entity.name)?
            .with_id(Value::Int(id))
            .first()?;
        let why = record.map(|record| record.why(action)).transpose()?;
        let could: Vec<String> = why
            .iter()
            .flat_map(|why| why.could())
            .map(str::to_owned)
            .collect();
        let what = format!("{} {id}", entity.singular());
        let refusal = self.session.refused(entity, action, &what, why);
        Ok(who_could(refusal, &could))
    }

    /// Adds those whose trade a rule of the refusal is for.
    fn with_those_who_could(
        &self,
        refusal: Error,
        entity: &Entity,
        action: Action,
    ) -> Result<Error> {
        let rules = entity.rules_for(action);
        let rules = rules.filter(|rule| refusal.rules.contains(&rule.name));
        let trades = rules.flat_map(|rule| rule.trades.iter().cloned());
        let trades = Value::List(trades.map(Value::Text).collect());
        let sql = "select p.email from collaborators p where p.active and p.role::text = any ($1::text[]) order by 1";
        let could: Vec<String> = self
            .query(sql, &[trades])?
            .iter()
            .map(|row| Ok(row.get(0)?.to_string()))
            .collect::<Result<_>>()?;
        Ok(who_could(refusal, &could))
    }
}

fn who_could(refusal: Error, could: &[String]) -> Error {
    let could: Vec<&str> = could.iter().map(String::as_str).collect();
    match could.as_slice() {
        [] => refusal,
        could => refusal.hint(format!("who could: {}", listed(could))),
    }
}
