//! Texts from outside (parameters of scripts, cells of files) as values of a type.
//!
//! Knows types, neither scripts nor fields: what is wrong is said as what was expected, with an example, and
//! whoever asked says where.

mod day;
mod duration;
mod moment;
mod unfit;

pub use day::day;
pub use duration::duration;
pub use moment::{clock, date, local, moment, zoned};
pub use unfit::{Unfit, example};

use super::{Json, Type, Value, decimal};
use crate::error::Error;
use chrono::NaiveDateTime;

/// A text as a value of a type. Spaces around it do not count, unless a text is wanted.
///
/// ```
/// use epic::value::{Type, Value, parse};
/// assert_eq!(parse::value(" 30 ", Type::Int), Ok(Value::Int(30)));
/// let unfit = parse::value("thirty", Type::Int).unwrap_err();
/// assert_eq!(unfit.to_string(), "an int is expected, such as 30");
/// ```
///
/// # Errors
/// It is none.
pub fn value(text: &str, wanted: Type) -> Result<Value, Unfit> {
    let plain = text.trim();
    let read = match wanted {
        Type::Text => Some(Value::Text(text.to_owned())),
        Type::Bool => truth(plain).map(Value::Bool),
        Type::Int => return int(plain),
        Type::Float => plain.parse().ok().map(Value::Float),
        Type::Decimal => return exact(plain),
        Type::Date => date(plain).map(Value::Date),
        Type::Timestamp => match moment(plain) {
            Some(moment) => return moment.map(Value::Timestamp).map_err(no_such_moment),
            None => None,
        },
        Type::LocalTimestamp => clock(plain).map(Value::LocalTimestamp),
        Type::Uuid => plain.parse().ok().map(Value::Uuid),
        Type::Json => Json::read(plain).map(Value::Json),
        Type::List => None,
    };
    read.ok_or_else(|| Unfit::of(wanted))
}

/// An e-mail, in lower case, as the database keeps it.
///
/// # Errors
/// It is none. Whether anybody has it is another question.
pub fn email(text: &str) -> Result<String, Unfit> {
    let email = text.trim().to_lowercase();
    let is_name = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    match email.split_once('@') {
        Some((name, house))
            if is_name(name)
                && is_name(house)
                && house.contains('.')
                && !house.contains('@')
                && !house.starts_with('.')
                && !house.ends_with('.') =>
        {
            Ok(email)
        }
        _ => Err(Unfit::new("an e-mail", "ada@example.com")),
    }
}

/// A local date and time as a moment.
pub(super) fn local_value(clock: NaiveDateTime) -> Result<Value, Unfit> {
    local(clock).map(Value::Timestamp).map_err(no_such_moment)
}

fn no_such_moment(error: Error) -> Unfit {
    Unfit::of(Type::Timestamp).because(error.message)
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

fn int(text: &str) -> Result<Value, Unfit> {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    text.parse().map(Value::Int).map_err(|error| {
        let unfit = Unfit::of(Type::Int);
        match error.kind() {
            PosOverflow | NegOverflow => unfit.because("it has more than 64 bits"),
            _ => unfit,
        }
    })
}

fn exact(text: &str) -> Result<Value, Unfit> {
    decimal(text).map(Value::Decimal).ok_or_else(|| {
        let unfit = Unfit::of(Type::Decimal);
        match text.split_once(',') {
            Some((_, cents)) if !text.contains('.') && cents.len() <= 2 => {
                unfit.because("decimals come after a point")
            }
            _ => unfit,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, wanted: Type) -> String {
        match value(text, wanted) {
            Ok(value) => value.exact().into_owned(),
            Err(unfit) => unfit.to_string(),
        }
    }

    #[test]
    fn a_text_is_a_value_of_a_type_or_says_what_is_expected() {
        for (text, wanted, said) in [
            ("-3", Type::Int, "-3"),
            ("3.5", Type::Int, "an int is expected, such as 30"),
            (
                "99999999999999999999",
                Type::Int,
                "it has more than 64 bits; an int is expected, such as 30",
            ),
            ("12.50", Type::Decimal, "12.50"),
            (
                "12,50",
                Type::Decimal,
                "decimals come after a point; a decimal is expected, such as 12.50",
            ),
            ("Yes", Type::Bool, "true"),
            ("off", Type::Bool, "false"),
            (
                "si",
                Type::Bool,
                "a bool is expected, such as true or false",
            ),
            (" kept ", Type::Text, " kept "),
            (
                "2026-02-30",
                Type::Date,
                "a date is expected, such as 2026-01-31",
            ),
            (
                "2026-01-31 18:00",
                Type::LocalTimestamp,
                "2026-01-31T18:00:00",
            ),
            ("[1,", Type::Json, "a json is expected, such as {\"a\": 1}"),
            (
                "x",
                Type::Uuid,
                "a uuid is expected, such as 123e4567-e89b-12d3-a456-426614174000",
            ),
        ] {
            assert_eq!(read(text, wanted), said, "{text}");
        }
    }

    #[test]
    fn an_e_mail_looks_like_one() {
        assert_eq!(email(" Ada@Example.com").as_deref(), Ok("ada@example.com"));
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@example",
            "a b@example.com",
            "a@b@c.de",
            "a@.de",
        ] {
            let unfit = email(text).unwrap_err();
            assert_eq!(
                unfit.to_string(),
                "an e-mail is expected, such as ada@example.com"
            );
        }
    }
}
