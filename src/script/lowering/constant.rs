//! Parts of a closure that do not depend on the row: Rhai evaluates them.

use super::operand::{Env, Operand};
use crate::api::Record;
use crate::script::raise::Raised;
use rhai::{
    Caches, Dynamic, EvalContext, Expr, Expression, FnPtr, ImmutableString, NativeCallContext,
    Scope,
};

/// Rhai's name of the function that a record's members are read by.
const MEMBER: &str = "index$get$";

/// Evaluates a part.
pub(super) fn evaluate(ctx: &NativeCallContext, expr: &Expr, env: &Env) -> Raised<Operand> {
    let mut global = ctx.global_runtime_state().clone();
    // The scope made here is not the one that variables were resolved for.
    global.always_search_scope = true;
    let mut scope = Scope::new();
    for (name, operand) in env {
        if let Operand::Constant(value) = operand {
            scope.push_dynamic(name.as_str(), value.clone());
        }
    }
    let mut caches = Caches::new();
    let mut context = EvalContext::new(ctx.engine(), &mut global, &mut caches, &mut scope, None);
    let value = context
        .eval_expression_tree(&Expression::from(expr))
        .map_err(|mut error| {
            if error.position().is_none() {
                error.set_position(expr.position());
            }
            error
        })?;
    Ok(of_constant(value.flatten()))
}

/// A value that does not depend on the row.
pub(super) fn of_constant(value: Dynamic) -> Operand {
    match value.clone().try_cast::<FnPtr>() {
        Some(closure) => of_closure(&closure),
        None => Operand::Constant(value),
    }
}

/// What follows the dot of a value that does not depend on the row. Nothing has nothing.
pub(super) fn property(ctx: &NativeCallContext, value: Dynamic, name: &str) -> Raised<Dynamic> {
    if value.is_unit() {
        return Ok(value);
    }
    if value.is::<Record>() {
        return ctx.call_native_fn(MEMBER, (value, ImmutableString::from(name)));
    }
    if let Ok(entries) = value.as_map_ref() {
        return Ok(entries
            .get(name)
            .map(Dynamic::flatten_clone)
            .unwrap_or_default());
    }
    ctx.call_native_fn(format!("get${name}"), (value,))
}

/// A closure's value: its function, and what it captured.
pub(super) fn of_closure(closure: &FnPtr) -> Operand {
    let captured = closure
        .curry()
        .iter()
        .map(|value| of_constant(value.flatten_clone()));
    Operand::Closure {
        name: closure.fn_name().to_owned(),
        captured: captured.collect(),
    }
}
