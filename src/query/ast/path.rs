//! A row that an expression can speak about, and how it is reached.

use super::expr::Expr;
use crate::catalog::{Entity, Field, Relation};
use std::rc::Rc;

/// A row of a query: the row itself, or one reached from it through relations to one.
///
/// Naming a row costs nothing: a join is made only for a row whose values are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPath {
    /// Which query it belongs to: 0 is the outermost, 1 a sub-query in it, and so on.
    pub depth: usize,
    /// The relations that lead to it, from the query's own row.
    pub steps: Vec<Step>,
    /// What kind of row it is.
    pub entity: Rc<Entity>,
}

/// One relation to one, followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The relation's name.
    pub name: String,
    /// The foreign key's field, on the side where the step begins.
    pub key: String,
    /// The entity it leads to.
    pub target: String,
    /// Whether there may be no row at the end.
    pub nullable: bool,
}

impl RowPath {
    /// The own row of a query at a depth.
    #[must_use]
    pub fn of(entity: &Rc<Entity>, depth: usize) -> Self {
        Self {
            depth,
            steps: Vec::new(),
            entity: Rc::clone(entity),
        }
    }

    /// The row that a relation to one leads to.
    #[must_use]
    pub fn follow(&self, relation: &Relation, target: &Rc<Entity>) -> Self {
        let own = self
            .entity
            .field(&relation.field)
            .is_none_or(|field| field.nullable);
        let step = Step {
            name: relation.name.clone(),
            key: relation.field.clone(),
            target: relation.target.clone(),
            nullable: own || self.is_nullable(),
        };
        let steps = self.steps.iter().cloned().chain([step]).collect();
        Self {
            depth: self.depth,
            steps,
            entity: Rc::clone(target),
        }
    }

    /// Whether there may be no such row.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.steps.last().is_some_and(|step| step.nullable)
    }

    /// A field of this row. The id of a related row is the foreign key that leads to it: no join.
    #[must_use]
    pub fn field(&self, field: &Field) -> Expr {
        let (steps, name) = match self.steps.split_last() {
            Some((last, before)) if field.name == "id" => (before.to_vec(), last.key.clone()),
            _ => (self.steps.clone(), field.name.clone()),
        };
        Expr::Field {
            depth: self.depth,
            steps,
            name,
            kind: field.kind(),
            cast: field.is_cast(),
            nullable: field.nullable || self.is_nullable(),
        }
    }

    /// The id of this row.
    #[must_use]
    pub fn id(&self) -> Option<Expr> {
        self.entity.field("id").map(|field| self.field(field))
    }
}
