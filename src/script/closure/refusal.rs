//! What a closure is refused with, when it is not one expression about the row.

use super::{at, untranslatable};
use crate::error::Error;
use rhai::{EvalAltResult, Position, Stmt};

/// A statement that gives no result from the row.
pub(super) fn no_result(statement: &Stmt, position: Position) -> Box<EvalAltResult> {
    let place = if statement.position().is_none() {
        position
    } else {
        statement.position()
    };
    let what = match statement {
        Stmt::Switch(..) => {
            let error = Error::failed("'switch' on a row's value can't become SQL");
            return at(
                place,
                error.hint("write if … { … } else if … { … } else { … }"),
            );
        }
        Stmt::Assignment(..) => {
            let error = Error::failed("an assignment can't become SQL");
            return at(
                place,
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
    untranslatable(place, what)
}

/// A `return` that would leave the function from inside an expression.
pub(super) fn early_return(place: Position) -> Box<EvalAltResult> {
    at(
        place,
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
