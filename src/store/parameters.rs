//! The parameters of statements that somebody typed.

mod given;

pub use given::Parameters;

use super::{codec, sql_text};
use crate::error::{Error, Result};
use crate::value::Value;

/// How many parameters the protocol can count.
const MOST: usize = u16::MAX as usize;

/// Refuses parameters that the statement does not use, and lists that can't be sent.
pub(super) fn check(sql: &str, params: Parameters<'_>) -> Result<()> {
    if params.len() > MOST {
        return Err(Error::failed(format!(
            "a statement takes at most {MOST} parameters, and {} were given",
            params.len()
        ))
        .hint("give many values as one list: sql(\"… where id = any($1)\", [ids])"));
    }
    if let Parameters::Values(values) = params {
        for value in values {
            if let Value::List(values) = value {
                one_type(values)?;
            }
        }
    }
    // Each is sent with a type, so the server would accept those that it does not need.
    match sql_text::parameters(sql).max().unwrap_or(0) {
        used if used < params.len() => Err(wrong_number(used, params)),
        _ => Ok(()),
    }
}

/// The statement needs another number of parameters.
pub(super) fn wrong_number(needed: usize, params: Parameters<'_>) -> Error {
    let given = params.len();
    let parameters = match needed {
        0 => "no parameters".to_owned(),
        1 => "1 parameter".to_owned(),
        needed => format!("{needed} parameters"),
    };
    let was = if given == 1 { "was" } else { "were" };
    Error::failed(format!(
        "the statement has {parameters}, and {given} {was} given"
    ))
    .hint(match params {
        Parameters::Values(_) => {
            "they are written $1, $2 … and given as a list: sql(\"… where id = $1\", [12])"
        }
        Parameters::Written(_) => "$1 is the first --param VALUE, $2 the second …",
    })
}

/// A parameter has the type of its value, which the statement may not expect.
pub(super) fn refine(error: Error, params: Parameters<'_>) -> Error {
    let code = error.cause.as_ref().map_or("", |cause| cause.code.as_str());
    if params.is_empty()
        || matches!(params, Parameters::Written(_))
        || !["42883", "42804"].contains(&code)
    {
        return error;
    }
    error.hint("a parameter has the type of its value: give another value, or cast it: $1::int")
}

/// An array has values of one type.
fn one_type(values: &[Value]) -> Result<()> {
    let mut types = values
        .iter()
        .filter(|value| !value.is_null())
        .map(|value| (codec::wire(value), value.kind()));
    let Some((first, kind)) = types.next() else {
        return Ok(());
    };
    if values.iter().any(|value| matches!(value, Value::List(_))) {
        return Err(Error::failed("a list of lists can't be a parameter"));
    }
    match types.find(|(other, _)| *other != first) {
        Some((_, other)) => {
            let name =
                |kind: Option<crate::value::Type>| kind.map_or("nothing", |kind| kind.name());
            Err(Error::failed(format!(
                "a list that is a parameter has values of one type, not {} and {}",
                name(kind),
                name(other)
            )))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_that_are_not_used_are_counted() {
        let number = |sql: &str, given: usize| {
            check(sql, Parameters::Values(&vec![Value::Int(1); given]))
                .map_err(|error| error.message)
        };
        assert_eq!(number("select $1 + $2", 2), Ok(()));
        assert_eq!(number("select $12", 12), Ok(()));
        assert_eq!(
            number("select '$1' -- $1", 1).unwrap_err(),
            "the statement has no parameters, and 1 was given"
        );
        assert_eq!(
            number("select $1", 2).unwrap_err(),
            "the statement has 1 parameter, and 2 were given"
        );
    }

    #[test]
    fn a_list_has_one_type() {
        let check =
            |values: Vec<Value>| check("$1", Parameters::Values(&[Value::List(values)])).is_ok();
        let text = || Value::Text("a".into());
        assert!(check(vec![Value::Null, text(), text()]));
        assert!(check(vec![]));
        assert!(!check(vec![text(), Value::Int(1)]));
        assert!(!check(vec![Value::List(vec![])]));
    }
}
