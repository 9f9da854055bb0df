//! Decimals of numeric columns: what a column would round is refused.

use crate::catalog::Field;
use crate::error::{Error, Result};
use crate::query::NOT_ROUNDED;
use crate::value::Value;

/// Whether the database keeps all digits of a value for a field.
///
/// # Errors
/// It would round it.
pub(super) fn unrounded(field: &Field, value: &Value) -> Result<()> {
    let (Value::Decimal(number), Some(most)) = (value, field.decimals()) else {
        return Ok(());
    };
    if number.normalize().scale() > most {
        return Err(rounded(&field.name, &number.to_string(), most));
    }
    Ok(())
}

fn rounded(field: &str, number: &str, decimals: u32) -> Error {
    Error::failed(format!(
        "{field} can't be {number}: it has {decimals} decimals"
    ))
    .hint(format!("round it: .round({decimals})"))
}

/// The refusal of a computed value in words: the statement says it in the form of a number that is none.
pub(super) fn refine<'a>(error: Error, fields: impl IntoIterator<Item = &'a Field>) -> Error {
    let told = error.message.split('"').nth(1).and_then(|said| {
        let (number, name) = said.strip_suffix(NOT_ROUNDED)?.split_once(' ')?;
        let field = fields.into_iter().find(|field| field.name == name)?;
        Some(rounded(name, number, field.decimals()?))
    });
    told.unwrap_or(error)
}
