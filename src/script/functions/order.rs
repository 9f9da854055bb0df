//! Order in lists: what has an order sorts, and has a least and a greatest.

use crate::error::Error;
use crate::script::raise::{Raised, article, raise};
use crate::script::types::{Item, Span};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Engine, Module};
use rust_decimal::Decimal;
use std::cmp::Ordering;

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(order)]
}

pub(super) fn register(engine: &mut Engine) {
    macro_rules! two {
        ($($kind:ty),*) => { $(
            engine.register_fn("min", |one: $kind, other: $kind| one.min(other));
            engine.register_fn("max", |one: $kind, other: $kind| one.max(other));
        )* };
    }
    two!(NaiveDate, DateTime<Utc>, NaiveDateTime, Span);
}

/// Which comes first; nothing when they have no order.
fn compare(one: &Dynamic, other: &Dynamic) -> Option<Ordering> {
    fn both<T: Clone + 'static>(one: &Dynamic, other: &Dynamic) -> Option<(T, T)> {
        Some((one.clone().try_cast()?, other.clone().try_cast()?))
    }
    fn of<T: Clone + PartialOrd + 'static>(one: &Dynamic, other: &Dynamic) -> Option<Ordering> {
        both::<T>(one, other).and_then(|(one, other)| one.partial_cmp(&other))
    }
    let number = |value: &Dynamic| -> Option<Decimal> {
        let whole = value.as_int().ok().map(Decimal::from);
        let float = || crate::value::decimal(&value.as_float().ok()?.to_string());
        whole.or_else(|| value.clone().try_cast()).or_else(float)
    };
    of::<i64>(one, other)
        .or_else(|| of::<f64>(one, other))
        .or_else(|| Some(number(one)?.cmp(&number(other)?)))
        .or_else(|| of::<rhai::ImmutableString>(one, other))
        .or_else(|| of::<char>(one, other))
        .or_else(|| of::<bool>(one, other))
        .or_else(|| of::<NaiveDate>(one, other))
        .or_else(|| of::<DateTime<Utc>>(one, other))
        .or_else(|| of::<NaiveDateTime>(one, other))
        .or_else(|| of::<Span>(one, other))
}

fn sorted(list: &mut [Dynamic]) -> Raised<()> {
    let mut failed = None;
    list.sort_by(|one, other| {
        compare(one, other).unwrap_or_else(|| {
            failed.get_or_insert_with(|| no_order(one, other));
            Ordering::Equal
        })
    });
    failed.map_or(Ok(()), |error| Err(raise(error)))
}

fn no_order(one: &Dynamic, other: &Dynamic) -> Error {
    let (one, other) = (article(one.type_name()), article(other.type_name()));
    Error::failed(format!("{one} and {other} have no order"))
        .hint("say by what: list.sort(|a, b| a.id - b.id)")
}

/// The value that comes first of all, or last.
fn end(mut list: Array, greatest: bool) -> Raised<Dynamic> {
    sorted(&mut list)?;
    let value = if greatest {
        list.pop()
    } else {
        list.into_iter().next()
    };
    Ok(value.unwrap_or(Dynamic::UNIT))
}

/// Lists
#[export_module]
mod order {
    /// Puts a list in order: numbers, texts, dates, moments, spans.
    ///
    /// ```rhai
    /// let days = [today(), date("2026-01-31")];
    /// days.sort();
    /// days
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sort(list: &mut Array) -> Raised<()> {
        sorted(list)
    }

    /// The least value of a list; nothing of an empty one.
    ///
    /// ```rhai
    /// [today(), date("2026-01-31")].min()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn min(list: Array) -> Raised<Item> {
        end(list, false)
    }

    /// The greatest value of a list; nothing of an empty one.
    ///
    /// ```rhai
    /// [2.days, 36.hours].max()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn max(list: Array) -> Raised<Item> {
        end(list, true)
    }
}
