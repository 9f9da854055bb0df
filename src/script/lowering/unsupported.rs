//! What has no SQL, said at its position, with the way out.

use crate::error::Error;
use crate::script::raise::raise;
use crate::value::Type;
use rhai::{EvalAltResult, Position, Stmt};

/// A type as messages name it: `an int`, `nothing`.
pub(super) fn one(kind: Option<Type>) -> String {
    kind.map_or_else(|| "nothing".to_owned(), Type::one)
}

/// An error at a position of the script.
pub(super) fn at(position: Position, error: Error) -> Box<EvalAltResult> {
    let mut raised = raise(error);
    raised.set_position(position);
    raised
}

/// Something that has no SQL: what it is, and the way out.
pub(super) fn untranslatable(
    position: Position,
    what: impl std::fmt::Display,
) -> Box<EvalAltResult> {
    at(
        position,
        Error::failed(format!("{what} can't become SQL"))
            .hint("compute it before the closure, or filter here, slowly: .all().filter(|x| …)"),
    )
}

/// A statement that gives no result from the row.
pub(super) fn no_result(statement: &Stmt, position: Position) -> Box<EvalAltResult> {
    let position = if statement.position().is_none() {
        position
    } else {
        statement.position()
    };
    let what = match statement {
        Stmt::Switch(..) => {
            let error = Error::failed("'switch' on a row's value can't become SQL");
            return at(
                position,
                error.hint("write if … { … } else if … { … } else { … }"),
            );
        }
        Stmt::Assignment(..) => {
            let error = Error::failed("an assignment can't become SQL");
            return at(
                position,
                error
                    .hint("to compare, write ==")
                    .hint("to name a value, write let, with a name of its own"),
            );
        }
        Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) => "a loop",
        Stmt::TryCatch(..) => "'try'",
        Stmt::Return(..) => "'throw'",
        Stmt::If(..) => "an 'if' whose value is not used",
        _ => "a statement that is neither 'let' nor the result",
    };
    untranslatable(position, what)
}

/// A `return` that would leave the function from inside an expression.
pub(super) fn early_return(position: Position) -> Box<EvalAltResult> {
    at(
        position,
        Error::failed("a 'return' in the middle of an expression can't become SQL")
            .hint("let the 'if' or the block give the value: leave 'return' out"),
    )
}

/// A closure of other parameters, or an unknown name.
pub(super) fn no_such_closure(name: &str) -> Error {
    if name.starts_with("anon$") {
        Error::failed("this closure takes another number of parameters than it is given")
            .hint("a closure about rows takes one: |c| c.id > 5")
    } else {
        Error::failed(format!("there is no function '{name}' for these arguments"))
    }
}
