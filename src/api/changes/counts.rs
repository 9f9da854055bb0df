//! How many rows were created, updated and deleted, for each entity.

use crate::catalog::Action;
use crate::value::{Json, Part, Value};
use std::fmt;

/// How many rows were created, updated and deleted; the entity that was changed first comes first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts(Vec<Count>);

/// What was done to how many rows of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The entity.
    pub entity: String,
    /// What was done.
    pub action: Action,
    /// How many rows.
    pub rows: u64,
}

impl Counts {
    /// These.
    #[must_use]
    pub fn new(counts: Vec<Count>) -> Self {
        Self(counts)
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Count> {
        self.0.iter()
    }

    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rows in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|count| count.rows).sum()
    }

    /// As the database keeps them: `[["clients", "update", 3]]`.
    #[must_use]
    pub fn json(&self) -> Json {
        let count = |count: &Count| {
            Value::List(vec![
                Value::Text(count.entity.clone()),
                Value::Text(count.action.command().to_owned()),
                Value::Int(i64::try_from(count.rows).unwrap_or(i64::MAX)),
            ])
        };
        Json::of(&Value::List(self.0.iter().map(count).collect()))
    }

    /// What [`Counts::json`] wrote; what is none is left out.
    #[must_use]
    pub fn read(json: &Json) -> Self {
        let Some(Part::List(counts)) = json.part() else {
            return Self::default();
        };
        Self(counts.iter().filter_map(Count::read).collect())
    }
}

impl Count {
    fn read(json: &Json) -> Option<Self> {
        let Some(Part::List(parts)) = json.part() else {
            return None;
        };
        match &parts.iter().filter_map(Json::part).collect::<Vec<_>>()[..] {
            [Part::Text(entity), Part::Text(action), Part::Number(rows)] => Some(Self {
                entity: entity.clone(),
                action: Action::named(action).ok()?,
                rows: rows.parse().ok()?,
            }),
            _ => None,
        }
    }
}

/// `clients: 3 updated; events: 2 created, 1 deleted`
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut named = "";
        for count in &self.0 {
            match named {
                name if name == count.entity => f.write_str(", ")?,
                "" => write!(f, "{}: ", count.entity)?,
                _ => write!(f, "; {}: ", count.entity)?,
            }
            named = &count.entity;
            write!(f, "{} {}", count.rows, count.action.done())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_they_were_written() {
        let count = |entity: &str, action, rows| Count {
            entity: entity.to_owned(),
            action,
            rows,
        };
        let counts = Counts::new(vec![
            count("clients", Action::Update, 3),
            count("events", Action::Insert, 2),
            count("events", Action::Delete, 1),
        ]);
        assert_eq!(
            counts.to_string(),
            "clients: 3 updated; events: 2 created, 1 deleted"
        );
        assert_eq!(counts.total(), 6);
        let written = counts.json();
        assert_eq!(
            written.text(),
            r#"[["clients", "update", 3], ["events", "insert", 2], ["events", "delete", 1]]"#
        );
        assert_eq!(Counts::read(&written), counts);
        let foreign = r#"[1, ["a"], ["clients", "eat", 1], ["clients", "update", -1], {}]"#;
        assert!(Counts::read(&Json::known(foreign)).is_empty());
        assert!(Counts::read(&Json::known("7")).is_empty());
    }
}
