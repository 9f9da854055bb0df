//! Expressions of a closure; its statements are read in `flow.rs`.

use super::compare::never_holds;
use super::definition;
use super::known::{depends_on_row, evaluate, of_closure};
use super::operator::operator;
use super::place::{beginning, start};
use super::refusal::no_such_closure;
use super::term::Term;
use super::{at, untranslatable};
use crate::api::Collection;
use crate::catalog::{Catalog, Entity};
use crate::error::{Error, article};
use crate::query::{Expr as Sql, Function, RowPath};
use crate::script::failure::{Raised, raise};
use crate::value::{Type, Value};
use rhai::{Expr, FnCallExpr, FnPtr, NativeCallContext, Position};
use std::rc::Rc;

/// How deep closures and functions may be inlined.
const DEEPEST: usize = 16;

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
    depth: usize,
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
        self.call_of(None, name, args, position)
    }

    /// As [`Self::call`], in the form `this.name(…)`.
    pub(super) fn call_of(
        &mut self,
        this: Option<Term>,
        name: &str,
        args: Vec<Term>,
        position: Position,
    ) -> Raised<Term> {
        let Some(definition) = definition::find(self.ctx, name, args.len()) else {
            return Err(at(position, no_such_closure(name)));
        };
        if self.depth == DEEPEST {
            let what = "a function that calls itself, or through too many others,";
            return Err(untranslatable(position, what));
        }
        let mut env: Env = definition.params.into_iter().zip(args).collect();
        env.extend(this.map(|this| (THIS.to_owned(), this)));
        self.depth += 1;
        let result = self.body(&definition.body, &mut env, position);
        self.depth -= 1;
        result
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

/// Terms that take each other's place must be of one type: values, spans of time, or rows.
pub(super) fn in_place_of(
    parts: Vec<(Term, Position)>,
    position: Position,
    what: &str,
    whole: impl FnOnce(Vec<Sql>) -> Sql,
) -> Raised<Term> {
    let spans = parts.iter().filter(|(term, _)| term.is_span()).count();
    let nothing = parts.iter().filter(|(term, _)| term.is_nothing()).count();
    if spans > 0 && spans + nothing < parts.len() {
        return Err(at(
            position,
            Error::failed(format!("{what} differ in type: only one is a span of time")),
        ));
    }
    let rows: Vec<_> = parts.iter().filter_map(|(term, _)| term.row()).collect();
    if !rows.is_empty() && rows.len() + nothing == parts.len() {
        let rows: Vec<(Sql, Rc<Entity>)> = rows.into_iter().collect::<Raised<_>>()?;
        let entity = Rc::clone(&rows[0].1);
        if let Some((_, other)) = rows.iter().find(|(_, other)| other.name != entity.name) {
            let (one, other) = (article(entity.singular()), article(other.singular()));
            let what = format!("{what} differ: {one} and {other}");
            return Err(at(position, Error::failed(what)));
        }
        let id = |(term, _): &(Term, Position)| match term.row() {
            Some(row) => row.map(|(id, _)| id),
            None => Ok(Sql::Value(Value::Null)),
        };
        let ids = parts.iter().map(id).collect::<Raised<_>>()?;
        return Ok(Term::Chosen(whole(ids), entity));
    }
    let parts: Vec<Sql> = parts
        .into_iter()
        .map(|(term, place)| term.operand(place))
        .collect::<Raised<_>>()?;
    for part in parts.iter().skip(1) {
        same_kind(&parts[0], part, position, what)?;
    }
    let whole = whole(parts);
    Ok(if spans > 0 {
        Term::Span(whole)
    } else {
        Term::Sql(whole)
    })
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
