//! May I, and why not: what the rules of who may do what say about a row or a collection.
//!
//! Nothing here decides anything: the database does, and the rules of the business may still say no.

use super::collection::Collection;
use super::record::Record;
use super::session::Session;
use crate::catalog::{Action, Entity, Person, RelationKind, Rule};
use crate::error::{Error, Result};
use crate::store::{Database, Row};
use crate::value::Value;
use std::fmt;

/// What the rules say about an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// What was asked about.
    pub action: Action,
    /// On what: `event 3`, `events`.
    pub what: String,
    /// Whether a rule holds and my rights include it. For a collection: for some of its rows.
    pub allowed: bool,
    /// The fields that I may give, when I may create or update.
    pub fields: Vec<String>,
    /// The rules that allow it to anybody.
    pub rules: Vec<Reason>,
}

/// A rule, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its sentence.
    pub rule: String,
    /// Whether it holds for me.
    pub holds: bool,
    /// What fails about the row, in a sentence.
    pub row: Option<String>,
    /// What fails about me, in a sentence.
    pub me: Option<String>,
    /// The e-mails of those for whom it holds, when it was asked about a row.
    pub could: Vec<String>,
}

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
            .map(|rule| of_table(rule, &me))
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
            .map_err(|error| self.session().explain(error))
    }

    /// As [`Record::why`], when the open transaction failed and answers nothing any more.
    pub(super) fn why_apart(&self, action: Action) -> Result<Reasons> {
        self.why_by(&Database::new(self.session().server().clone()), action)
    }

    fn why_by(&self, database: &Database, action: Action) -> Result<Reasons> {
        let entity = self.entity();
        if action == Action::Insert {
            return self.session().collection(&entity.name)?.why(action);
        }
        let me = self.session().me()?;
        let sql = "select policy::text, holds, trades::text[], whose, could, condition
                     from epic.why($1::text::regclass, $2, $3::bigint::int)";
        let params = [
            Value::Text(entity.name.clone()),
            Value::Text(action.command().to_owned()),
            self.id()?,
        ];
        let rows = database.query(sql, &params)?;
        let rules = rows
            .iter()
            .map(|row| Verdict::read(row)?.of_row(self, &me))
            .collect::<Result<_>>()?;
        Ok(Reasons::new(entity, action, self.label(), rules))
    }
}

impl Session {
    /// A refusal with the rules that would allow it; and what fails for me, as far as that is known.
    pub(super) fn refused(
        &self,
        entity: &Entity,
        action: Action,
        what: &str,
        why: Option<Reasons>,
    ) -> Error {
        let error = super::explain::refused(entity, action, what);
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

impl Reasons {
    fn new(entity: &Entity, action: Action, what: String, rules: Vec<Reason>) -> Self {
        let may = |field: &&crate::catalog::Field| match action {
            Action::Insert => field.may_insert,
            Action::Update => field.may_update,
            _ => false,
        };
        let fields: Vec<String> = entity
            .fields
            .iter()
            .filter(may)
            .map(|field| field.name.clone())
            .collect();
        let granted = match action {
            Action::Insert | Action::Update => !fields.is_empty(),
            Action::Delete => entity.may_delete,
            Action::Select | Action::All => true,
        };
        let allowed = granted && rules.iter().any(|rule| rule.holds);
        Self {
            action,
            what,
            allowed,
            fields: if allowed { fields } else { Vec::new() },
            rules,
        }
    }

    /// What fails for me, in one line; nothing when it is allowed or no rule is known.
    #[must_use]
    pub fn why_not(&self) -> Option<String> {
        let of_rows = self.rules.iter().filter_map(|rule| rule.row.as_deref());
        let mut reasons: Vec<&str> = of_rows.collect();
        // A rule that is for people like me failed by the row alone: then that is why.
        let only_by_row = |rule: &Reason| rule.row.is_some() && rule.me.is_none();
        if !self.rules.iter().any(only_by_row) {
            reasons.extend(self.rules.iter().filter_map(|rule| rule.me.as_deref()));
        }
        reasons.dedup();
        (!self.allowed && !reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// The e-mails of those who could, when it was asked about a row.
    #[must_use]
    pub fn could(&self) -> Vec<&str> {
        let mut could: Vec<&str> = self
            .rules
            .iter()
            .flat_map(|rule| rule.could.iter().map(String::as_str))
            .collect();
        could.sort_unstable();
        could.dedup();
        could
    }
}

impl Reason {
    /// What fails for me, in one line.
    #[must_use]
    pub fn because(&self) -> Option<String> {
        let reasons: Vec<&str> = self
            .row
            .iter()
            .chain(&self.me)
            .map(String::as_str)
            .collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let may = if self.allowed { "may" } else { "may not" };
        write!(f, "you {may} {} {}", self.action, self.what)?;
        if self.rules.is_empty() {
            f.write_str("\n no rule allows it to anybody")?;
        }
        for rule in &self.rules {
            let mark = if rule.holds { '✔' } else { '✘' };
            write!(f, "\n {mark} {}", rule.rule)?;
            if let Some(because) = rule.because() {
                write!(f, ": {because}")?;
            }
        }
        if !self.fields.is_empty() {
            write!(f, "\n fields you may give: {}", self.fields.join(", "))?;
        }
        let could = self.could();
        if !self.allowed && !could.is_empty() {
            write!(f, "\n who could: {}", listed(&could))?;
        }
        Ok(())
    }
}

/// What the database says about one rule and one row.
struct Verdict {
    rule: String,
    holds: bool,
    trades: Vec<String>,
    /// Those for whom it holds, when it asks whose the row is.
    whose: Option<Vec<String>>,
    could: Vec<String>,
    condition: String,
}

impl Verdict {
    fn read(row: &Row) -> Result<Self> {
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

    fn of_row(self, record: &Record, me: &Person) -> Result<Reason> {
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

fn of_table(rule: &Rule, me: &Person) -> Reason {
    let holds = rule.is_for(&me.role);
    Reason {
        rule: rule.name.clone(),
        holds,
        row: None,
        me: (!holds).then(|| you_are(me)),
        could: Vec::new(),
    }
}

fn you_are(me: &Person) -> String {
    let article = if me.role.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("you are {article} {}", me.role)
}

/// A few of them, and how many more there are.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
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
