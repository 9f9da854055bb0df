//! What can follow a dot in a closure: the tables of methods. Methods are found by them, and so are those that
//! completion offers, that the reference lists, and that a slip may have meant.

#![allow(clippy::unnecessary_wraps)] // what a method becomes is one type, also where nothing can fail

mod dispatch;
mod list;
mod number;
mod relation;
pub(super) mod scalar;
pub(super) mod text;
mod time;

use super::expression::Lowering;
use super::operand::Operand;
use crate::query::{Expr as Sql, Function, Many};
use crate::script::raise::{Raised, SPAN};
use crate::value::Type;
use rhai::{Dynamic, Position};
use std::ops::RangeInclusive;

/// What a method is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// A value of this type that depends on the row.
    Value(Type),
    /// A span of time that depends on the row.
    Span,
    /// The rows that a relation to many leads to.
    Related,
    /// A list that does not depend on the row.
    List,
}

/// A method that closures about rows know.
#[derive(Debug)]
pub struct Method {
    /// Its name, that of the function of scripts that means the same.
    pub name: &'static str,
    /// What has it.
    of: &'static [Receiver],
    /// How it is written.
    form: Form,
    /// How many arguments it takes.
    pub takes: RangeInclusive<usize>,
    /// What it becomes.
    becomes: Becomes,
}

/// How a method is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Without brackets: `date.year`.
    Property,
    /// With brackets: `text.trim()`.
    Call,
    /// Either: `text.len`.
    Either,
}

/// What a method becomes.
#[derive(Debug)]
enum Becomes {
    /// A function of the value alone.
    Function(Function),
    /// What is made of a value.
    OfValue(fn(Sql, &Asked<'_>) -> Raised<Operand>),
    /// What is made of related rows.
    OfRelated(fn(&mut Lowering<'_, '_>, Many, &Asked<'_>) -> Raised<Operand>),
    /// What is made of a list.
    OfList(fn(&mut Lowering<'_, '_>, &Dynamic, &Asked<'_>) -> Raised<Operand>),
    /// Nothing: scripts have it, SQL has not. Says what to write instead, or what it would be.
    Refused(Refused),
}

/// Why a method of scripts is refused.
#[derive(Debug, Clone, Copy)]
enum Refused {
    /// What to do instead.
    Says(&'static str),
    /// What it would give, that can't become SQL.
    Gives(&'static str),
}

/// How a method is asked.
struct Asked<'a> {
    name: &'static str,
    args: &'a [Operand],
    /// Where its name stands.
    position: Position,
    /// Where its first argument stands.
    first: Position,
}

impl Receiver {
    /// All that has methods.
    pub const ALL: [Self; 9] = [
        Self::Value(Type::Text),
        Self::Value(Type::Int),
        Self::Value(Type::Float),
        Self::Value(Type::Decimal),
        Self::Value(Type::Bool),
        Self::Value(Type::Date),
        Self::Value(Type::Timestamp),
        Self::Span,
        Self::Related,
    ];

    /// What scripts call its type.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Value(kind) => kind.name(),
            Self::Span => SPAN,
            Self::Related => "collection",
            Self::List => "list",
        }
    }
}

impl Method {
    /// One that is called.
    const fn call(
        name: &'static str,
        of: &'static [Receiver],
        takes: RangeInclusive<usize>,
        becomes: Becomes,
    ) -> Self {
        Self {
            name,
            of,
            form: Form::Call,
            takes,
            becomes,
        }
    }

    /// One that is read, without brackets.
    const fn property(name: &'static str, of: &'static [Receiver], becomes: Becomes) -> Self {
        Self {
            name,
            of,
            form: Form::Property,
            takes: 0..=0,
            becomes,
        }
    }

    /// One that is read or called.
    const fn either(
        name: &'static str,
        of: &'static [Receiver],
        takes: RangeInclusive<usize>,
        becomes: Becomes,
    ) -> Self {
        Self {
            name,
            of,
            form: Form::Either,
            takes,
            becomes,
        }
    }

    /// Whether it becomes SQL; else it is there to say what to write instead.
    fn has_sql(&self) -> bool {
        !matches!(self.becomes, Becomes::Refused(_))
    }

    /// Whether it is written without brackets only.
    #[must_use]
    pub fn is_property(&self) -> bool {
        self.form == Form::Property
    }
}

/// All methods.
fn all() -> impl Iterator<Item = &'static Method> {
    text::METHODS
        .iter()
        .chain(number::METHODS)
        .chain(time::METHODS)
        .chain(scalar::METHODS)
        .chain(relation::METHODS)
        .chain(list::METHODS)
}

/// A method of a receiver.
fn find(of: Receiver, name: &str) -> Option<&'static Method> {
    all().find(|method| method.name == name && method.of.contains(&of))
}

/// The methods of a receiver that become SQL.
pub fn closure_methods(of: Receiver) -> impl Iterator<Item = &'static Method> {
    all().filter(move |method| method.of.contains(&of) && method.has_sql())
}

/// The names of the methods of a receiver that become SQL.
fn names(of: Receiver) -> impl Iterator<Item = &'static str> {
    closure_methods(of).map(|method| method.name)
}

/// Whether related rows have a method that needs no argument.
pub(super) fn needs_nothing(name: &str) -> bool {
    find(Receiver::Related, name).is_some_and(|method| *method.takes.start() == 0)
}

#[cfg(test)]
mod tests;
