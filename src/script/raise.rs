//! Errors of ours as Rhai carries them, and what people call its types.

use crate::error::Error;
use rhai::{Dynamic, EvalAltResult, Position};

/// What functions return to Rhai.
pub(super) type Raised<T> = Result<T, Box<EvalAltResult>>;

/// An error of ours as Rhai carries it; the position is added by the call.
pub(super) fn raise(error: Error) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(Dynamic::from(error), Position::NONE).into()
}

/// What people call a span of time.
pub(super) const SPAN: &str = "span of time";

/// What people call a type of Rhai's.
pub(super) fn type_name(name: &str) -> &str {
    let name = name.trim_start_matches('&').trim_start_matches("mut ");
    if name.contains("ImmutableString") {
        return "text";
    }
    match name.rsplit("::").next().unwrap_or(name) {
        "i64" | "INT" => "int",
        "f64" | "FLOAT" => "float",
        "&str" | "str" | "String" | "string" | "char" => "text",
        "Fn" | "FnPtr" => "closure",
        "NaiveDate" => "date",
        "DateTime<Utc>" | "Utc>" | "Moment" => "timestamp",
        "Record" => "record",
        "Collection" => "collection",
        "Decimal" => "decimal",
        "Array" | "array" | "Vec<Dynamic>" | "Dynamic>" => "list",
        "Map" => "map",
        "Span" | "span" => SPAN,
        "AggregateCall" | "aggregate" => "aggregate of a group",
        "Secret" => "secret",
        "Tracked" => "progress",
        "Beyond" => "value out of range",
        "NaiveDateTime" => "timestamp without time zone",
        "Message" | "Hinted" => "message",
        "Told" => "text",
        "Chart" => "chart",
        "Reasons" => "reasons",
        "Error" => "error",
        "Vec<u8>" => "blob",
        "Range<i64>" | "RangeInclusive<i64>" => "range",
        "()" => "nothing",
        short => short,
    }
}

/// A type of Rhai's with its article.
pub(super) fn article(name: &str) -> String {
    let name = type_name(name);
    if name == "nothing" || name == "text" {
        name.to_owned()
    } else {
        crate::error::article(name)
    }
}
