//! The rights that taking a run back needs: which are missing, which rule has them, and who could.

use super::obstacles::Obstacles;
use super::plan::Step;
use super::undoing::Undoing;
use crate::api::record::Record;
use crate::api::refusal::Reasons;
use crate::catalog::{Action, Entity};
use crate::error::{Error, Result};
use crate::value::Value;

impl Undoing<'_> {
    /// Whether my rights include what turns a step round at all; rows may still be refused.
    pub(super) fn check_rights(&self, step: &Step, obstacles: &mut Obstacles) -> Result<bool> {
        let (entity, action) = (&step.entity, step.undone_by());
        let reasons = self.session.collection(&entity.name)?.why(action)?;
        let fields: Vec<&str> = match action {
            Action::Delete => Vec::new(),
            _ => step.fields().map(|field| field.name.as_str()).collect(),
        };
        let is_mine = |field: &&str| reasons.fields.iter().any(|mine| mine == field);
        if reasons.allowed && fields.iter().all(is_mine) {
            return Ok(true);
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
        let could = self.who_could(&refusal, entity, action)?;
        obstacles.refused(refusal, could);
        Ok(false)
    }

    /// One row is refused.
    pub(super) fn refuse_row(
        &self,
        obstacles: &mut Obstacles,
        step: &Step,
        action: Action,
        id: i64,
    ) -> Result<()> {
        let entity = &step.entity;
        let record: Option<Record> = self
            .session
            .collection(&entity.name)?
            .with_id(Value::Int(id))
            .first()?;
        let why = record.map(|record| record.why(action)).transpose()?;
        let could = why.iter().flat_map(Reasons::could);
        let could = could.map(str::to_owned).collect();
        let what = format!("{} {id}", entity.singular());
        obstacles.refused(self.session.refused(entity, action, &what, why), could);
        Ok(())
    }

    /// Those whose trade a rule of the refusal is for.
    fn who_could(&self, refusal: &Error, entity: &Entity, action: Action) -> Result<Vec<String>> {
        let rules = entity.rules_for(action);
        let rules = rules.filter(|rule| refusal.rules.contains(&rule.name));
        let trades = rules.flat_map(|rule| rule.trades.iter().cloned());
        let trades = Value::List(trades.map(Value::Text).collect());
        let sql = "select p.email from collaborators p where p.active and p.role::text = any ($1::text[]) order by 1";
        let rows = self.query(sql, &[trades])?;
        rows.iter().map(|row| Ok(row.get(0)?.to_string())).collect()
    }

    /// Those who may undo the runs of others.
    pub(super) fn admins(&self) -> Result<Vec<String>> {
        let sql = "select p.email from collaborators p where p.active and p.role = 'admin'";
        let rows = self.query(sql, &[])?;
        rows.iter().map(|row| Ok(row.get(0)?.to_string())).collect()
    }
}
