//! What stands before a dot: rows of which entity, or a value of which type.

use super::lexer::{Kind, Piece, opening};
use super::{Vocabulary, binding, columns};
use crate::catalog::{Entity, RelationKind};
use crate::script::{Function, Gives, Held, Receiver, functions, functions_of};
use crate::value::Type;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// What an expression holds, as far as its text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// Rows of an entity.
    Many(Rc<Entity>),
    /// A list of records.
    List(Rc<Entity>),
    /// One row of an entity.
    One(Rc<Entity>),
    /// The row that a closure is about, or one that it leads to: it is read, not run.
    Row(Rc<Entity>),
    /// The rows that such a row leads to.
    Related(Rc<Entity>),
    /// A value of such a row: it becomes SQL.
    Column(Type),
    /// A value of this type, as people call it.
    Value(String),
    /// A map: its keys, and what each holds.
    Map(Vec<(String, Holds)>),
    /// Anything.
    Unknown,
}

impl Holds {
    /// What a value of the session holds.
    fn of(held: Held) -> Self {
        match held {
            Held::Collection(entity) => Self::Many(entity),
            Held::List(entity) => Self::List(entity),
            Held::Record(entity) => Self::One(entity),
            Held::Map(entries) => {
                let entries = entries.into_iter();
                Self::Map(entries.map(|(key, held)| (key, Self::of(held))).collect())
            }
            Held::Value(kind) => Self::Value(kind),
        }
    }
}

impl fmt::Display for Holds {
    /// What it holds, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Many(entity) | Self::Related(entity) => f.write_str(&entity.name),
            Self::List(entity) => write!(f, "list of {}", entity.name),
            Self::One(entity) | Self::Row(entity) => f.write_str(entity.singular()),
            Self::Column(kind) => write!(f, "{kind}"),
            Self::Value(kind) => f.write_str(kind),
            Self::Map(_) => f.write_str("map"),
            Self::Unknown => Ok(()),
        }
    }
}

