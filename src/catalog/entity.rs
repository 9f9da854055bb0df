//! An entity: a table, with what leads from it to others and who may do what.

use super::action::Action;
use super::field::Field;
use super::names;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A table that people work with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Its name, in the plural: `clients`.
    pub name: String,
    /// What it is.
    pub comment: Option<String>,
    /// Its fields that people see, in order.
    pub fields: Vec<Field>,
    /// What leads to other entities.
    pub relations: Vec<Relation>,
    /// The rules of the business, named by their sentences.
    pub constraints: Vec<Constraint>,
    /// The rules of who may do what, named by their sentences.
    pub rules: Vec<Rule>,
    /// Whether I may delete rows (rules on rows may still say no).
    pub may_delete: bool,
    /// Whether a query computes its rows: then they are in no table, and nobody can change them.
    pub is_computed: bool,
}

/// Where a relation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationKind {
    /// To one row, through a foreign key of this entity.
    One,
    /// To many rows, through a foreign key of the other entity.
    Many,
}

/// A way from one entity to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Its name: `client`, `contracts`.
    pub name: String,
    /// One or many.
    pub kind: RelationKind,
    /// The entity it leads to.
    pub target: String,
    /// The field that makes it: ours for one, theirs for many.
    pub field: String,
}

/// A rule of the business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its sentence.
    pub name: String,
    /// `check`, `unique`, `primary` or `foreign`.
    pub kind: String,
    /// The fields it speaks about.
    pub fields: Vec<String>,
    /// What to do about it.
    pub comment: Option<String>,
}

/// A rule of who may do what: a row policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its sentence.
    pub name: String,
    /// What it allows.
    pub action: Action,
    /// The roles it is for; empty: all.
    #[serde(default)]
    pub trades: Vec<String>,
    /// More about it.
    pub comment: Option<String>,
}

impl Relation {
    /// Where it leads, in words.
    #[must_use]
    pub fn leads(&self) -> String {
        match self.kind {
            RelationKind::One => format!("one of {}", self.target),
            RelationKind::Many => format!("many {}", self.target),
        }
    }
}

impl Rule {
    /// Whether it is for somebody with this role. For which rows is another question.
    #[must_use]
    pub fn is_for(&self, role: &str) -> bool {
        self.trades.is_empty() || self.trades.iter().any(|trade| trade == role)
    }
}

impl Entity {
    /// A kind of row that a query computes.
    #[must_use]
    pub fn of_columns(name: &str, fields: Vec<Field>) -> Self {
        Self {
            name: name.to_owned(),
            comment: None,
            fields,
            relations: Vec::new(),
            constraints: Vec::new(),
            rules: Vec::new(),
            may_delete: false,
            is_computed: true,
        }
    }

    /// What one of them is called.
    #[must_use]
    pub fn singular(&self) -> &str {
        names::singular(&self.name)
    }

    /// A field by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that says who or what a row is, if there is one: its name.
    #[must_use]
    pub fn title(&self) -> Option<&Field> {
        ["full_name", "name"]
            .iter()
            .find_map(|name| self.field(name))
    }

    /// The position of a field among the fields.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// A relation by name.
    #[must_use]
    pub fn relation(&self, name: &str) -> Option<&Relation> {
        self.relations.iter().find(|relation| relation.name == name)
    }

    /// Everything that can follow the dot: fields, then relations.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().map(|field| field.name.as_str());
        fields.chain(self.relations.iter().map(|relation| relation.name.as_str()))
    }

    /// A field by name, or an error that says which one is near.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn known_field(&self, name: &str) -> Result<&Field> {
        self.field(name).ok_or_else(|| {
            let fields = self.fields.iter().map(|field| field.name.as_str());
            Error::failed(format!("{} have no field '{name}'", self.name))
                .did_you_mean(name, fields)
        })
    }

    /// The error for a name that is neither field nor relation.
    #[must_use]
    pub fn unknown_member(&self, name: &str) -> Error {
        let what = format!("{} have no field or relation '{name}'", self.name);
        let error = Error::failed(what).did_you_mean(name, self.members());
        let parts: Vec<String> = self
            .members()
            .filter(|member| member.split('_').any(|part| part == name))
            .map(|member| format!("'{member}'"))
            .collect();
        if error.hints.is_empty() && !parts.is_empty() {
            return error.hint(format!("did you mean {}?", parts.join(" or ")));
        }
        if error.hints.is_empty() && self.fields.len() <= 6 {
            let members: Vec<&str> = self.members().collect();
            return error.hint(format!("they have {}", members.join(", ")));
        }
        error
    }

    /// Whether my rights include an action at all; rows may still be refused.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        match action {
            Action::Select => self.fields.iter().any(|field| field.may_select),
            Action::Insert => self.fields.iter().any(|field| field.may_insert),
            Action::Update => self.fields.iter().any(|field| field.may_update),
            Action::Delete => self.may_delete,
            Action::All => false,
        }
    }

    /// The sentences of the rules that allow an action.
    pub fn rules_for(&self, action: Action) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| rule.action == action || rule.action == Action::All)
    }
}

/// As `epic.catalog()` writes it.
#[derive(Deserialize)]
pub(super) struct Written {
    name: String,
    comment: Option<String>,
    may_delete: bool,
    fields: Vec<Field>,
    relations: Vec<WrittenRelation>,
    constraints: Vec<Constraint>,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct WrittenRelation {
    field: String,
    target: String,
}

/// Leaves out what is not for people and adds the ways back: each foreign key is followed both ways.
pub(super) fn link(written: Vec<Written>) -> Vec<Rc<Entity>> {
    let back: Vec<(String, Relation)> = written.iter().flat_map(ways_back).collect();
    let entity = |entity: Written| {
        let own = entity.relations.iter().map(|relation| Relation {
            name: names::relation(&relation.field).to_owned(),
            kind: RelationKind::One,
            target: relation.target.clone(),
            field: relation.field.clone(),
        });
        let many = back
            .iter()
            .filter(|(to, _)| *to == entity.name)
            .map(|(_, relation)| relation.clone());
        Rc::new(Entity {
            relations: own.chain(many).collect(),
            name: entity.name,
            comment: entity.comment,
            fields: entity
                .fields
                .into_iter()
                .filter(|field| !field.hidden && field.may_select)
                .collect(),
            constraints: entity.constraints,
            rules: entity.rules,
            may_delete: entity.may_delete,
            is_computed: false,
        })
    };
    written.into_iter().map(entity).collect()
}

/// The relations that an entity's foreign keys give to the entities they lead to. Two keys to the same
/// entity get the key's name too: `events_as_support`.
fn ways_back(entity: &Written) -> Vec<(String, Relation)> {
    entity
        .relations
        .iter()
        .map(|relation| {
            let twins = entity
                .relations
                .iter()
                .filter(|other| other.target == relation.target)
                .count();
            let name = match twins {
                1 => entity.name.clone(),
                _ => format!("{}_as_{}", entity.name, names::relation(&relation.field)),
            };
            let kind = RelationKind::Many;
            let back = Relation {
                name,
                kind,
                target: entity.name.clone(),
                field: relation.field.clone(),
            };
            (relation.target.clone(), back)
        })
        .collect()
}
