//! Dates and moments have no order among values of another kind. Rhai would say that none is less than the
//! other: a wrong answer in silence, and another one than in a closure that becomes SQL.
//!
//! Rhai itself compares numbers with texts, and asks nobody.

use crate::error::{Error, article};
use crate::script::failure::{Raised, raise};
use chrono::{DateTime, NaiveDate, Utc};
use rhai::{Engine, ImmutableString};

const DATE: &str = "write date(\"2026-01-31\")";
const MOMENT: &str = "take its day: .date < date(\"2026-01-31\")";

pub(super) fn register(engine: &mut Engine) {
    macro_rules! refuse {
        ($left:ty, $one:literal, $right:ty, $other:literal, $hint:expr) => {
            for sign in ["<", "<=", ">", ">="] {
                engine.register_fn(sign, |_: $left, _: $right| differ($one, $other, $hint));
                engine.register_fn(sign, |_: $right, _: $left| differ($other, $one, $hint));
            }
        };
    }
    refuse!(NaiveDate, "date", ImmutableString, "text", DATE);
    refuse!(NaiveDate, "date", i64, "int", DATE);
    refuse!(DateTime<Utc>, "timestamp", NaiveDate, "date", MOMENT);
    refuse!(DateTime<Utc>, "timestamp", ImmutableString, "text", MOMENT);
    refuse!(DateTime<Utc>, "timestamp", i64, "int", MOMENT);
}

fn differ(left: &str, right: &str, hint: &str) -> Raised<bool> {
    let (left, right) = (one(left), one(right));
    let error = Error::failed(format!("{left} is compared with {right}"));
    Err(raise(error.hint(hint)))
}

fn one(kind: &str) -> String {
    match kind {
        "text" => "a text".into(),
        kind => article(kind),
    }
}
