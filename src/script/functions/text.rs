//! Texts: what Rhai has not, or has otherwise than the database.

use crate::script::raise::Raised;
use crate::script::types::pattern;
use regex::Regex;
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Map, Module, NativeCallContext};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

/// What `trim` takes away.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

thread_local! {
    /// The pattern used last: a loop uses one again and again.
    static LAST: RefCell<Option<Regex>> = const { RefCell::new(None) };
}

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(text)]
}

/// Texts
#[export_module]
mod text {
    /// A text without blanks and line breaks at both ends.
    ///
    /// ```rhai
    /// "  Ada ".trim()
    /// ```
    pub fn trim(text: &str) -> String {
        text.trim_matches(BLANKS).to_owned()
    }

    /// Whether a regular expression matches somewhere in a text.
    ///
    /// ```rhai
    /// clients.filter(|c| c.company_name.matches("^(Cool|Big) "))
    /// ```
    #[rhai_fn(return_raw)]
    pub fn matches(text: &str, expression: &str) -> Raised<bool> {
        LAST.with_borrow_mut(|last| {
            let regex = match last.take() {
                Some(regex) if regex.as_str() == expression => regex,
                _ => pattern(expression)?,
            };
            Ok(last.insert(regex).is_match(text))
        })
    }

    /// The items of a list as one text, with another between them.
    ///
    /// ```rhai
    /// clients.take(3).all().map(|c| c.full_name).join(", ")
    /// ```
    #[rhai_fn(return_raw)]
    pub fn join(ctx: NativeCallContext, list: Array, between: &str) -> Raised<String> {
        let texts = list.into_iter().map(|item| {
            let text = ctx.call_native_fn::<Dynamic>("to_string", (item,))?;
            Ok(text.to_string())
        });
        Ok(texts.collect::<Raised<Vec<String>>>()?.join(between))
    }

    // Nothing is in no range and no map: `() in 1..5`.
    #[rhai_fn(name = "contains")]
    pub fn in_range(_range: Range<i64>, _nothing: ()) -> bool {
        false
    }
    #[rhai_fn(name = "contains")]
    pub fn in_whole_range(_range: RangeInclusive<i64>, _nothing: ()) -> bool {
        false
    }
    // A decimal number in a range of whole ones: `due in 0..1000`.
    #[rhai_fn(name = "contains")]
    pub fn decimal_in_range(range: Range<i64>, number: Decimal) -> bool {
        number >= range.start.into() && number < range.end.into()
    }
    #[rhai_fn(name = "contains")]
    pub fn decimal_in_whole_range(range: RangeInclusive<i64>, number: Decimal) -> bool {
        number >= (*range.start()).into() && number <= (*range.end()).into()
    }
    #[rhai_fn(name = "contains")]
    pub fn in_map(_map: Map, _nothing: ()) -> bool {
        false
    }
}
