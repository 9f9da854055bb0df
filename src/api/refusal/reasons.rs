//! What the rules say, as a value and in words.

use crate::catalog::{Action, Entity, Field, Person, Rule};
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

impl Reasons {
    pub(in crate::api) fn new(
        entity: &Entity,
        action: Action,
        what: String,
        rules: Vec<Reason>,
    ) -> Self {
        let may = |field: &&Field| match action {
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
    /// Of a rule about a whole table: whether it is for me.
    pub(in crate::api) fn of_table(rule: &Rule, me: &Person) -> Self {
        let holds = rule.is_for(&me.role);
        Self {
            rule: rule.name.clone(),
            holds,
            row: None,
            me: (!holds).then(|| you_are(me)),
            could: Vec::new(),
        }
    }

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

pub(in crate::api) fn you_are(me: &Person) -> String {
    let article = if me.role.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("you are {article} {}", me.role)
}

/// A few of them, and how many more there are.
pub(in crate::api) fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
