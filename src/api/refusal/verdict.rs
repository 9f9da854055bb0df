//! What the database says about one rule and one row, and what that means for me.

use super::reasons::{Reason, listed, you_are};
use crate::api::record::Record;
use crate::catalog::{Person, RelationKind};
use crate::error::Result;
use crate::store::Row;
use crate::value::Value;

/// What the database says about one rule and one row.
pub(in crate::api) struct Verdict {
    rule: String,
    holds: bool,
    trades: Vec<String>,
    /// Those for whom it holds, when it asks whose the row is.
    whose: Option<Vec<String>>,
    could: Vec<String>,
    condition: String,
}

impl Verdict {
    pub(in crate::api) fn read(row: &Row) -> Result<Self> {
        let condition = text(row.get(5)?);
        let whose = texts(row.get(3)?);
        Ok(Self {
            rule: text(row.get(0)?),
            holds: row.get(1)? == Value::Bool(true),
            trades: texts(row.get(2)?),
            whose: condition.contains("auth.uid()").then_some(whose),
            could: texts(row.get(4)?),
            condition,
        })
    }

    pub(in crate::api) fn of_row(self, record: &Record, me: &Person) -> Result<Reason> {
        let is_for_me = self.trades.is_empty() || self.trades.contains(&me.role);
        let row = if self.holds {
            None
        } else {
            self.about(record, me, is_for_me)?
        };
        Ok(Reason {
            rule: self.rule,
            holds: self.holds,
            row,
            me: (!self.holds && !is_for_me).then(|| you_are(me)),
            could: self.could,
        })
    }

    /// What fails about the row.
    fn about(&self, record: &Record, me: &Person, is_for_me: bool) -> Result<Option<String>> {
        let label = record.label();
        let belongs = if self.trades == ["support"] {
            "is assigned to"
        } else {
            "belongs to"
        };
        Ok(match &self.whose {
            Some(whose) if whose.contains(&me.email) => None,
            Some(whose) if whose.is_empty() && self.is_nobodys(record)? => {
                Some(format!("{label} {belongs} nobody"))
            }
            Some(whose) if !whose.is_empty() => {
                let whose: Vec<&str> = whose.iter().map(String::as_str).collect();
                Some(format!("{label} {belongs} {}", listed(&whose)))
            }
            _ => is_for_me.then(|| format!("it does not hold for {label}")),
        })
    }

    /// Whether the row leads to no collaborator where the rule asks for one.
    fn is_nobodys(&self, record: &Record) -> Result<bool> {
        for relation in &record.entity().relations {
            if relation.kind == RelationKind::One
                && self.names(&relation.field)
                && record.value(&relation.field)? == Value::Null
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn names(&self, field: &str) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut words = self.condition.split(|c| !is_part(c));
        words.any(|word| word == field)
    }
}

fn text(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        _ => String::new(),
    }
}

fn texts(value: Value) -> Vec<String> {
    match value {
        Value::List(values) => values.into_iter().map(text).collect(),
        _ => Vec::new(),
    }
}
