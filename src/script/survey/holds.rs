//! What a name or an expression holds, as far as that can be told.

use crate::catalog::{Catalog, RelationKind};

/// Rows of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// A collection, or a list of rows.
    Rows(String),
    /// One row.
    Row(String),
}

/// Steps after which there are rows of the same entity.
const STEPS: [&str; 17] = [
    "filter",
    "sort",
    "sort_desc",
    "take",
    "skip",
    "mine",
    "search",
    "unsigned",
    "unpaid",
    "stale",
    "unassigned",
    "upcoming",
    "all",
    "to_list",
    "distinct",
    "reverse",
    "progress",
];
/// What takes one of them.
const ONE: [&str; 7] = ["get", "first", "last", "reload", "pop", "shift", "find"];

impl Holds {
    /// The entity.
    pub(super) fn entity(&self) -> &str {
        match self {
            Self::Rows(entity) | Self::Row(entity) => entity,
        }
    }

    /// One of them.
    pub(super) fn one(&self) -> Self {
        Self::Row(self.entity().to_owned())
    }

    /// What follows from a method's name.
    pub(super) fn method(&self, name: &str) -> Option<Self> {
        match self {
            Self::Rows(_) if STEPS.contains(&name) => Some(self.clone()),
            _ if ONE.contains(&name) || name == "create" => Some(self.one()),
            _ => None,
        }
    }

    /// What a relation of the row leads to.
    pub(super) fn member(&self, catalog: &Catalog, name: &str) -> Option<Self> {
        let entity = catalog.entity(self.entity()).ok()?;
        let relation = entity.relation(name)?;
        Some(match relation.kind {
            RelationKind::One => Self::Row(relation.target.clone()),
            RelationKind::Many => Self::Rows(relation.target.clone()),
        })
    }
}
