//! The engine: our functions, our limits, our global names.

use super::context::Context;
use super::ended::Ended;
use super::functions;
use super::limits::{self, Limits};
use super::raise::{Raised, raise};
use rhai::{Dynamic, Engine, EvalContext, OptimizationLevel, VarDefInfo};

/// Names that mean the same everywhere; a script can't give them another meaning.
const RESERVED: [&str; 2] = ["me", "it"];

/// Builds the engine of an interpreter.
pub(super) fn build(context: &Context, most: Limits) -> Engine {
    let mut engine = Engine::new();
    engine.set_optimization_level(OptimizationLevel::Simple);
    engine.set_default_tag(Dynamic::from(context.clone()));
    functions::register(&mut engine, context);
    limits::set(&mut engine, most, context);
    global_names(&mut engine, context.clone());
    whole_numbers(&mut engine);
    engine
}

/// A whole number of more than 64 bits is a mistake: Rhai would make another number of it, with a point.
#[allow(deprecated)] // as below
fn whole_numbers(engine: &mut Engine) {
    engine.on_parse_token(|token, _, _| match &token {
        rhai::Token::FloatConstant(number)
            if number.1.chars().all(|c| c.is_ascii_digit() || c == '_') =>
        {
            let digits = number.1.replace('_', "");
            rhai::Token::LexError(rhai::LexError::MalformedNumber(digits).into())
        }
        _ => token,
    });
}

#[allow(deprecated)] // both hooks are marked so because they may change: rhai is pinned exactly
fn global_names(engine: &mut Engine, context: Context) {
    let defining = context.clone();
    engine.on_var(move |name, _, evaluation| resolve(&context, name, &evaluation));
    // Asked while an entry is read too, when nothing may touch the database.
    engine.on_def_var(move |runs, definition, _| Ok(!runs || may_define(&defining, &definition)));
}

/// `clients`, `me`, `it`: found after the script's own variables, inside closures and functions too.
fn resolve(context: &Context, name: &str, evaluation: &EvalContext) -> Raised<Option<Dynamic>> {
    if let Some(value) = evaluation.scope().get(name) {
        return not_ended(name, value).map(|()| None);
    }
    match name {
        "it" => {
            let last = context.last();
            not_ended(name, &last).map(|()| Some(last))
        }
        "me" => {
            let me = context
                .signed_in()
                .and_then(|session| session.my_record())
                .map_err(raise)?;
            Ok(Some(Dynamic::from(me)))
        }
        _ => {
            if let Some(argument) = context.argument(name) {
                return Ok(Some(argument));
            }
            let session = context.signed_in().map_err(raise)?;
            let catalog = session.catalog().map_err(raise)?;
            if catalog.entity(name).is_err() {
                return Ok(None);
            }
            session
                .collection(name)
                .map(|collection| Some(Dynamic::from(collection)))
                .map_err(raise)
        }
    }
}

fn not_ended(name: &str, value: &Dynamic) -> Raised<()> {
    match value.read_lock::<Ended>() {
        Some(ended) => Err(raise(ended.refuse(name))),
        None => Ok(()),
    }
}

fn may_define(context: &Context, definition: &VarDefInfo) -> bool {
    let name = definition.name();
    let collections = context.collections();
    !RESERVED.contains(&name) && collections.iter().all(|known| known != name)
}
