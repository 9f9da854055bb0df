//! What a part of a closure stands for.

use super::unsupported::{at, one};
use crate::api::{Collection, Record};
use crate::catalog::Entity;
use crate::error::{Error, article};
use crate::query::{Expr, Function, Many, RowPath};
use crate::script::raise::{Raised, raise, type_name};
use crate::script::types::Span;
use crate::script::values::from_rhai;
use crate::value::{Type, Value, decimal};
use rhai::{Dynamic, EvalAltResult, Position};
use std::rc::Rc;

/// A part of a closure.
#[derive(Clone)]
pub(super) enum Operand {
    /// A value that does not depend on the row.
    Constant(Dynamic),
    /// An expression over rows.
    Sql(Expr),
    /// A span of time, in seconds, over rows.
    Span(Expr),
    /// A row.
    Row(RowPath),
    /// One of several rows, of which only the id is known.
    Chosen(Expr, Rc<Entity>),
    /// Related rows.
    Many(Many),
    /// A closure, with the values it captured.
    Closure {
        name: String,
        captured: Vec<Operand>,
    },
    /// A list with parts that depend on the row.
    List(Vec<Operand>),
    /// A map with parts that depend on the row.
    Map(Vec<(String, Operand)>),
}

/// What `this` is called among the names.
pub(super) const THIS: &str = "this";

/// The names that a closure knows, the innermost last.
pub(super) type Env = Vec<(String, Operand)>;

impl Operand {
    /// As a condition.
    pub(super) fn condition(self, position: Position) -> Raised<Expr> {
        let expr = self.scalar(position)?;
        match expr.kind() {
            Some(Type::Bool) => Ok(expr),
            kind => Err(at(
                position,
                Error::failed(format!(
                    "true or false is needed here, this is {}",
                    one(kind)
                ))
                .hint("compare it with something: == < > …"),
            )),
        }
    }

    /// As a condition within the closure: there, nothing does not hold.
    pub(super) fn test(self, position: Position) -> Raised<Expr> {
        if self.is_nothing() {
            return Ok(Expr::Value(Value::Bool(false)));
        }
        self.condition(position)
    }

    /// As a value that stands alone: a column, a key, an operand. A comparison with nothing is false,
    /// as it is in scripts.
    pub(super) fn value(self, position: Position) -> Raised<Expr> {
        let expr = self.scalar(position)?;
        let is_comparison = matches!(
            &expr,
            Expr::And(_) | Expr::Or(_) | Expr::Binary(..) | Expr::In(..)
        );
        if is_comparison && expr.kind() == Some(Type::Bool) && expr.is_nullable() {
            return Ok(Expr::Coalesce(vec![expr, Expr::Value(Value::Bool(false))]));
        }
        Ok(expr)
    }

    /// As a value that may be a span of time, in seconds.
    pub(super) fn value_or_seconds(self, position: Position) -> Raised<Expr> {
        match self.constant_span() {
            Some(seconds) => Ok(Expr::Value(Value::Int(seconds))),
            None => match self {
                Self::Span(seconds) => Ok(seconds),
                other => other.value(position),
            },
        }
    }

    /// As a key to sort by: spans have an order too.
    pub(super) fn sort_key(self, position: Position) -> Raised<Expr> {
        if self.is_span() {
            self.value_or_seconds(position)
        } else {
            self.column(position)
        }
    }

    /// A row's id, and what kind of row it is.
    pub(super) fn row(&self) -> Option<Raised<(Expr, Rc<Entity>)>> {
        match self {
            Self::Row(row) => Some(Ok((row.id()?, Rc::clone(&row.entity)))),
            Self::Chosen(id, entity) => Some(Ok((id.clone(), Rc::clone(entity)))),
            Self::Constant(value) => value.clone().try_cast::<Record>().map(|record| {
                let id = record.id().map_err(raise)?;
                Ok((Expr::Value(id), Rc::clone(record.entity())))
            }),
            _ => None,
        }
    }

    /// As a column, a key or a new value: a related row stands for its id there.
    pub(super) fn column(self, position: Position) -> Raised<Expr> {
        match self {
            Self::Row(row) if row.depth > 0 || !row.steps.is_empty() => row
                .id()
                .ok_or_else(|| at(position, Error::failed("these rows have no id"))),
            Self::Constant(value) => match value.clone().try_cast::<Record>() {
                Some(record) => record.id().map(Expr::Value).map_err(raise),
                None => Self::Constant(value).value(position),
            },
            Self::Chosen(id, _) => Ok(id),
            other => other.value(position),
        }
    }

