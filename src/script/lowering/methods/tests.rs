//! The tables themselves: each method becomes SQL of the type that scripts give, or is refused in words.

use super::{Method, Receiver, all};
use crate::script::lowering::samples::lowered;
use crate::script::{Gives, functions_of};

/// How a closure asks for a method, with so many arguments.
fn asked(method: &Method, of: Receiver, arguments: usize) -> String {
    let base = match of {
        Receiver::Value(kind) => format!("t.{kind}"),
        Receiver::Span => "(t.timestamp - t.timestamp)".into(),
        Receiver::Related => "t.parts".into(),
        Receiver::List => "[1, 2]".into(),
    };
    if method.is_property() {
        return format!("|t| {base}.{}", method.name);
    }
    let given = match (of, method.name) {
        (Receiver::Related, "sum" | "avg" | "min" | "max") => ["|p| p.size", ""],
        (Receiver::Related, _) => ["|p| p.size > 1", ""],
        (Receiver::List, "contains") => ["t.int", ""],
        (Receiver::List, _) => ["|x| x == t.int", ""],
        (_, "sub_string" | "round" | "truncate" | "crop" | "pad") => ["0", "1"],
        _ => ["\"a\"", "\"b\""],
    };
    format!(
        "|t| {base}.{}({})",
        method.name,
        given[..arguments].join(", ")
    )
}

#[test]
fn every_method_becomes_sql_or_is_refused_in_words() {
    for method in all() {
        for of in method.of {
            for arguments in method.takes.clone() {
                let closure = asked(method, *of, arguments);
                let (found, _) = lowered("", &closure);
                match found {
                    Ok(_) => assert!(method.has_sql(), "{closure}"),
                    Err(error) => {
                        assert!(!method.has_sql(), "{closure}: {error}");
                        let said = error.to_string();
                        assert!(said.contains("can't become SQL"), "{closure}: {said}");
                        assert!(!error.hints.is_empty(), "{closure}: {said}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_method_gives_what_the_function_of_scripts_gives() {
    for method in all().filter(|method| method.has_sql()) {
        for of in method.of {
            let closure = asked(method, *of, *method.takes.start());
            let (found, _) = lowered("", &closure);
            let kind = found.unwrap().and_then(|expr| expr.kind());
            let mut named = functions_of(of.type_name()).filter(|form| form.name == method.name);
            match (named.next().map(|function| &function.gives), kind) {
                (Some(Gives::Value(wanted)), Some(kind)) => {
                    assert_eq!(wanted, kind.name(), "{closure}");
                }
                (Some(Gives::Value(wanted)), None) => panic!("{closure} gives no {wanted}"),
                _ => {}
            }
        }
    }
}

#[test]
fn a_method_stands_once_in_the_tables() {
    for (index, method) in all().enumerate() {
        for other in all()
            .skip(index + 1)
            .filter(|other| other.name == method.name)
        {
            let both = method.of.iter().find(|of| other.of.contains(of));
            assert_eq!(both, None, "{}", method.name);
        }
    }
}
