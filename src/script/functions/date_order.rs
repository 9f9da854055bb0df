//! Values of different kinds have no order. Rhai would say that none is less than the other: a wrong answer in
//! silence, and another one than in a closure that becomes SQL.
//!
//! A text beside a date or a moment is read as one, as it is where a field is given.

use crate::api::{Collection, Record};
use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::script::types::{DATE, MOMENT};
use crate::value::{Type, parse};
use chrono::{DateTime, NaiveDate, Utc};
use rhai::{Dynamic, Engine, ImmutableString};
use std::cmp::Ordering;

type Moment = DateTime<Utc>;
/// Whether a comparison holds.
type Holds = fn(Ordering) -> bool;

/// Instead of a moment beside a date.
const DAY: &str = "take its day: .date < date(\"2026-01-31\")";

/// The signs of comparisons, and whether they hold.
const SIGNS: [(&str, Holds); 6] = [
    ("<", Ordering::is_lt),
    ("<=", Ordering::is_le),
    (">", Ordering::is_gt),
    (">=", Ordering::is_ge),
    ("==", Ordering::is_eq),
    ("!=", Ordering::is_ne),
];

pub(super) fn register(engine: &mut Engine) {
    macro_rules! refuse {
        ($left:ty, $one:expr, $right:ty, $other:expr, $hint:expr) => {
            for (sign, _) in &SIGNS[..4] {
                engine.register_fn(*sign, |_: $left, _: $right| differ($one, $other, $hint));
                engine.register_fn(*sign, |_: $right, _: $left| differ($other, $one, $hint));
            }
        };
    }
    refuse!(NaiveDate, Type::Date, i64, Type::Int, DATE);
    refuse!(Moment, Type::Timestamp, NaiveDate, Type::Date, DAY);
    refuse!(Moment, Type::Timestamp, i64, Type::Int, MOMENT);
    for (sign, _) in &SIGNS[..4] {
        engine.register_fn(*sign, |_: Collection, _: Dynamic| rows());
        engine.register_fn(*sign, |_: Dynamic, _: Collection| rows());
        engine.register_fn(*sign, |_: Record, _: Dynamic| row());
        engine.register_fn(*sign, |_: Dynamic, _: Record| row());
    }
    for (sign, holds) in SIGNS {
        engine.register_fn(sign, move |date: NaiveDate, text: ImmutableString| {
            date_of(&text).map(|other| holds(date.cmp(&other)))
        });
        engine.register_fn(sign, move |text: ImmutableString, date: NaiveDate| {
            date_of(&text).map(|other| holds(other.cmp(&date)))
        });
        engine.register_fn(sign, move |moment: Moment, text: ImmutableString| {
            moment_of(&text).map(|other| holds(moment.cmp(&other)))
        });
        engine.register_fn(sign, move |text: ImmutableString, moment: Moment| {
            moment_of(&text).map(|other| holds(other.cmp(&moment)))
        });
    }
}

fn rows() -> Raised<bool> {
    let error = Error::failed("a collection has no order");
    Err(raise(error.hint(
        "compare how many rows it has: .count() > 3; to write them to a file, in a terminal: \
         epic -e clients --format csv > clients.csv",
    )))
}

fn row() -> Raised<bool> {
    let error = Error::failed("rows can be compared with == and != only");
    Err(raise(error.hint("compare one of their fields")))
}

fn date_of(text: &str) -> Raised<NaiveDate> {
    match parse::date(text) {
        Some(date) => Ok(date),
        None => Err(unlike(Type::Date, Type::Text, DATE)),
    }
}

fn moment_of(text: &str) -> Raised<Moment> {
    match parse::moment(text) {
        Some(moment) => moment.map_err(raise),
        None => Err(unlike(Type::Timestamp, Type::Text, MOMENT)),
    }
}

fn differ(left: Type, right: Type, hint: &str) -> Raised<bool> {
    Err(unlike(left, right, hint))
}

fn unlike(left: Type, right: Type, hint: &str) -> Box<rhai::EvalAltResult> {
    let error = Error::failed(format!("{} is compared with {}", left.one(), right.one()));
    raise(error.hint(hint))
}
