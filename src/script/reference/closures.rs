//! What closures know: the methods that become SQL, as a table of the reference.

use crate::script::lowering::{Method, Receiver, closure_methods};
use std::fmt::Write as _;
use std::iter::once;

/// The methods that closures know, for each type that has some.
pub(super) fn table() -> String {
    let mut text = "| of | works in a closure |\n|---|---|\n".to_owned();
    for of in Receiver::ALL.into_iter().chain(once(Receiver::List)) {
        let mut calls: Vec<String> = closure_methods(of).map(call).collect();
        calls.sort();
        if !calls.is_empty() {
            let _ = writeln!(text, "| {} | {} |", title(of), calls.join(", "));
        }
    }
    text
}

fn title(of: Receiver) -> &'static str {
    match of {
        Receiver::Related => "related rows",
        Receiver::List => "a list that is known outside of it",
        of => of.type_name(),
    }
}

/// How a method is written.
fn call(method: &Method) -> String {
    let brackets = match (method.takes.start(), method.takes.end()) {
        _ if method.is_property() => "",
        (_, 0) => "()",
        (0, _) => "([…])",
        _ => "(…)",
    };
    format!("`{}{brackets}`", method.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_its_methods_and_none_that_is_refused() {
        let table = table();
        for line in [
            "| span of time | `days`, `hours`, `minutes`, `weeks` |",
            "| a list that is known outside of it | `all(…)`, `contains(…)`, `some(…)` |",
        ] {
            assert!(table.lines().any(|found| found == line), "{table}");
        }
        for part in ["`count([…])`", "`is_empty()`", "`year`"] {
            assert!(table.contains(part), "{part}: {table}");
        }
        assert!(!table.contains("`replace"), "{table}");
    }
}
