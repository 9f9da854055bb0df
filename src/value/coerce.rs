//! Values as values of another type, where nothing is lost by it.

use super::parse::{self, Unfit};
use super::{Type, Value};

/// A value as one of a type. Null has every type. A text is read where it can mean one thing only: as a date, a
/// moment, an exact number.
///
/// ```
/// use epic::value::coerce::coerce;
/// use epic::value::{Type, Value};
/// assert_eq!(coerce(Value::Int(3), Type::Decimal), Ok(Value::Decimal(3.into())));
/// assert!(coerce(Value::Text("3".into()), Type::Int).is_err());
/// ```
///
/// # Errors
/// It is none, and can't be made one without a loss.
pub fn coerce(value: Value, wanted: Type) -> Result<Value, Unfit> {
    let Some(kind) = value.kind() else {
        return Ok(Value::Null);
    };
    if kind == wanted {
        return Ok(value);
    }
    match (wanted, &value) {
        (Type::Decimal, Value::Int(number)) => Ok(Value::Decimal((*number).into())),
        #[allow(clippy::cast_precision_loss)] // a float was asked for
        (Type::Float, Value::Int(number)) => Ok(Value::Float(*number as f64)),
        (Type::Timestamp, Value::Date(date)) => {
            parse::local_value(date.and_hms_opt(0, 0, 0).unwrap_or_default())
        }
        (Type::Timestamp, Value::LocalTimestamp(local)) => parse::local_value(*local),
        (Type::Decimal | Type::Timestamp, Value::Text(text)) => parse::value(text, wanted),
        // Only as it is written: what `today` means depends on when it is read.
        (Type::Date, Value::Text(text)) => match parse::date(text) {
            Some(date) => Ok(Value::Date(date)),
            None => Err(Unfit::of(wanted)),
        },
        _ => Err(Unfit::of(wanted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_one_of_another_type_only_where_nothing_is_lost() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (value, wanted, made) in [
            (Value::Null, Type::Int, Some("")),
            (Value::Int(3), Type::Decimal, Some("3")),
            (Value::Int(3), Type::Float, Some("3")),
            (Value::Float(1.5), Type::Decimal, None),
            (text("12.50"), Type::Decimal, Some("12.50")),
            (text("2026-01-31"), Type::Date, Some("2026-01-31")),
            (text("today"), Type::Date, None),
            (text("12"), Type::Int, None),
            (text("true"), Type::Bool, None),
            (Value::Int(1), Type::Text, None),
        ] {
            let coerced = coerce(value.clone(), wanted).ok();
            let shown = coerced.map(|value| value.to_string());
            assert_eq!(shown.as_deref(), made, "{value:?} as {wanted}");
        }
    }
}
