//! Decimals of numeric columns: what a column would round is refused.

use super::session::Session;
use crate::catalog::{Entity, Field};
use crate::error::{Error, Result};
use crate::query::NOT_ROUNDED;
use crate::value::{Type, Value};
use std::collections::HashMap;

/// How many decimals columns keep, by table and column.
pub(super) type Scales = HashMap<(String, String), u32>;

const QUERY: &str = "select c.relname::text, a.attname::text, (a.atttypmod - 4) & 65535
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where a.atttypid = 'numeric'::regtype and a.atttypmod >= 4 and a.attnum > 0 and not a.attisdropped
        and pg_catalog.pg_table_is_visible(c.oid)";

impl Session {
    /// How many decimals a column keeps; nothing when it keeps all. Read once, when it is first asked.
    pub(super) fn scale(&self, entity: &Entity, field: &Field) -> Result<Option<u32>> {
        if field.kind() != Type::Decimal {
            return Ok(None);
        }
        let known = self.scales(|| {
            let rows = self.database().read(QUERY, &[])?;
            let scale = |row: &crate::store::Row| -> Result<Option<((String, String), u32)>> {
                Ok(match (row.get(0)?, row.get(1)?, row.get(2)?) {
                    (Value::Text(table), Value::Text(column), Value::Int(scale)) => {
                        let scale = u32::try_from(scale).unwrap_or_default();
                        Some(((table, column), scale))
                    }
                    _ => None,
                })
            };
            rows.iter()
                .filter_map(|row| scale(row).transpose())
                .collect()
        })?;
        let key = (entity.name.clone(), field.name.clone());
        Ok(known.get(&key).copied())
    }

    /// A value for a field, if the database keeps all its digits.
    ///
    /// # Errors
    /// It would be rounded.
    pub(super) fn unrounded(&self, entity: &Entity, field: &Field, value: &Value) -> Result<()> {
        let Value::Decimal(number) = value else {
            return Ok(());
        };
        let decimals = number.normalize().scale();
        if decimals == 0 {
            return Ok(());
        }
        match self.scale(entity, field)? {
            Some(most) if most < decimals => {
                Err(rounded(&field.name, &number.to_string(), Some(most)))
            }
            _ => Ok(()),
        }
    }
}

fn rounded(field: &str, number: &str, decimals: Option<u32>) -> Error {
    let decimals = decimals.unwrap_or(2);
    Error::failed(format!(
        "{field} can't be {number}: it has {decimals} decimals"
    ))
    .hint(format!("round it: .round({decimals})"))
}

/// The refusal of a computed value in words: the statement says it in the form of a number that is none.
pub(super) fn refine(error: Error, scales: &[(&Field, Option<u32>)]) -> Error {
    let told = error.message.split('"').nth(1).and_then(|said| {
        let (number, field) = said.strip_suffix(NOT_ROUNDED)?.split_once(' ')?;
        let (field, scale) = scales.iter().find(|(known, _)| known.name == field)?;
        Some(rounded(&field.name, number, *scale))
    });
    told.unwrap_or(error)
}