/// What the pieces, up to their end, hold: only the last expression among them counts.
pub(super) fn resolve(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Holds {
    let Some((last, before)) = pieces.split_last() else {
        return Holds::Unknown;
    };
    match (last.kind, last.text) {
        (Kind::Name, name) => named(name, None, before, words),
        (Kind::Number, _) => Holds::Value("int".into()),
        (Kind::Text, _) => Holds::Value("text".into()),
        (Kind::Close, bracket) => closed(bracket, pieces, words),
        _ => Holds::Unknown,
    }
}

/// A call, an index, or an expression in parentheses.
fn closed(bracket: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Holds {
    let Some(open) = opening(pieces) else {
        return Holds::Unknown;
    };
    let before = &pieces[..open];
    match (bracket, before.split_last()) {
        (")", Some((name, before))) if name.kind == Kind::Name => {
            let call = Call { pieces, open };
            named(name.text, Some(call), before, words)
        }
        (")", _) => resolve(&pieces[open + 1..pieces.len() - 1], words),
        ("]", Some((last, _))) if matches!(last.kind, Kind::Name | Kind::Close) => {
            match resolve(before, words) {
                Holds::List(entity) => Holds::One(entity),
                _ => Holds::Unknown,
            }
        }
        ("]", _) => listed(&pieces[open + 1..pieces.len() - 1], words),
        ("}", _) if pieces[open].text == "#{" => {
            let entries = Call { pieces, open }
                .entries(open..pieces.len())
                .into_iter();
            let entry =
                |(key, value): (String, Range<usize>)| (key, resolve(&pieces[..value.end], words));
            Holds::Map(entries.map(entry).collect())
        }
        _ => Holds::Unknown,
    }
}

/// A list, by its first item.
fn listed(items: &[Piece<'_>], words: &Vocabulary<'_>) -> Holds {
    let mut depth = 0usize;
    let end = items.iter().position(|piece| {
        match piece.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        piece.kind == Kind::Comma && depth == 0
    });
    match resolve(&items[..end.unwrap_or(items.len())], words) {
        Holds::One(entity) => Holds::List(entity),
        _ => Holds::Value("list".into()),
    }
}

/// A call: the pieces up to its closing parenthesis, and where the opening one is.
#[derive(Clone, Copy)]
pub(super) struct Call<'p, 't> {
    pub(super) pieces: &'p [Piece<'t>],
    pub(super) open: usize,
}

/// A name after a dot, or on its own.
fn named(
    name: &str,
    call: Option<Call<'_, '_>>,
    before: &[Piece<'_>],
    words: &Vocabulary<'_>,
) -> Holds {
    match before.split_last() {
        Some((dot, chain)) if dot.kind == Kind::Dot => {
            member(resolve(chain, words), name, call, words)
        }
        _ if call.is_some() => {
            let mut named = functions().iter().filter(|function| function.name == name);
            named
                .find(|function| !function.needs_a_dot())
                .map_or(Holds::Unknown, value)
        }
        _ => binding::of(name, before, words)
            .or_else(|| in_catalog(name, words))
            .unwrap_or(Holds::Unknown),
    }
}

/// What a function gives that belongs to no rows.
fn value(function: &Function) -> Holds {
    match &function.gives {
        Gives::Value(kind) => Holds::Value(kind.clone()),
        _ => Holds::Unknown,
    }
}

/// What a name of the session holds.
pub(super) fn of_session(name: &str, words: &Vocabulary<'_>) -> Holds {
    in_catalog(name, words).unwrap_or(Holds::Unknown)
}

fn in_catalog(name: &str, words: &Vocabulary<'_>) -> Option<Holds> {
    if let Some(held) = words.session.holds(name) {
        return Some(Holds::of(held));
    }
    match name {
        "me" => words.entity("collaborators").cloned().map(Holds::One),
        _ => words.entity(name).cloned().map(Holds::Many),
    }
}

fn member(base: Holds, name: &str, call: Option<Call<'_, '_>>, words: &Vocabulary<'_>) -> Holds {
    match (base, call) {
        (Holds::One(entity), None) => of_record(&entity, name, words),
        (Holds::Row(entity), None) => match of_record(&entity, name, words) {
            Holds::One(entity) => Holds::Row(entity),
            Holds::Many(entity) => Holds::Related(entity),
            Holds::Value(_) => entity
                .field(name)
                .map_or(Holds::Unknown, |field| Holds::Column(field.kind())),
            other => other,
        },
        (Holds::Many(entity), Some(call)) => given("collection", name, |gives| {
            of_rows(gives, &entity, call, words)
        }),
        (Holds::List(entity), Some(_)) => given("list", name, |gives| match gives {
            Gives::SameItems => Holds::List(Rc::clone(&entity)),
            Gives::Item => Holds::One(Rc::clone(&entity)),
            Gives::Value(kind) => Holds::Value(kind.clone()),
            _ => Holds::Unknown,
        }),
        (Holds::Related(entity), Some(call)) => given("collection", name, |gives| match gives {
            Gives::SameRows => Holds::Related(Rc::clone(&entity)),
            gives => as_column(of_rows(gives, &entity, call, words)),
        }),
        (Holds::Column(kind), _) => {
            let receiver = Receiver::Value(kind).type_name();
            as_column(given(receiver, name, plain))
        }
        (Holds::One(_), Some(_)) => given("record", name, plain),
        (Holds::Map(entries), call) => {
            let mut entries = entries.into_iter();
            match entries.find(|(key, _)| key == name) {
                Some((_, holds)) if call.is_none() => holds,
                _ => given("map", name, plain),
            }
        }
        (Holds::Value(kind), _) => given(&kind, name, plain),
        _ => Holds::Unknown,
    }
}

/// What the function of a type gives.
fn given(receiver: &str, name: &str, holds: impl Fn(&Gives) -> Holds) -> Holds {
    let mut named = functions_of(receiver).filter(|function| function.name == name);
    named
        .next()
        .map_or(Holds::Unknown, |function| holds(&function.gives))
}

fn plain(gives: &Gives) -> Holds {
    match gives {
        Gives::Value(kind) => Holds::Value(kind.clone()),
        _ => Holds::Unknown,
    }
}

/// What a function of rows gives.
fn of_rows(
    gives: &Gives,
    entity: &Rc<Entity>,
    call: Call<'_, '_>,
    words: &Vocabulary<'_>,
) -> Holds {
    match gives {
        Gives::SameRows => Holds::Many(Rc::clone(entity)),
        Gives::Record => Holds::One(Rc::clone(entity)),
        Gives::Records => Holds::List(Rc::clone(entity)),
        Gives::Selected => Holds::Many(columns::selected(entity, call, words)),
        Gives::Grouped => Holds::Many(columns::grouped(entity, call, words)),
        Gives::OfClosure => match columns::of_closure(call, words) {
            Some(kind) => Holds::Value(kind.name().into()),
            None => Holds::Unknown,
        },
        gives => plain(gives),
    }
}

/// A value inside a closure.
fn as_column(holds: Holds) -> Holds {
    match holds {
        Holds::Value(kind) => Type::named(&kind).map_or(Holds::Unknown, Holds::Column),
        _ => Holds::Unknown,
    }
}

fn of_record(entity: &Entity, name: &str, words: &Vocabulary<'_>) -> Holds {
    if let Some(relation) = entity.relation(name) {
        let target = words.entity(&relation.target).cloned();
        return match (target, relation.kind) {
            (Some(target), RelationKind::One) => Holds::One(target),
            (Some(target), RelationKind::Many) => Holds::Many(target),
            (None, _) => Holds::Unknown,
        };
    }
    entity.field(name).map_or(Holds::Unknown, |field| {
        Holds::Value(field.kind().name().into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::completion::lexer::split;
    use crate::shell::completion::samples::Words;

    fn holds(text: &str) -> String {
        let words = Words::new();
        match resolve(&split(text).pieces, &words.vocabulary()) {
            Holds::Many(entity) => format!("many {}", entity.name),
            Holds::One(entity) => format!("one of {}", entity.name),
            Holds::List(entity) => format!("list of {}", entity.name),
            Holds::Row(entity) => format!("row of {}", entity.name),
            Holds::Related(entity) => format!("related {}", entity.name),
            Holds::Column(kind) => format!("column of {kind}"),
            Holds::Value(kind) => kind,
            Holds::Map(_) => "map".into(),
            Holds::Unknown => "anything".into(),
        }
    }

    #[test]
    fn chains_are_followed_by_the_catalog() {
        let cases = [
            ("clients", "many clients"),
            ("1 + clients", "many clients"),
            ("clients.filter(|c| f(c)).take(5)", "many clients"),
            ("clients.get(12)", "one of clients"),
            ("clients.first().commercial", "one of collaborators"),
            ("(contracts).first()?.client.contracts", "many contracts"),
            ("clients.all()", "list of clients"),
            ("clients.all()[0]", "one of clients"),
            ("me", "one of collaborators"),
            ("c", "one of clients"),
            ("clients.first().full_name", "text"),
            ("today()", "date"),
            ("today().year", "int"),
            ("clients.first().full_name.len()", "int"),
            (
                "clients.all().filter(|c| f(c)).find(|c| f(c))",
                "one of clients",
            ),
            ("clients.max(|c| c.full_name)", "text"),
            ("clients.filter(|c| c.full_name.len()", "column of int"),
            ("clients.filter(|c| c.contracts.count()", "column of int"),
            (
                "clients.filter(|c| c.contracts.max(|k| k.client.email)",
                "column of text",
            ),
            ("clients.group(|c| c.full_name).first().count", "int"),
            ("30", "int"),
            ("[clients.get(1), f(2)]", "list of clients"),
            ("#{ a: 1, b: clients.first() }", "map"),
            (
                "#{ a: 1, b: clients.first() }.b.commercial",
                "one of collaborators",
            ),
            (
                "let m = #{ due: contracts }; m.due.take(1)",
                "many contracts",
            ),
            ("it", "many clients"),
            ("it.first().count", "int"),
            ("late.due", "many contracts"),
            ("clients.first().nonsense.commercial", "anything"),
            ("nonsense", "anything"),
            (")", "anything"),
            ("", "anything"),
        ];
        for (text, expected) in cases {
            assert_eq!(holds(text), expected, "{text}");
        }
    }
}
