//! Calls: closures and script functions are read as if their bodies stood there.

use super::compare::never_holds;
use super::constant::of_closure;
use super::definition;
use super::expression::Lowering;
use super::operand::{Env, Operand, THIS};
use super::operator::operator;
use super::position::{beginning, start};
use super::unsupported::{at, no_such_closure, untranslatable};
use crate::error::Error;
use crate::query::RowPath;
use crate::script::raise::Raised;
use rhai::{Expr, FnCallExpr, FnPtr, Position};

/// How deep closures and functions may be inlined.
const DEEPEST: usize = 16;

impl Lowering<'_, '_> {
    /// Reads a closure whose parameter is a row: what it gives, and where its result stands.
    pub(super) fn closure(&mut self, closure: &FnPtr, row: RowPath) -> Raised<(Operand, Position)> {
        let position = self.ctx.call_position();
        let params = closure.curry().len() + 1;
        let result = self
            .definition(closure.fn_name(), params)
            .and_then(|definition| definition.body.last().map(beginning))
            .filter(|position| !position.is_none());
        let operand = self.apply(of_closure(closure), vec![Operand::Row(row)], position)?;
        Ok((operand, result.unwrap_or(position)))
    }

    /// Reads what a closure gives for its arguments.
    pub(super) fn apply(
        &mut self,
        closure: Operand,
        args: Vec<Operand>,
        position: Position,
    ) -> Raised<Operand> {
        match closure {
            Operand::Closure { name, mut captured } => {
                captured.extend(args);
                self.call(&name, captured, position)
            }
            _ => Err(at(
                position,
                Error::failed("a closure is needed here").hint("for example: |c| c.id > 5"),
            )),
        }
    }

    /// Reads a script function for its arguments, as if its body stood here.
    pub(super) fn call(
        &mut self,
        name: &str,
        args: Vec<Operand>,
        position: Position,
    ) -> Raised<Operand> {
        self.call_of(None, name, args, position)
    }

    /// As [`Self::call`], in the form `this.name(…)`.
    pub(super) fn call_of(
        &mut self,
        this: Option<Operand>,
        name: &str,
        args: Vec<Operand>,
        position: Position,
    ) -> Raised<Operand> {
        let Some(definition) = self.definition(name, args.len()) else {
            return Err(at(position, no_such_closure(name)));
        };
        if self.depth == DEEPEST {
            let what = "a function that calls itself, or through too many others,";
            return Err(untranslatable(position, what));
        }
        let mut env: Env = definition.params.iter().cloned().zip(args).collect();
        env.extend(this.map(|this| (THIS.to_owned(), this)));
        self.depth += 1;
        let result = self.body(&definition.body, &mut env, position);
        self.depth -= 1;
        result
    }

    /// Reads the call of a function or an operator.
    pub(super) fn function(
        &mut self,
        call: &FnCallExpr,
        position: Position,
        env: &mut Env,
    ) -> Raised<Operand> {
        if let Some(operand) = self.capture(call, env)? {
            return Ok(operand);
        }
        never_holds(&call.name, &call.args, position)?;
        let args: Vec<Operand> = call
            .args
            .iter()
            .map(|arg| self.expr(arg, env))
            .collect::<Raised<_>>()?;
        let first = call.args.first().map_or(position, start);
        if call.is_operator_call() || call.name == "contains" {
            return operator(&call.name, args, position, first);
        }
        let named = env.iter().rev().find(|(name, _)| *name == *call.name);
        if let Some((_, closure @ Operand::Closure { .. })) = named {
            return self.apply(closure.clone(), args, position);
        }
        if definition::exists(self.ctx, &call.name, args.len()) {
            return self.call(&call.name, args, position);
        }
        // `f(x, …)` is `x.f(…)`.
        let mut args = args.into_iter();
        match args.next() {
            Some(base) => self.method(base, &call.name, args.collect(), position, first),
            None => Err(at(position, no_such_closure(&call.name))),
        }
    }

    /// A closure inside the closure that captures names: `curry(function, name, …)`.
    fn capture(&mut self, call: &FnCallExpr, env: &mut Env) -> Raised<Option<Operand>> {
        let Some(Expr::DynamicConstant(constant, _)) =
            call.args.first().filter(|_| call.name == "curry")
        else {
            return Ok(None);
        };
        let Some(function) = constant.clone().try_cast::<FnPtr>() else {
            return Ok(None);
        };
        let captured = call.args[1..]
            .iter()
            .map(|arg| self.expr(arg, env))
            .collect::<Raised<_>>()?;
        Ok(Some(Operand::Closure {
            name: function.fn_name().to_owned(),
            captured,
        }))
    }
}