    /// As an expression.
    fn scalar(self, position: Position) -> Raised<Expr> {
        let wrong = |what: String, hint: &str| Err(at(position, Error::failed(what).hint(hint)));
        match self {
            Self::Sql(expr) => Ok(expr),
            Self::Span(_) => wrong(
                "a span of time is used where a value is needed".into(),
                "take its .days, .hours or .minutes",
            ),
            Self::Constant(value) => constant(&value, position).map(Expr::Value),
            Self::Row(row) => wrong(
                format!(
                    "a whole {} is used where one of its values is needed",
                    row.entity.singular()
                ),
                "name a field after a dot",
            ),
            Self::Chosen(_, entity) => wrong(
                format!(
                    "a whole {} is used where one of its values is needed",
                    entity.singular()
                ),
                "choose between values: e.support?.full_name ?? me.full_name",
            ),
            Self::Many(many) => wrong(
                format!(
                    "the {} are used where one value is needed",
                    many.entity.name
                ),
                "use .any(|x| …), .count(), .sum(|x| …) or the like",
            ),
            Self::Closure { .. } => wrong(
                "a closure is used where a value is needed".into(),
                "call it",
            ),
            Self::List(_) => wrong(
                "a list is used where one value is needed".into(),
                "name one value; for several columns or keys, write a map: #{ year: …, name: … }",
            ),
            Self::Map(_) => wrong(
                "a map is used where one value is needed".into(),
                "name one value",
            ),
        }
    }

    /// Its type, if it is a value.
    pub(super) fn kind(&self) -> Option<Type> {
        match self {
            Self::Sql(expr) | Self::Span(expr) => expr.kind(),
            Self::Constant(value) => from_rhai(value).ok()?.kind(),
            _ => None,
        }
    }

    /// Whether it is the constant `()`.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Constant(value) if value.is_unit())
    }

    /// Whether it is a span of time.
    pub(super) fn is_span(&self) -> bool {
        matches!(self, Self::Span(_)) || self.constant_span().is_some()
    }

    /// How many parts it has.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Sql(expr) | Self::Span(expr) | Self::Chosen(expr, _) => expr.size(),
            Self::Many(many) => many.size(),
            Self::Constant(_) | Self::Row(_) => 1,
            Self::Closure { captured, .. } => captured.iter().map(Self::size).sum(),
            Self::List(operands) => operands.iter().map(Self::size).sum(),
            Self::Map(entries) => entries.iter().map(|(_, operand)| operand.size()).sum(),
        }
    }

    /// A constant span of time, in seconds.
    pub(super) fn constant_span(&self) -> Option<i64> {
        match self {
            Self::Constant(value) => value.clone().try_cast::<Span>().map(|span| span.seconds),
            _ => None,
        }
    }
}

/// A constant as a parameter.
pub(super) fn constant(value: &Dynamic, position: Position) -> Raised<Value> {
    match from_rhai(value) {
        _ if value.is::<Record>() || value.is::<Collection>() => Err(unfit(value, position)),
        Ok(Value::Json(_)) | Err(_) => Err(unfit(value, position)),
        Ok(value) => Ok(value),
    }
}

/// A value that is no parameter, and what may have been meant.
fn unfit(value: &Dynamic, position: Position) -> Box<EvalAltResult> {
    let what = article(type_name(value.type_name()));
    let error = Error::failed(format!("{what} is no value of the database"));
    let hint = if value.is::<Record>() {
        "name one of its fields, or compare a related row with it: |k| k.client == c"
    } else if value.is::<Collection>() {
        "follow a relation of the row instead: |c| c.contracts.any(|k| …)"
    } else if value.is_map() {
        "name one of its entries"
    } else if value.is::<Span>() {
        "take its .days, .hours or .minutes"
    } else {
        return at(position, error);
    };
    at(position, error.hint(hint))
}

/// A parameter in the type of what it meets: numbers written with a point are exact beside money.
pub(super) fn fitted(expr: Expr, beside: Option<Type>) -> Expr {
    match (expr, beside) {
        (Expr::Value(Value::Float(number)), Some(Type::Decimal)) => {
            match decimal(&number.to_string()) {
                Some(exact) => Expr::Value(Value::Decimal(exact)),
                None => Expr::Value(Value::Float(number)),
            }
        }
        (expr, _) => expr,
    }
}

/// A test of a text against another.
pub(super) fn with_text(
    function: Function,
    text: Expr,
    part: Operand,
    position: Position,
) -> Raised<Operand> {
    let part = part.value(position)?;
    if part.kind() != Some(Type::Text) {
        return Err(at(
            position,
            Error::failed(format!(
                "a text is needed here, this is {}",
                one(part.kind())
            )),
        ));
    }
    Ok(Operand::Sql(Expr::Call(function, vec![text, part])))
}
