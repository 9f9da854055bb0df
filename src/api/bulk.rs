//! Changes of all rows of a collection, in one statement.

use super::collection::Collection;
use super::explain;
use super::given::{Given, resolve_one};
use crate::catalog::{Action, Field};
use crate::error::{Error, Kind, Result};
use crate::query::{self, Expr, Statement};

/// How many rows a change of many concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// How many were changed.
    pub rows: u64,
    /// How many the query gives; the others may not be changed.
    pub of: u64,
}

/// A new value for a field of many rows.
pub enum Assigned {
    /// The same for all.
    Given(Given),
    /// Computed from each row.
    Computed(Expr),
}

impl Collection {
    /// Changes fields of all its rows in one statement.
    ///
    /// # Errors
    /// A field is unknown or of another type; the rows are computed and belong to no table; the rules
    /// say no; none of the rows may be changed.
    pub fn update_all(&self, values: Vec<(String, Assigned)>) -> Result<Changed> {
        let entity = self.entity();
        let values = values.into_iter().map(|(name, value)| match value {
            Assigned::Given(given) => {
                resolve_one(entity, &name, given).map(|(field, value)| (field, Expr::Value(value)))
            }
            Assigned::Computed(expr) => computed(entity.known_field(&name)?, expr),
        });
        let values: Vec<(&Field, Expr)> = values.collect::<Result<_>>()?;
        let names: Vec<&str> = values
            .iter()
            .map(|(field, _)| field.name.as_str())
            .collect();
        if values.is_empty() {
            return Ok(Changed { rows: 0, of: 0 });
        }
        self.change_all(
            Action::Update,
            &query::update_all(self.select(), &values),
            &names,
        )
    }

    /// Deletes all its rows in one statement.
    ///
    /// # Errors
    /// As [`Collection::update_all`].
    pub fn delete_all(&self) -> Result<Changed> {
        self.change_all(Action::Delete, &query::delete_all(self.select()), &[])
    }

    fn change_all(
        &self,
        action: Action,
        statement: &Statement,
        fields: &[&str],
    ) -> Result<Changed> {
        let entity = self.entity();
        if !self.select().is_of_table() {
            return Err(Error::failed(format!(
                "computed rows can't be changed; you can {action} {}",
                entity.name
            )));
        }
        let of = self.count()?.unsigned_abs();
        let session = self.session();
        let rows = session
            .database()
            .execute(&statement.text, &statement.params)
            .map_err(|error| {
                let error = session.explain(error);
                if error.kind != Kind::NotAllowed {
                    return error;
                }
                explain::refused_fields(entity, action, fields).unwrap_or_else(|| {
                    explain::refused(entity, action, &format!("these {}", entity.name))
                })
            })?;
        if rows == 0 && of > 0 {
            return Err(explain::refused(
                entity,
                action,
                &format!("these {}", entity.name),
            ));
        }
        Ok(Changed { rows, of })
    }
}

/// A computed value must be of the field's type: the database would refuse it later, less kindly.
fn computed(field: &Field, expr: Expr) -> Result<(&Field, Expr)> {
    let fits = |kind: crate::value::Type| {
        kind == field.kind() || (kind.is_number() && field.kind().is_number())
    };
    match expr.kind() {
        Some(kind) if !fits(kind) => Err(Error::failed(format!(
            "{} takes {}, not {}",
            field.name,
            field.kind().one(),
            kind.one()
        ))),
        _ if field.generated => Err(Error::failed(format!(
            "{} is computed by the database",
            field.name
        ))),
        _ => Ok((field, expr)),
    }
}
