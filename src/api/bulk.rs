//! Changes of all rows of a collection, in one statement.

use super::by_email::look_up;
use super::collection::Collection;
use super::digits;
use super::input::{Given, resolve_one};
use super::refusal::rights;
use super::save::computed_rows;
use crate::catalog::{Action, Entity, Field, RelationKind};
use crate::error::{Error, Result};
use crate::host::Question;
use crate::query::{self, Expr, Statement};
use crate::value::Type;

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
    Computed {
        /// The value.
        value: Expr,
        /// The entity, when it is the id of a row.
        row_of: Option<String>,
    },
}

impl Collection {
    /// Changes fields of all its rows in one statement.
    ///
    /// # Errors
    /// A field is unknown or of another type; the rows are computed and belong to no table; the rules
    /// say no; none of the rows may be changed.
    pub fn update_all(&self, values: Vec<(String, Assigned)>) -> Result<Changed> {
        self.update_all_if(values, |_| Ok(()))
    }

    /// The same, asking first if nothing says which rows; an error of `confirm` is the answer no.
    ///
    /// # Errors
    /// That of `confirm`, and as [`Collection::update_all`].
    pub fn update_all_if(
        &self,
        values: Vec<(String, Assigned)>,
        confirm: impl FnOnce(&Question) -> Result<()>,
    ) -> Result<Changed> {
        let entity = self.entity();
        computed_rows(self.entity(), Action::Update)?;
        let values = values.into_iter().map(|(name, value)| match value {
            Assigned::Given(given) => {
                let given = look_up(self.session(), entity, &name, given)?;
                resolve_one(entity, &name, given).map(|(field, value)| (field, Expr::Value(value)))
            }
            Assigned::Computed { value, row_of } => {
                computed(entity, &name, value, row_of.as_deref())
            }
        });
        let values: Vec<(&Field, Expr)> = values.collect::<Result<_>>()?;
        for (field, value) in &values {
            if let Expr::Value(value) = value {
                digits::unrounded(field, value)?;
            }
        }
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
            confirm,
        )
        .map_err(|error| digits::refine(error, values.iter().map(|(field, _)| *field)))
    }

    /// Deletes all its rows in one statement.
    ///
    /// # Errors
    /// As [`Collection::update_all`].
    pub fn delete_all(&self) -> Result<Changed> {
        self.delete_all_if(|_| Ok(()))
    }

    /// The same, asking first if nothing says which rows; an error of `confirm` is the answer no.
    ///
    /// # Errors
    /// That of `confirm`, and as [`Collection::delete_all`].
    pub fn delete_all_if(&self, confirm: impl FnOnce(&Question) -> Result<()>) -> Result<Changed> {
        computed_rows(self.entity(), Action::Delete)?;
        let statement = query::delete_all(self.select());
        self.change_all(Action::Delete, &statement, &[], confirm)
    }

    fn change_all(
        &self,
        action: Action,
        statement: &Statement,
        fields: &[&str],
        confirm: impl FnOnce(&Question) -> Result<()>,
    ) -> Result<Changed> {
        self.session().may_write()?;
        let entity = self.entity();
        let of = self.count()?.unsigned_abs();
        let session = self.session();
        // What is refused in any case is no question.
        if self.select().is_all() && of > 0 && session.may(action, &entity.name)? {
            confirm(&self.all_of(action, of)?)?;
        }
        let what = format!("these {}", entity.name);
        session.note_change();
        let rows = session
            .database()
            .execute(&statement.text, &statement.params)
            .map_err(|error| {
                let error = session.refine(error);
                if !rights::is_bare_refusal(&error) {
                    return error;
                }
                session
                    .refused_fields(entity, action, fields)
                    .unwrap_or_else(|| session.refused(entity, action, &what, None))
            })?;
        if rows == 0 && of > 0 {
            return Err(session.refused(entity, action, &what, None));
        }
        Ok(Changed { rows, of })
    }
}

/// A computed value must be of the field's type: the database would refuse it later, less kindly.
fn computed<'a>(
    entity: &'a Entity,
    name: &str,
    value: Expr,
    row_of: Option<&str>,
) -> Result<(&'a Field, Expr)> {
    let relation = entity
        .relations
        .iter()
        .find(|relation| relation.name == name || relation.field == name)
        .filter(|relation| relation.kind == RelationKind::One);
    let field = match relation {
        Some(relation) => entity.known_field(&relation.field)?,
        None => entity
            .field(name)
            .ok_or_else(|| entity.unknown_member(name))?,
    };
    if field.generated {
        return Err(Error::failed(format!("{name} is computed by the database")));
    }
    match (row_of, relation) {
        (Some(target), Some(relation)) if target != relation.target => {
            return Err(Error::failed(format!(
                "{name} is one of the {}, not of the {target}",
                relation.target
            )));
        }
        (Some(_), None) => {
            let what = format!("{name} takes {}, not a record", field.kind().one());
            return Err(Error::failed(what));
        }
        _ => {}
    }
    if let Expr::Value(value) = value {
        // The same for all rows: as if it had been given without a closure.
        let (field, value) = resolve_one(entity, name, Given::Value(value))?;
        return Ok((field, Expr::Value(value)));
    }
    let fits = |kind: Type| {
        let wider = matches!(field.kind(), Type::Decimal | Type::Float);
        kind == field.kind() || (kind == Type::Int && wider)
    };
    let hint = |kind: Type| match (field.kind(), kind) {
        (Type::Int, Type::Decimal | Type::Float) => Some("write .to_int() after it"),
        (Type::Decimal, Type::Float) => Some("money is exact: write numbers as dec(\"12.50\")"),
        (Type::Text, _) => Some("write .to_string() after it"),
        _ => None,
    };
    match value.kind() {
        Some(kind) if !fits(kind) => {
            let error = Error::failed(format!(
                "{name} takes {}, not {}",
                field.kind().one(),
                kind.one()
            ));
            Err(match hint(kind) {
                Some(hint) => error.hint(hint),
                None => error,
            })
        }
        _ => Ok((field, value)),
    }
}
