//! Statements and expressions of a closure.

use super::compare::never_holds;
use super::definition;
use super::known::{depends_on_row, evaluate, of_closure};
use super::operator::operator;
use super::term::Term;
use super::{at, untranslatable};
use crate::api::Collection;
use crate::catalog::Catalog;
use crate::error::Error;
use crate::query::{Expr as Sql, Function, RowPath};
use crate::script::failure::{Raised, raise};
use crate::value::Type;
use rhai::{ASTFlags, EvalAltResult, Expr, FnCallExpr, FnPtr, NativeCallContext, Position, Stmt};
use std::rc::Rc;

/// How deep closures and functions may be inlined.
const DEEPEST: usize = 16;

/// What `c.full_name[0]` is called.
pub(super) const INDEX: &str = "'[…]' on a row's value";

/// The names that a closure knows, the innermost last.
pub(super) type Env = Vec<(String, Term)>;

/// Reads closures.
pub(super) struct Translator<'a, 'c> {
    pub(super) ctx: &'a NativeCallContext<'c>,
    pub(super) catalog: Rc<Catalog>,
    /// How many closures and functions are being read, one inside the other.
    depth: usize,
    /// The depth of the next sub-query.
    pub(super) queries: usize,
    /// The depths of the sub-queries that are being read.
    pub(super) open: Vec<usize>,
}

impl<'a, 'c> Translator<'a, 'c> {
    pub(super) fn new(ctx: &'a NativeCallContext<'c>, of: &Collection) -> Raised<Self> {
        let catalog = of.session().catalog().map_err(raise)?;
        Ok(Self {
            ctx,
            catalog,
            depth: 0,
            queries: 1,
            open: Vec::new(),
        })
    }

    /// Reads a closure whose parameter is a row: what it gives, and where its result stands.
    pub(super) fn closure(&mut self, closure: &FnPtr, row: RowPath) -> Raised<(Term, Position)> {
        let position = self.ctx.call_position();
        let params = closure.curry().len() + 1;
        let result = definition::find(self.ctx, closure.fn_name(), params)
            .and_then(|definition| definition.body.last().map(beginning))
            .filter(|place| !place.is_none());
        let term = self.apply(of_closure(closure), vec![Term::Row(row)], position)?;
        Ok((term, result.unwrap_or(position)))
    }

