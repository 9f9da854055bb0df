//! The table of functions, from what Rhai knows of them: what each belongs to and takes, what it gives, how it is
//! written, what it does. Completion, hints and help read it.

use super::described::{Described, described, standard};
use crate::script::raise::type_name;
use std::sync::LazyLock;

/// A function that a line can call, or a property that it can read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type of what stands before the dot, or comes first (`collection`, `record`, `int` …); none when it
    /// takes nothing.
    pub receiver: Option<String>,
    /// Whether it takes more than what stands before the dot.
    pub has_arguments: bool,
    /// What it takes besides what stands before the dot: the names, in order.
    pub parameters: Vec<String>,
    /// Whether it is read without parentheses, as `days` in `30.days`.
    pub is_property: bool,
    /// What it gives.
    pub gives: Gives,
    /// How it is written: `collection.take(count)`.
    pub signature: String,
    /// What it does, in one sentence.
    pub summary: String,
    /// Whether it is one of ours, and not of Rhai itself.
    pub is_ours: bool,
    needs_a_dot: bool,
}

/// What a function gives, as its signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gives {
    /// A value of this type, as people call it.
    Value(String),
    /// Rows as before the dot.
    SameRows,
    /// A row.
    Record,
    /// A list of rows.
    Records,
    /// Rows with the columns that its closure gives.
    Selected,
    /// Rows with the columns of its key and its aggregates.
    Grouped,
    /// What its closure gives.
    OfClosure,
    /// A list of the same items.
    SameItems,
    /// An item of the list.
    Item,
    /// Anything.
    Anything,
}

/// Functions of Rhai itself that give a list of the items which a list has.
const SAME_ITEMS: [&str; 7] = [
    "drain",
    "extract",
    "filter",
    "order",
    "order_by",
    "order_desc",
    "retain",
];
/// Functions of Rhai itself that give an item of a list.
const ITEM: [&str; 6] = ["find", "get", "pop", "remove", "shift", "split_first"];

/// All of them; one that has several forms is there several times.
#[must_use]
pub fn functions() -> &'static [Function] {
    static FUNCTIONS: LazyLock<Vec<Function>> = LazyLock::new(|| {
        let ours = described().iter().map(|found| Function::of(found, true));
        let rhais = standard().iter().map(|found| Function::of(found, false));
        ours.chain(rhais).collect()
    });
    &FUNCTIONS
}

/// The functions of a type, ours first.
pub fn functions_of(receiver: &str) -> impl Iterator<Item = &'static Function> {
    functions()
        .iter()
        .filter(move |function| function.receiver.as_deref() == Some(receiver))
}

impl Function {
    /// Whether it is written after a dot, as its example shows it.
    #[must_use]
    pub fn needs_a_dot(&self) -> bool {
        self.needs_a_dot
    }

    pub(super) fn of(described: &Described, is_ours: bool) -> Self {
        let property = described.name.strip_prefix("get$");
        let first = described.params.first();
        let receiver = first.and_then(|param| param.kind.as_deref());
        let receiver = receiver.map(|kind| type_name(kind).to_owned());
        let name = property.unwrap_or(&described.name);
        let needs_a_dot = described.needs_a_dot();
        let names = described.params.iter().skip(usize::from(needs_a_dot));
        let names = names.map(|param| param.name.clone().unwrap_or_default());
        Self {
            parameters: names.collect(),
            gives: gives(name, receiver.as_deref(), bare(&described.return_type)),
            needs_a_dot,
            has_arguments: described.params.len() > 1,
            is_property: property.is_some(),
            signature: described.call(),
            summary: described.summary(),
            name: name.to_owned(),
            receiver,
            is_ours,
        }
    }
}

