//! Rhai's errors in our words, with the position in the script.

use super::call_site::CallSite;
use super::idioms;
use super::limits::Stopped;
use super::raise::article;
use super::secret::WRITTEN;
use super::source::Sources;
use super::unknown::{
    Known, for_nothing, no_index, no_property, reserved, unknown_function, unknown_name,
};
use super::values::{shown, words};
use crate::error::{Error, Excerpt};
use rhai::{Dynamic, EvalAltResult, LexError, ParseErrorType, Position};
use std::time::Duration;

/// The error of a script, in our words.
pub(super) fn refine(error: &EvalAltResult, sources: &Sources, known: &Known<'_>) -> Error {
    let (inner, position) = innermost(error);
    let mut refined = match inner {
        EvalAltResult::ErrorVariableNotFound(name, _) if (known.variable)(name).is_some() => {
            Error::failed(format!("a function does not see the variable '{name}'"))
                .hint("give it as an argument, or write a closure: |x| …")
        }
        _ => translate(inner, known, sources.excerpt(position).as_deref()),
    };
    if refined.message == WRITTEN {
        return refined;
    }
    if refined.excerpt.is_none() || refined.cause.is_none() {
        refined.excerpt = sources.excerpt(position).or(refined.excerpt);
        if let Some(file) = sources.module_at(position) {
            refined = refined.hint(format!("this line is in {file}"));
        }
    }
    let is_syntax = matches!(inner, EvalAltResult::ErrorParsing(..));
    let excerpt = refined.excerpt.as_deref().filter(|_| is_syntax);
    match excerpt.and_then(|at| idioms::of_syntax(&CallSite::at(at), known.after_a_result)) {
        Some(hint) => refined.hint(hint),
        None => refined,
    }
}

/// The error inside function calls, and the most precise position known.
fn innermost(error: &EvalAltResult) -> (&EvalAltResult, Position) {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, position)
        | EvalAltResult::ErrorInModule(_, inner, position) => {
            let (inner, found) = innermost(inner);
            (inner, if found.is_none() { *position } else { found })
        }
        _ => (error, error.position()),
    }
}

fn translate(error: &EvalAltResult, known: &Known<'_>, excerpt: Option<&Excerpt>) -> Error {
    use EvalAltResult as E;
    match error {
        E::ErrorRuntime(value, _) => thrown(value),
        E::ErrorTerminated(reason, _) => match reason.clone().try_cast::<Stopped>() {
            Some(Stopped::TooLong(time)) => {
                Error::failed(format!("stopped: it ran for more than {}", duration(time)))
            }
            Some(Stopped::TooMuch(bytes)) => {
                let megabytes = bytes >> 20;
                Error::failed(format!(
                    "stopped: it takes more than {megabytes} MB of memory"
                ))
                .hint("to go through many rows, use 'for': it holds few of them at a time")
            }
            _ => Error::interrupted(),
        },
        E::ErrorParsing(problem, _) => parsing(problem),
        E::ErrorForbiddenVariable(name, _) => reserved(name),
        E::ErrorVariableNotFound(name, _) => unknown_name(name, known),
        E::ErrorFunctionNotFound(signature, _) => for_nothing(signature, &(known.names)())
            .unwrap_or_else(|| unknown_function(signature, known, excerpt)),
        E::ErrorTooManyOperations(_) => {
            Error::failed("stopped: too many operations").hint("is there a loop without an end?")
        }
        E::ErrorStackOverflow(_) => Error::failed("stopped: functions call each other too deeply")
            .hint("does a function call itself?"),
        E::ErrorModuleNotFound(name, _) => {
            Error::failed(format!("there is no module '{name}'")).hint("a script can't load files")
        }
        E::ErrorFor(_) => Error::failed("'for' needs a collection, a list or a range"),
        E::ErrorMismatchDataType(wanted, given, _)
        | E::ErrorMismatchOutputType(wanted, given, _) => Error::failed(format!(
            "{} is needed here, not {}",
            article(wanted),
            article(given)
        )),
        E::ErrorDataRace(..) => Error::failed("a closure uses a value that is just being asked")
            .hint("name what stands before the closure first: let ks = c.contracts; ks.any(|k| k.client == c)"),
        E::ErrorDotExpr(problem, _) if problem.ends_with("for type '()'") => {
            let name = problem.split('\'').nth(1).unwrap_or_default();
            Error::failed(format!("nothing has no '{name}'"))
                .hint(format!("where there may be nothing, write ?.{name}"))
        }
        E::ErrorDotExpr(problem, _) => no_property(problem, known, excerpt),
        E::ErrorIndexingType(types, _) => no_index(types),
        E::ErrorNonPureMethodCallOnConstant(name, _) if name.contains("$set$") => constant(),
        E::ErrorNonPureMethodCallOnConstant(name, _) => {
            Error::failed(format!("there is no function '{name}' for these arguments"))
                .hint(format!("see how it is called: help(\"{name}\")"))
        }
        _ => {
            // Rhai's text ends with the position, which is shown as an excerpt.
            let text = error.to_string();
            Error::failed(lower_first(
                text.split(" (line ").next().unwrap_or_default(),
            ))
        }
    }
}

fn constant() -> Error {
    Error::failed("a constant can't be changed")
        .hint("give it a name of your own first: let m = me; m.phone = …; m.save()")
}

/// `60 minutes`, `5 seconds`.
fn duration(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds / 60),
    }
}

/// What a script threw: an error of ours stays as it is.
fn thrown(value: &Dynamic) -> Error {
    match value.clone().try_cast::<Error>() {
        Some(error) => error,
        None => Error::failed(match shown(value) {
            Ok(value) => value.to_string(),
            Err(_) => words(value),
        }),
    }
}

fn parsing(problem: &ParseErrorType) -> Error {
    match problem {
        ParseErrorType::ForbiddenVariable(name) => reserved(name),
        ParseErrorType::AssignmentToInvalidLHS(text) if text.is_empty() => {
            Error::failed("this can't be given a value")
                .hint("write .update(#{ phone: … }), or name the record first: let c = …; c.phone = …; c.save()")
        }
        ParseErrorType::UnexpectedEOF => Error::failed("the entry is not finished"),
        ParseErrorType::BadInput(LexError::MalformedNumber(digits))
            if digits.chars().all(|c| c.is_ascii_digit()) =>
        {
            Error::failed(format!("{digits} is too large for an int, which has 64 bits"))
                .hint(format!("write dec(\"{digits}\")"))
        }
        ParseErrorType::BadInput(lex) => Error::failed(lower_first(&lex.to_string())),
        other => Error::failed(lower_first(&other.to_string())),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let next_is_lower = text.chars().nth(1).is_some_and(char::is_lowercase);
    match chars.next() {
        Some(first) if next_is_lower => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