    /// Reads what a closure gives for its arguments.
    pub(super) fn apply(
        &mut self,
        closure: Term,
        args: Vec<Term>,
        position: Position,
    ) -> Raised<Term> {
        match closure {
            Term::Closure { name, mut captured } => {
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
    pub(super) fn call(&mut self, name: &str, args: Vec<Term>, position: Position) -> Raised<Term> {
        let Some(definition) = definition::find(self.ctx, name, args.len()) else {
            return Err(at(position, no_such_closure(name)));
        };
        if self.depth == DEEPEST {
            return Err(untranslatable(position, "a function that calls itself"));
        }
        let mut env: Env = definition.params.into_iter().zip(args).collect();
        self.depth += 1;
        let result = self.block(&definition.body, &mut env, position);
        self.depth -= 1;
        result
    }

    /// Reads statements: `let`s, then the result.
    pub(super) fn block(
        &mut self,
        statements: &[Stmt],
        env: &mut Env,
        position: Position,
    ) -> Raised<Term> {
        let Some((last, before)) = statements.split_last() else {
            return Ok(Term::Known(rhai::Dynamic::UNIT));
        };
        let outer = env.len();
        for statement in before {
            match statement {
                Stmt::Var(variable, ..) => {
                    let value = self.expr(&variable.1, env)?;
                    env.push((variable.0.name.to_string(), value));
                }
                Stmt::Share(..) | Stmt::Noop(..) => {}
                other => return Err(no_result(other, position)),
            }
        }
        let result = self.statement(last, env, position);
        env.truncate(outer);
        result
    }

    fn statement(&mut self, statement: &Stmt, env: &mut Env, position: Position) -> Raised<Term> {
        match statement {
            Stmt::Expr(expr) => self.expr(expr, env),
            Stmt::FnCall(call, place) => self.expr(&Expr::FnCall(call.clone(), *place), env),
            Stmt::Block(block) => self.block(block.statements(), env, block.position()),
            Stmt::Return(Some(expr), flags, _) if !flags.intersects(ASTFlags::BREAK) => {
                self.expr(expr, env)
            }
            Stmt::If(parts, place) => {
                let test = self.expr(&parts.expr, env)?.test(start(&parts.expr))?;
                let yes = self.block(parts.body.statements(), env, *place)?;
                let no = self.block(parts.branch.statements(), env, *place)?;
                let (yes, no) = (yes.value(*place)?, no.value(*place)?);
                same_kind(&yes, &no, *place, "the two results of 'if'")?;
                Ok(Term::Sql(Sql::If(
                    Box::new(test),
                    Box::new(yes),
                    Box::new(no),
                )))
            }
            Stmt::Noop(_) => Ok(Term::Known(rhai::Dynamic::UNIT)),
            other => Err(no_result(other, position)),
        }
    }

    /// Reads an expression.
    pub(super) fn expr(&mut self, expr: &Expr, env: &mut Env) -> Raised<Term> {
        if !depends_on_row(expr, env) {
            return evaluate(self.ctx, expr, env);
        }
        match expr {
            Expr::Variable(variable, _, place) => {
                let term = env.iter().rev().find(|(name, _)| *name == variable.1);
                term.map(|(_, term)| term.clone())
                    .ok_or_else(|| untranslatable(*place, "this name"))
            }
            Expr::And(parts, _) => self
                .conditions(parts, env)
                .map(|parts| Term::Sql(Sql::And(parts))),
            Expr::Or(parts, _) => self
                .conditions(parts, env)
                .map(|parts| Term::Sql(Sql::Or(parts))),
            Expr::Coalesce(parts, place) => {
                let parts = self.values(parts, env)?;
                for part in parts.iter().skip(1) {
                    same_kind(&parts[0], part, *place, "the two sides of '??'")?;
                }
                Ok(Term::Sql(Sql::Coalesce(parts)))
            }
            Expr::InterpolatedString(parts, _) => {
                let parts = parts.iter().map(|part| {
                    let value = self.expr(part, env)?;
                    as_text(value, start(part))
                });
                Ok(Term::Sql(Sql::Call(
                    Function::Concat,
                    parts.collect::<Raised<_>>()?,
                )))
            }
            Expr::Dot(parts, ..) => {
                let base = self.expr(&parts.lhs, env)?;
                self.chain(base, &parts.rhs, env)
            }
            Expr::FnCall(call, place) => self.function(call, *place, env),
            Expr::Stmt(block) => self.block(block.statements(), env, block.position()),
            Expr::Array(parts, _) => parts
                .iter()
                .map(|part| self.expr(part, env))
                .collect::<Raised<_>>()
                .map(Term::List),
            Expr::Map(parts, _) => {
                let entries = parts
                    .0
                    .iter()
                    .map(|(name, part)| Ok((name.name.to_string(), self.expr(part, env)?)));
                entries.collect::<Raised<_>>().map(Term::Map)
            }
            Expr::Index(_, _, place) => Err(untranslatable(*place, INDEX)),
            other => Err(untranslatable(other.position(), "this expression")),
        }
    }

    fn conditions(&mut self, parts: &[Expr], env: &mut Env) -> Raised<Vec<Sql>> {
        parts
            .iter()
            .map(|part| self.expr(part, env)?.test(start(part)))
            .collect()
    }

    fn values(&mut self, parts: &[Expr], env: &mut Env) -> Raised<Vec<Sql>> {
        parts
            .iter()
            .map(|part| self.expr(part, env)?.value(start(part)))
            .collect()
    }

    /// Reads the call of a function or an operator.
    pub(super) fn function(
        &mut self,
        call: &FnCallExpr,
        place: Position,
        env: &mut Env,
    ) -> Raised<Term> {
        if let Some(term) = self.capture(call, env)? {
            return Ok(term);
        }
        never_holds(&call.name, &call.args, place)?;
        let args: Vec<Term> = call
            .args
            .iter()
            .map(|arg| self.expr(arg, env))
            .collect::<Raised<_>>()?;
        let first = call.args.first().map_or(place, start);
        if call.is_operator_call() || call.name == "contains" {
            return operator(&call.name, args, place, first);
        }
        let named = env.iter().rev().find(|(name, _)| *name == *call.name);
        if let Some((_, closure @ Term::Closure { .. })) = named {
            return self.apply(closure.clone(), args, place);
        }
        if definition::exists(self.ctx, &call.name, args.len()) {
            return self.call(&call.name, args, place);
        }
        // `f(x, …)` is `x.f(…)`.
        let mut args = args.into_iter();
        match args.next() {
            Some(base) => self.method(base, &call.name, args.collect(), place, first),
            None => Err(at(place, no_such_closure(&call.name))),
        }
    }

    /// A closure inside the closure that captures names: `curry(function, name, …)`.
    fn capture(&mut self, call: &FnCallExpr, env: &mut Env) -> Raised<Option<Term>> {
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
        Ok(Some(Term::Closure {
            name: function.fn_name().to_owned(),
            captured,
        }))
    }
}

/// A statement that gives no result from the row.
fn no_result(statement: &Stmt, position: Position) -> Box<EvalAltResult> {
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
            return at(place, error.hint("give each value a name of its own: let"));
        }
        Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) => "a loop",
        Stmt::TryCatch(..) => "'try'",
        _ => "a statement that is neither 'let' nor the result",
    };
    untranslatable(place, what)
}

