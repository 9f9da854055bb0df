//! Statements of a closure: `let`s, choices, and `return`s on the way.

use super::analysis::is_return;
use super::constant::evaluate;
use super::expression::Lowering;
use super::operand::{Env, Operand};
use super::position::start;
use super::unify::unify;
use super::unsupported::{early_return, no_result};
use crate::query::Expr as Sql;
use crate::script::raise::Raised;
use rhai::{Dynamic, Expr, Position, Stmt};

/// What follows a block: the statements behind it, and how many names are known there.
struct Rest<'r> {
    statements: &'r [Stmt],
    names: usize,
    after: Option<&'r Rest<'r>>,
}

impl<'r> Rest<'r> {
    /// What is behind a statement of a block.
    fn behind(
        statements: &'r [Stmt],
        index: usize,
        env: &Env,
        after: Option<&'r Rest<'r>>,
    ) -> Self {
        Self {
            statements: &statements[index + 1..],
            names: env.len(),
            after,
        }
    }
}

impl Lowering<'_, '_> {
    /// Reads the statements of a whole function: a `return` ends it.
    pub(super) fn body(
        &mut self,
        statements: &[Stmt],
        env: &mut Env,
        position: Position,
    ) -> Raised<Operand> {
        self.run(statements, env, position, (true, None))
    }

    /// Reads a block that is a part of an expression.
    pub(super) fn block(
        &mut self,
        statements: &[Stmt],
        env: &mut Env,
        position: Position,
    ) -> Raised<Operand> {
        self.run(statements, env, position, (false, None))
    }

    /// Reads statements. `ends` says whether they end the function, so that they may `return`; and what
    /// goes on behind them.
    fn run(
        &mut self,
        statements: &[Stmt],
        env: &mut Env,
        position: Position,
        ends: (bool, Option<&Rest>),
    ) -> Raised<Operand> {
        let outer = env.len();
        let result = self.steps(statements, env, position, ends);
        env.truncate(outer);
        result
    }

    fn steps(
        &mut self,
        statements: &[Stmt],
        env: &mut Env,
        position: Position,
        (ends, rest): (bool, Option<&Rest>),
    ) -> Raised<Operand> {
        for (index, statement) in statements.iter().enumerate() {
            // What comes behind a branch is read once for each: the steps add up even where no name is read.
            self.count_step(position)?;
            let is_last = rest.is_none() && index + 1 == statements.len();
            match statement {
                Stmt::Var(variable, ..) => {
                    let value = self.expr(&variable.1, env)?;
                    env.push((variable.0.name.to_string(), value));
                }
                Stmt::Share(..) | Stmt::Noop(..) => {}
                Stmt::Return(Some(expr), flags, _) if ends && is_return(*flags) => {
                    return self.result(expr, env, true);
                }
                Stmt::Return(None, flags, _) if ends && is_return(*flags) => {
                    return Ok(Operand::Constant(Dynamic::UNIT));
                }
                _ if is_last => return self.last(statement, env, position, ends),
                // What comes behind it belongs to the branches that do not return.
                Stmt::Block(block) if ends && self.analysis.returns(statement) => {
                    let rest = Rest::behind(statements, index, env, rest);
                    let inner = (block.statements(), block.position());
                    return self.run(inner.0, env, inner.1, (true, Some(&rest)));
                }
                Stmt::If(parts, at) if ends && self.analysis.returns(statement) => {
                    let rest = Rest::behind(statements, index, env, rest);
                    let test = self.expr(&parts.expr, env)?.test(start(&parts.expr))?;
                    let ends = (true, Some(&rest));
                    let yes = self.run(parts.body.statements(), env, *at, ends)?;
                    let no = self.run(parts.branch.statements(), env, *at, ends)?;
                    return choice(test, yes, no, *at);
                }
                other if self.analysis.returns(other) => {
                    return Err(early_return(other.position()));
                }
                other => return Err(no_result(other, position)),
            }
        }
        let Some(rest) = rest else {
            return Ok(Operand::Constant(Dynamic::UNIT));
        };
        // The names of this block are not known behind it.
        let inner = env.split_off(rest.names);
        let result = self.run(rest.statements, env, position, (ends, rest.after));
        env.extend(inner);
        result
    }

    /// Reads the statement that gives the result.
    fn last(
        &mut self,
        statement: &Stmt,
        env: &mut Env,
        position: Position,
        ends: bool,
    ) -> Raised<Operand> {
        match statement {
            Stmt::Expr(expr) => self.result(expr, env, ends),
            Stmt::FnCall(call, position)
                if self.analysis.statement_depends_on_row(statement, env) =>
            {
                self.function(call, *position, env)
            }
            Stmt::FnCall(call, position) => {
                evaluate(self.ctx, &Expr::FnCall(call.clone(), *position), env)
            }
            Stmt::Block(block) => self.run(block.statements(), env, block.position(), (ends, None)),
            Stmt::If(parts, position) => {
                let test = self.expr(&parts.expr, env)?.test(start(&parts.expr))?;
                let yes = self.run(parts.body.statements(), env, *position, (ends, None))?;
                let no = self.run(parts.branch.statements(), env, *position, (ends, None))?;
                choice(test, yes, no, *position)
            }
            Stmt::Return(_, flags, position) if is_return(*flags) => Err(early_return(*position)),
            other => Err(no_result(other, position)),
        }
    }

    /// Reads the expression that is the result; a block may be one.
    fn result(&mut self, expr: &Expr, env: &mut Env, ends: bool) -> Raised<Operand> {
        match expr {
            Expr::Stmt(block) => self.run(block.statements(), env, block.position(), (ends, None)),
            other => self.expr(other, env),
        }
    }
}

/// One of two results.
fn choice(test: Sql, yes: Operand, no: Operand, position: Position) -> Raised<Operand> {
    let parts = vec![(yes, position), (no, position)];
    unify(
        parts,
        position,
        "the two results of 'if'",
        |parts| match <[Sql; 2]>::try_from(parts) {
            Ok([yes, no]) => Sql::If(Box::new(test), Box::new(yes), Box::new(no)),
            Err(parts) => Sql::Coalesce(parts),
        },
    )
}
