//! Dates and moments have no order among values of another kind. Rhai would say that none is less than the
//! other: a wrong answer in silence, and another one than in a closure that becomes SQL.
//!
//! Rhai itself compares numbers with texts, and asks nobody.

use crate::error::Error;
use crate::script::failure::{Raised, raise};
use crate::value::Type;
use chrono::{DateTime, NaiveDate, Utc};
use rhai::{Engine, ImmutableString};

/// Instead of a text or a number beside a date.
pub(in crate::script) const DATE: &str = "write date(\"2026-01-31\")";
/// Instead of anything else beside a moment.
pub(in crate::script) const MOMENT: &str = "take its day: .date < date(\"2026-01-31\")";

pub(super) fn register(engine: &mut Engine) {
    macro_rules! refuse {
        ($left:ty, $one:expr, $right:ty, $other:expr, $hint:expr) => {
            for sign in ["<", "<=", ">", ">="] {
                engine.register_fn(sign, |_: $left, _: $right| differ($one, $other, $hint));
                engine.register_fn(sign, |_: $right, _: $left| differ($other, $one, $hint));
            }
        };
    }
    refuse!(NaiveDate, Type::Date, ImmutableString, Type::Text, DATE);
    refuse!(NaiveDate, Type::Date, i64, Type::Int, DATE);
    refuse!(
        DateTime<Utc>,
        Type::Timestamp,
        NaiveDate,
        Type::Date,
        MOMENT
    );
    refuse!(
        DateTime<Utc>,
        Type::Timestamp,
        ImmutableString,
        Type::Text,
        MOMENT
    );
    refuse!(DateTime<Utc>, Type::Timestamp, i64, Type::Int, MOMENT);
}

fn differ(left: Type, right: Type, hint: &str) -> Raised<bool> {
    let error = Error::failed(format!("{} is compared with {}", left.one(), right.one()));
    Err(raise(error.hint(hint)))
}