/// A closure of other parameters, or an unknown name.
fn no_such_closure(name: &str) -> Error {
    if name.starts_with("anon$") {
        Error::failed("this closure takes another number of parameters than it is given")
            .hint("a closure about rows takes one: |c| c.id > 5")
    } else {
        Error::failed(format!("there is no function '{name}' for these arguments"))
    }
}

/// Where an expression begins.
pub(super) fn start(expr: &Expr) -> Position {
    match expr {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => start(&parts.lhs),
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
            parts.first().map_or(expr.position(), start)
        }
        Expr::FnCall(call, place) if call.is_operator_call() && call.args.len() == 2 => {
            call.args.first().map_or(*place, start)
        }
        _ => expr.position(),
    }
}

/// Where a statement begins.
fn beginning(statement: &Stmt) -> Position {
    match statement {
        Stmt::Expr(expr) => start(expr),
        Stmt::FnCall(call, place) if call.is_operator_call() && call.args.len() == 2 => {
            call.args.first().map_or(*place, start)
        }
        other => other.position(),
    }
}

/// A part of a text.
pub(super) fn as_text(term: Term, position: Position) -> Raised<Sql> {
    let expr = term.value(position)?;
    match expr.kind() {
        Some(Type::Text) | None => Ok(expr),
        kind @ Some(
            Type::Timestamp | Type::LocalTimestamp | Type::List | Type::Json | Type::Float,
        ) => Err(untranslatable(
            position,
            format!("{} inside a text", super::one(kind)),
        )),
        Some(_) => Ok(Sql::Call(Function::Text, vec![expr])),
    }
}

/// Two results that take each other's place must be of one type.
fn same_kind(left: &Sql, right: &Sql, position: Position, what: &str) -> Raised<()> {
    let number = |kind: Type| kind.is_number();
    match (left.kind(), right.kind()) {
        (Some(left), Some(right)) if left != right && !(number(left) && number(right)) => Err(at(
            position,
            Error::failed(format!("{what} differ in type: {left} and {right}")),
        )),
        _ => Ok(()),
    }
}
