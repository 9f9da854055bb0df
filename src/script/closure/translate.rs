//! Expressions of a closure; its statements are read in `flow.rs`, what it calls in `call.rs`.

use super::alternatives::in_place_of;
use super::known::{depends_on_row, evaluate};
use super::letters::as_text;
use super::place::start;
use super::term::Term;
use super::{at, untranslatable};
use crate::api::Collection;
use crate::catalog::Catalog;
use crate::error::Error;
use crate::query::{Expr as Sql, Function};
use crate::script::failure::{Raised, raise};
use rhai::{Expr, NativeCallContext, Position};
use std::rc::Rc;

/// How many parts a closure may have when all its names are written out.
const LARGEST: usize = 20_000;

/// What `this` is called among the names.
pub(super) const THIS: &str = "this";

/// The names that a closure knows, the innermost last.
pub(super) type Env = Vec<(String, Term)>;

/// Reads closures.
pub(super) struct Translator<'a, 'c> {
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
}

impl<'a, 'c> Translator<'a, 'c> {
    pub(super) fn new(ctx: &'a NativeCallContext<'c>, of: &Collection) -> Raised<Self> {
        let catalog = of.session().catalog().map_err(raise)?;
        Ok(Self {
            ctx,
            catalog,
            depth: 0,
            size: 0,
            queries: 1,
            open: Vec::new(),
        })
    }

    /// Reads an expression.
    pub(super) fn expr(&mut self, expr: &Expr, env: &mut Env) -> Raised<Term> {
        if !depends_on_row(expr, env) {
            return evaluate(self.ctx, expr, env);
        }
        match expr {
            Expr::Variable(variable, _, place) => self.named(&variable.1, env, *place),
            Expr::ThisPtr(place) => self.named(THIS, env, *place),
            Expr::And(parts, _) => self
                .conditions(parts, env)
                .map(|parts| Term::Sql(Sql::And(parts))),
            Expr::Or(parts, _) => self
                .conditions(parts, env)
                .map(|parts| Term::Sql(Sql::Or(parts))),
            Expr::Coalesce(parts, place) => {
                let parts = parts
                    .iter()
                    .map(|part| Ok((self.expr(part, env)?, start(part))))
                    .collect::<Raised<_>>()?;
                in_place_of(parts, *place, "the two sides of '??'", Sql::Coalesce)
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
            Expr::Index(parts, flags, place) => {
                let base = self.expr(&parts.lhs, env)?;
                self.index(base, &parts.rhs, (*flags, *place), env)
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
    fn named(&mut self, name: &str, env: &Env, place: Position) -> Raised<Term> {
        let Some((_, term)) = env.iter().rev().find(|(known, _)| known == name) else {
            return Err(untranslatable(place, "this name"));
        };
        let term = term.clone();
        self.count(&term, place)?;
        Ok(term)
    }

    /// Counts what is written out.
    pub(super) fn count(&mut self, term: &Term, place: Position) -> Raised<()> {
        self.grow(term.size(), place)
    }

    /// Counts a statement.
    pub(super) fn count_step(&mut self, place: Position) -> Raised<()> {
        self.grow(1, place)
    }

    fn grow(&mut self, parts: usize, place: Position) -> Raised<()> {
        self.size += parts;
        if self.size <= LARGEST {
            return Ok(());
        }
        Err(at(
            place,
            Error::failed("this closure is too large to become SQL").hint(
                "names that are built of each other are written out each time: use fewer steps",
            ),
        ))
    }
}
