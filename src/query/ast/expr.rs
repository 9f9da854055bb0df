//! Expressions over rows.

use super::functions::Function;
use super::path::{RowPath, Step};
use crate::catalog::Entity;
use crate::value::{Type, Value};
use std::rc::Rc;

/// An expression: what a closure becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A value from outside: a parameter.
    Value(Value),
    /// A field of a row.
    Field {
        /// The query whose row it is.
        depth: usize,
        /// The relations followed from that row.
        steps: Vec<Step>,
        /// The field's name.
        name: String,
        /// Its type.
        kind: Type,
        /// Whether it is read as text although its column has another type.
        cast: bool,
        /// Whether it may be null.
        nullable: bool,
    },
    /// All of them hold.
    And(Vec<Expr>),
    /// One of them holds.
    Or(Vec<Expr>),
    /// It does not hold (null counts as not holding).
    Not(Box<Expr>),
    /// An operator between two.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// It is null.
    IsNull(Box<Expr>),
    /// It is one of the values of a list.
    In(Box<Expr>, Value),
    /// The first that is not null.
    Coalesce(Vec<Expr>),
    /// One of two.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A function's value.
    Call(Function, Vec<Expr>),
    /// Whether there is such a related row.
    Exists(Box<Many>),
    /// An aggregate over related rows.
    Total(Aggregate, Box<Many>, Option<Box<Expr>>),
    /// An aggregate over the rows of a group.
    Aggregate(Aggregate, Option<Box<Expr>>, Option<Box<Expr>>),
}

/// Operators between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// `==`; null equals null.
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Rem,
}

impl Binary {
    /// Whether the result is a truth value.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        matches!(
            self,
            Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge
        )
    }
}

/// Aggregates over many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// How many.
    Count,
    /// Their sum; of none it is 0.
    Sum,
    /// Their mean; of none it is null.
    Avg,
    /// The least.
    Min,
    /// The greatest.
    Max,
}

impl Aggregate {
    /// SQL's name for it.
    pub(in crate::query) fn sql(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
        }
    }
}

/// Related rows: the many side of a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Many {
    /// What kind of rows.
    pub entity: Rc<Entity>,
    /// Their foreign key.
    pub key: String,
    /// The row they belong to.
    pub parent: RowPath,
    /// The depth of their own query.
    pub depth: usize,
    /// What they must satisfy.
    pub filters: Vec<Expr>,
}

impl Many {
    /// The row that stands for each of them.
    #[must_use]
    pub fn row(&self) -> RowPath {
        RowPath::of(&self.entity, self.depth)
    }
}

impl Expr {
    /// An equation with a value.
    #[must_use]
    pub fn eq(self, value: Value) -> Self {
        Self::Binary(Binary::Eq, Box::new(self), Box::new(Self::Value(value)))
    }

    /// Whether it may be 0; dividing by 0 gives nothing.
    #[must_use]
    pub fn may_be_zero(&self) -> bool {
        match self {
            Self::Value(Value::Int(number)) => *number == 0,
            Self::Value(Value::Decimal(number)) => number.is_zero(),
            _ => true,
        }
    }

    /// Its type; none for null.
    #[must_use]
    pub fn kind(&self) -> Option<Type> {
        match self {
            Self::Value(value) => value.kind(),
            Self::Field { kind, .. } => Some(*kind),
            Self::And(_)
            | Self::Or(_)
            | Self::Not(_)
            | Self::IsNull(_)
            | Self::In(..)
            | Self::Exists(_) => Some(Type::Bool),
            Self::Binary(operator, ..) if operator.is_comparison() => Some(Type::Bool),
            Self::Binary(_, left, right) => arithmetic(left.kind(), right.kind()),
            Self::Coalesce(parts) => parts.iter().map(Self::kind).fold(None, either),
            Self::If(_, yes, no) => either(yes.kind(), no.kind()),
            Self::Call(function, args) => function.kind(args.first().and_then(Self::kind)),
            Self::Total(aggregate, _, of) | Self::Aggregate(aggregate, of, _) => {
                aggregate.kind(of.as_ref().and_then(|of| of.kind()))
            }
        }
    }

    /// Whether it may be null.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        match self {
            Self::Value(value) => value.is_null(),
            Self::Field { nullable, .. } => *nullable,
            Self::Not(_) | Self::IsNull(_) | Self::Exists(_) => false,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::is_nullable),
            Self::Binary(Binary::Eq | Binary::Ne, left, right)
                if left.is_nullable() && right.is_nullable() =>
            {
                false
            }
            Self::Binary(Binary::Ne, ..) => false,
            Self::Binary(Binary::Div | Binary::Rem, _, right) if right.may_be_zero() => true,
            Self::Binary(_, left, right) => left.is_nullable() || right.is_nullable(),
            Self::In(of, _) => of.is_nullable(),
            Self::Coalesce(parts) => parts.iter().all(Self::is_nullable),
            Self::If(_, yes, no) => yes.is_nullable() || no.is_nullable(),
            Self::Call(Function::Concat, _) => false,
            Self::Call(_, args) => args.iter().any(Self::is_nullable),
            Self::Total(aggregate, ..) | Self::Aggregate(aggregate, ..) => {
                !matches!(aggregate, Aggregate::Count | Aggregate::Sum)
            }
        }
    }
}

impl Aggregate {
    fn kind(self, of: Option<Type>) -> Option<Type> {
        match (self, of) {
            (Self::Count, _) => Some(Type::Int),
            (Self::Avg, Some(Type::Int)) => Some(Type::Decimal),
            (_, of) => of,
        }
    }
}

/// The type of one of two values: numbers of two types meet in the wider one.
fn either(left: Option<Type>, right: Option<Type>) -> Option<Type> {
    match (left, right) {
        (Some(a), Some(b)) if a.is_number() && b.is_number() => arithmetic(left, right),
        _ => left.or(right),
    }
}

fn arithmetic(left: Option<Type>, right: Option<Type>) -> Option<Type> {
    use Type::{Decimal, Float, Int};
    match (left?, right?) {
        (Int, Int) => Some(Int),
        (Float, _) | (_, Float) => Some(Float),
        (Decimal, Int | Decimal) | (Int, Decimal) => Some(Decimal),
        _ => None,
    }
}