fn gives(name: &str, receiver: Option<&str>, returns: &str) -> Gives {
    match (receiver, returns) {
        (_, "Collection") => Gives::SameRows,
        (_, "Record" | "RecordOrNothing") => Gives::Record,
        (_, "Records") => Gives::Records,
        (_, "Selected") => Gives::Selected,
        (_, "Grouped") => Gives::Grouped,
        (_, "OfClosure") => Gives::OfClosure,
        (_, "Item") => Gives::Item,
        (Some("list"), "Array") if SAME_ITEMS.contains(&name) => Gives::SameItems,
        (Some("list"), "Dynamic") if ITEM.contains(&name) => Gives::Item,
        (_, "Dynamic" | "" | "()") => Gives::Anything,
        (_, other) => Gives::Value(type_name(other).to_owned()),
    }
}

/// `Raised<Record>` is about a `Record`.
pub(super) fn bare(kind: &str) -> &str {
    let wrapped = ["Raised<", "RhaiResultOf<", "Result<"];
    let inner = wrapped.iter().find_map(|open| kind.strip_prefix(open));
    let inner = inner.and_then(|rest| rest.strip_suffix('>'));
    let inner = inner.map(|inner| inner.split(", Box").next().unwrap_or(inner));
    inner.unwrap_or(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lowering::{Receiver, closure_methods};

    fn find(receiver: &str, name: &str) -> &'static Function {
        functions_of(receiver)
            .find(|function| function.name == name)
            .unwrap_or_else(|| panic!("no {name} of {receiver}"))
    }

    #[test]
    fn functions_say_what_they_belong_to_and_give() {
        let take = find("collection", "take");
        assert_eq!(take.gives, Gives::SameRows);
        assert!(take.has_arguments && !take.is_property && take.is_ours);
        assert_eq!(find("collection", "group").gives, Gives::Grouped);
        assert_eq!(find("collection", "first").gives, Gives::Record);
        assert_eq!(find("collection", "sum").gives, Gives::OfClosure);
        assert_eq!(find("list", "filter").gives, Gives::SameItems);
        assert_eq!(find("text", "split").gives, Gives::Value("list".into()));
        assert_eq!(find("date", "year").gives, Gives::Value("int".into()));
        assert!(find("int", "days").is_property && find("record", "delete").needs_a_dot());
    }

    #[test]
    fn what_stands_after_a_dot_is_what_the_examples_write_so() {
        for (receiver, name) in [
            ("text", "trim"),
            ("text", "split"),
            ("list", "join"),
            ("list", "map"),
        ] {
            assert!(find(receiver, name).needs_a_dot(), "{name}");
        }
        for (receiver, name) in [("text", "date"), ("text", "dec"), ("text", "parse_int")] {
            assert!(!find(receiver, name).needs_a_dot(), "{name}");
        }
    }

    #[test]
    fn every_function_says_what_it_does_and_how_it_is_written() {
        for function in functions() {
            assert!(!function.summary.is_empty(), "{}", function.signature);
            assert!(
                function.signature.contains(&function.name),
                "{}",
                function.signature
            );
        }
    }

    #[test]
    fn what_closures_know_scripts_know_too() {
        for of in Receiver::ALL {
            for method in closure_methods(of) {
                let named = functions_of(of.type_name()).filter(|form| form.name == method.name);
                let forms: Vec<&Function> = named.collect();
                if forms.is_empty() {
                    // Rhai says nothing of these, and collections have the others as lists do.
                    let is_number = ["int", "float", "decimal"].contains(&of.type_name());
                    let unsaid = ["len", "some", "to_string"].contains(&method.name);
                    assert!(is_number || unsaid, "{of:?} {}", method.name);
                    continue;
                }
                let is_read = forms.iter().any(|form| form.is_property);
                let written = is_read || !method.is_property();
                assert!(written, "{of:?}: {} is written {forms:?}", method.name);
                let takes = |form: &&Function| form.has_arguments == (*method.takes.end() > 0);
                assert!(
                    forms.iter().any(takes),
                    "{of:?}: {} takes {forms:?}",
                    method.name
                );
            }
        }
    }
}
