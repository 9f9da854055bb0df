//! What completion needs to know of a function: what it belongs to, what it takes, what it gives.

use super::described::{Described, described};
use rhai::Engine;

/// A function that a line can call, or a property that it can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type of what stands before the dot (`Collection`, `Record`, `i64` …); none when it takes
    /// nothing.
    pub receiver: Option<String>,
    /// Whether it takes more than what stands before the dot.
    pub has_arguments: bool,
    /// Whether it is read without parentheses, as `days` in `30.days`.
    pub is_property: bool,
    /// The type of what it gives.
    pub returns: String,
}

/// All of them; one that has several forms is there several times.
pub(in crate::script) fn functions(engine: &Engine) -> Vec<Function> {
    described(engine).iter().map(Function::of).collect()
}

impl Function {
    /// Whether it is one of a collection or a record, or a property: it is written after a dot.
    #[must_use]
    pub fn needs_a_dot(&self) -> bool {
        self.is_property || matches!(self.receiver.as_deref(), Some("Collection" | "Record"))
    }

    pub(super) fn of(described: &Described) -> Self {
        let property = described.name.strip_prefix("get$");
        let receiver = described
            .params
            .first()
            .and_then(|param| param.kind.as_deref());
        Self {
            name: property.unwrap_or(&described.name).to_owned(),
            receiver: receiver.map(bare),
            has_arguments: described.params.len() > 1,
            is_property: property.is_some(),
            returns: bare(&described.return_type),
        }
    }
}

/// `&mut Record` and `Raised<Record>` are about a `Record`.
fn bare(kind: &str) -> String {
    let kind = kind.trim_start_matches('&').trim_start_matches("mut ");
    let inner = kind
        .strip_prefix("Raised<")
        .and_then(|rest| rest.strip_suffix('>'));
    inner.unwrap_or(kind).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::script::Interpreter;

    #[test]
    fn functions_say_what_they_belong_to() {
        let all = Interpreter::new(None).functions();
        let find = |name: &str| all.iter().find(|function| function.name == name).unwrap();
        let take = find("take");
        assert_eq!(take.receiver.as_deref(), Some("Collection"));
        assert_eq!(take.returns, "Collection");
        assert!(take.has_arguments && !take.is_property);
        let of_record = |name| {
            all.iter()
                .any(|f| f.name == name && f.receiver.as_deref() == Some("Record"))
        };
        assert!(of_record("delete"));
        assert!(find("days").is_property);
        assert_eq!(find("today").receiver, None);
    }
}
