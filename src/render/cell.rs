//! A value as people read it: null and the empty text are not the same, and neither is the text "null".

use crate::value::Value;
use std::borrow::Cow;
use std::fmt::Write as _;

/// What stands for null; dim where there are colours.
pub(super) const NULL: &str = "null";

/// Bytes that numbers and moments have room in.
const USUAL: usize = 24;

/// The text of a value. One that could be taken for null or for nothing at all is in quotes.
#[must_use]
pub fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => NULL.into(),
        Value::Text(text) if is_mistakable(text) => format!("\"{text}\"").into(),
        Value::Text(text) => text.into(),
        _ => written(value).into(),
    }
}

/// As `to_string`, which would begin with no room and ask for more again and again.
fn written(value: &Value) -> String {
    let mut text = String::with_capacity(USUAL);
    let _ = write!(text, "{value}");
    text
}

/// Whether a text looks like null or like nothing, or like the quotes that say it is neither.
fn is_mistakable(text: &str) -> bool {
    let mut inner = text;
    while let Some(less) = inner.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        inner = less;
    }
    inner == NULL || inner.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::samples::text as of;
    use super::*;

    #[test]
    fn null_the_empty_text_and_their_names_are_told_apart() {
        for (value, shown) in [
            (Value::Null, "null"),
            (of(""), "\"\""),
            (of("  "), "\"  \""),
            (of("null"), "\"null\""),
            (of("\"null\""), "\"\"null\"\""),
            (of("\"\""), "\"\"\"\""),
            (of("Null"), "Null"),
            (of("\"VIP\""), "\"VIP\""),
            (Value::Int(0), "0"),
        ] {
            assert_eq!(text(&value), shown);
        }
    }
}
