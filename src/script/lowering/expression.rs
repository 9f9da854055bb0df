//! Expressions of a closure; its statements are read in `statements.rs`, what it calls in `inline.rs`.

use super::analysis::Analysis;
use super::constant::evaluate;
use super::definition::{self, Definition};
use super::methods::text::as_text;
use super::operand::{Env, Operand, THIS};
use super::position::start;
use super::unify::unify;
use super::unsupported::{at, untranslatable};
use crate::api::Collection;
use crate::catalog::Catalog;
use crate::error::Error;
use crate::query::{Expr as Sql, Function};
use crate::script::raise::{Raised, raise};
use rhai::{Expr, NativeCallContext, Position};
use std::collections::HashMap;
use std::rc::Rc;

/// How many parts a closure may have when all its names are written out.
const LARGEST: usize = 20_000;

/// Reads closures.
pub(super) struct Lowering<'a, 'c> {
    pub(super) ctx: &'a NativeCallContext<'c>,
    pub(super) catalog: Rc<Catalog>,
    /// How many closures and functions are being read, one inside the other.
    pub(super) depth: usize,
    /// How many parts the names stand for that were read so far.
    size: usize,
    /// The depth of the next sub-query.
    pub(super) queries: usize,
    /// The depths of the sub-queries that are being read.
    pub(super) open: Vec<usize>,
    /// The closures and functions that were read; they stay, since what is known of their parts goes by where these are.
    definitions: HashMap<(String, usize), Option<Rc<Definition>>>,
    pub(super) analysis: Analysis,
}

impl<'a, 'c> Lowering<'a, 'c> {
    pub(super) fn new(ctx: &'a NativeCallContext<'c>, of: &Collection) -> Raised<Self> {
        let catalog = of.session().catalog().map_err(raise)?;
        Ok(Self::with(ctx, catalog))
    }

    pub(super) fn with(ctx: &'a NativeCallContext<'c>, catalog: Rc<Catalog>) -> Self {
        Self {
            ctx,
            catalog,
            depth: 0,
            size: 0,
            queries: 1,
            open: Vec::new(),
            definitions: HashMap::new(),
            analysis: Analysis::default(),
        }
    }

    /// The closure or script function of a name and so many parameters.
    pub(super) fn definition(&mut self, name: &str, params: usize) -> Option<Rc<Definition>> {
        let known = self.definitions.entry((name.to_owned(), params));
        let found = known.or_insert_with(|| {
            let found = definition::find(self.ctx, name, params)?;
            for statement in &found.body {
                self.analysis.add(statement);
            }
            Some(Rc::new(found))
        });
        found.clone()
    }

    /// Reads an expression.
    pub(super) fn expr(&mut self, expr: &Expr, env: &mut Env) -> Raised<Operand> {
        if !self.analysis.depends_on_row(expr, env) {
            return evaluate(self.ctx, expr, env);
        }
        match expr {
            Expr::Variable(variable, _, position) => self.named(&variable.1, env, *position),
            Expr::ThisPtr(position) => self.named(THIS, env, *position),
            Expr::And(parts, _) => self
                .conditions(parts, env)
                .map(|parts| Operand::Sql(Sql::And(parts))),
            Expr::Or(parts, _) => self
                .conditions(parts, env)
                .map(|parts| Operand::Sql(Sql::Or(parts))),
            Expr::Coalesce(parts, position) => {
                let parts = parts
                    .iter()
                    .map(|part| Ok((self.expr(part, env)?, start(part))))
                    .collect::<Raised<_>>()?;
                unify(parts, *position, "the two sides of '??'", Sql::Coalesce)
            }
            Expr::InterpolatedString(parts, _) => {
                let parts = parts.iter().map(|part| {
                    let value = self.expr(part, env)?;
                    as_text(value, start(part))
                });
                Ok(Operand::Sql(Sql::Call(
                    Function::Concat,
                    parts.collect::<Raised<_>>()?,
                )))
            }
            Expr::Dot(parts, ..) => {
                let base = self.expr(&parts.lhs, env)?;
                self.chain(base, &parts.rhs, env)
            }
            Expr::FnCall(call, position) => self.function(call, *position, env),
            Expr::Stmt(block) => self.block(block.statements(), env, block.position()),
            Expr::Array(parts, _) => parts
                .iter()
                .map(|part| self.expr(part, env))
                .collect::<Raised<_>>()
                .map(Operand::List),
            Expr::Map(parts, _) => {
                let entries = parts
                    .0
                    .iter()
                    .map(|(name, part)| Ok((name.name.to_string(), self.expr(part, env)?)));
                entries.collect::<Raised<_>>().map(Operand::Map)
            }
            Expr::Index(parts, flags, position) => {
                let base = self.expr(&parts.lhs, env)?;
                self.index(base, &parts.rhs, (*flags, *position), env)
            }
            other => Err(untranslatable(other.position(), "this expression")),
        }
    }

    fn conditions(&mut self, parts: &[Expr], env: &mut Env) -> Raised<Vec<Sql>> {
        parts
            .iter()
            .map(|part| self.expr(part, env)?.test(start(part)))
            .collect()
    }

    /// What a name stands for. It is read again wherever it stands, so the whole must not grow too large.
    fn named(&mut self, name: &str, env: &Env, position: Position) -> Raised<Operand> {
        let Some((_, operand)) = env.iter().rev().find(|(bound, _)| bound == name) else {
            return Err(untranslatable(position, "this name"));
        };
        let operand = operand.clone();
        self.count(&operand, position)?;
        Ok(operand)
    }

    /// Counts what is written out.
    pub(super) fn count(&mut self, operand: &Operand, position: Position) -> Raised<()> {
        self.grow(operand.size(), position)
    }

    /// Counts a statement.
    pub(super) fn count_step(&mut self, position: Position) -> Raised<()> {
        self.grow(1, position)
    }

    fn grow(&mut self, parts: usize, position: Position) -> Raised<()> {
        self.size += parts;
        if self.size <= LARGEST {
            return Ok(());
        }
        Err(at(
            position,
            Error::failed("this closure is too large to become SQL").hint(
                "names that are built of each other are written out each time: use fewer steps",
            ),
        ))
    }
}
