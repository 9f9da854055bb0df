//! What stands before a dot: rows of which entity, or a value of which type.

use super::lexer::{Kind, Piece, opening};
use super::{Vocabulary, binding};
use crate::catalog::{Entity, RelationKind};
use crate::script::Held;
use crate::value::Type;

/// The function whose value is the first row, though its type could be anything.
const FIRST: &str = "first";
/// The function whose list is of rows.
const ALL: &str = "all";

/// The function that gives some of the same rows.
const FILTER: &str = "filter";

/// What an expression holds, as far as its text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds<'a> {
    /// Rows of an entity.
    Many(&'a Entity),
    /// A list of records.
    List(&'a Entity),
    /// One row of an entity.
    One(&'a Entity),
    /// The row that a closure is about, or one that it leads to: it is read, not run.
    Row(&'a Entity),
    /// The rows that such a row leads to.
    Related(&'a Entity),
    /// A value of this type.
    Value(String),
    /// Anything.
    Unknown,
}

/// What the pieces, up to their end, hold: only the last expression among them counts.
pub(super) fn resolve<'a>(pieces: &[Piece<'_>], words: &Vocabulary<'a>) -> Holds<'a> {
    let Some((last, before)) = pieces.split_last() else {
        return Holds::Unknown;
    };
    match (last.kind, last.text) {
        (Kind::Name, name) => named(name, false, before, words),
        (Kind::Number, _) => Holds::Value("i64".into()),
        (Kind::Text, _) => Holds::Value("str".into()),
        (Kind::Close, bracket) => closed(bracket, pieces, words),
        _ => Holds::Unknown,
    }
}

/// A call, an index, or an expression in parentheses.
fn closed<'a>(bracket: &str, pieces: &[Piece<'_>], words: &Vocabulary<'a>) -> Holds<'a> {
    let Some(open) = opening(pieces) else {
        return Holds::Unknown;
    };
    let before = &pieces[..open];
    match (bracket, before.split_last()) {
        (")", Some((name, before))) if name.kind == Kind::Name => {
            named(name.text, true, before, words)
        }
        (")", _) => resolve(&pieces[open + 1..pieces.len() - 1], words),
        ("]", Some((last, _))) if matches!(last.kind, Kind::Name | Kind::Close) => {
            match resolve(before, words) {
                Holds::List(entity) => Holds::One(entity),
                _ => Holds::Unknown,
            }
        }
        _ => Holds::Unknown,
    }
}

/// A name after a dot, or on its own.
fn named<'a>(name: &str, called: bool, before: &[Piece<'_>], words: &Vocabulary<'a>) -> Holds<'a> {
    match before.split_last() {
        Some((dot, chain)) if dot.kind == Kind::Dot => {
            member(&resolve(chain, words), name, called, words)
        }
        _ if called => given(words, name, |_| true).map_or(Holds::Unknown, Holds::Value),
        _ => binding::of(name, before, words)
            .or_else(|| in_catalog(name, words))
            .unwrap_or(Holds::Unknown),
    }
}

fn in_catalog<'a>(name: &str, words: &Vocabulary<'a>) -> Option<Holds<'a>> {
    let entity = |name: &str| words.catalog?.entity(name).ok().map(|entity| &**entity);
    if let Some((name, held)) = (words.rows_in)(name) {
        let entity = entity(&name)?;
        return Some(match held {
            Held::Collection => Holds::Many(entity),
            Held::List => Holds::List(entity),
            Held::Record => Holds::One(entity),
        });
    }
    match name {
        "me" => entity("collaborators").map(Holds::One),
        _ => entity(name).map(Holds::Many),
    }
}

fn member<'a>(base: &Holds<'a>, name: &str, called: bool, words: &Vocabulary<'a>) -> Holds<'a> {
    let belongs = |kind: &str| given(words, name, |receiver| receiver == Some(kind));
    match base {
        Holds::Many(entity) if called => match belongs("Collection").as_deref() {
            Some("Collection") => Holds::Many(entity),
            Some("Array") if name == ALL => Holds::List(entity),
            Some("Record") => Holds::One(entity),
            Some("Dynamic") if name == FIRST => Holds::One(entity),
            Some("Dynamic") | None => Holds::Unknown,
            Some(other) => Holds::Value(other.to_owned()),
        },
        Holds::One(entity) if !called => of_record(entity, name, words),
        Holds::Row(entity) if !called => match of_record(entity, name, words) {
            Holds::One(entity) => Holds::Row(entity),
            Holds::Many(entity) => Holds::Related(entity),
            value => value,
        },
        Holds::Related(entity) if called && name == FILTER => Holds::Related(entity),
        Holds::List(entity) if called && matches!(name, FILTER | "extract") => Holds::List(entity),
        Holds::One(_) => belongs("Record").map_or(Holds::Unknown, Holds::Value),
        Holds::Value(kind) => belongs(kind).map_or(Holds::Unknown, Holds::Value),
        _ => Holds::Unknown,
    }
}

fn of_record<'a>(entity: &'a Entity, name: &str, words: &Vocabulary<'a>) -> Holds<'a> {
    if let Some(relation) = entity.relation(name) {
        let target = words
            .catalog
            .and_then(|catalog| catalog.entity(&relation.target).ok());
        return match (target, relation.kind) {
            (Some(target), RelationKind::One) => Holds::One(target),
            (Some(target), RelationKind::Many) => Holds::Many(target),
            (None, _) => Holds::Unknown,
        };
    }
    entity.field(name).map_or(Holds::Unknown, |field| {
        Holds::Value(script_type(field.kind()).into())
    })
}

/// What scripts call the type of a field.
fn script_type(kind: Type) -> &'static str {
    match kind {
        Type::Int => "i64",
        Type::Decimal => "Decimal",
        Type::Date => "NaiveDate",
        Type::Timestamp => "Moment",
        _ => "str",
    }
}

/// What the function of that name gives.
fn given(
    words: &Vocabulary<'_>,
    name: &str,
    belongs: impl Fn(Option<&str>) -> bool,
) -> Option<String> {
    let mut functions = words.functions.iter();
    let function = functions.find(|f| f.name == name && belongs(f.receiver.as_deref()))?;
    Some(function.returns.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::completion::lexer::split;
    use crate::shell::completion::samples::Words;

    fn holds(text: &str) -> String {
        let words = Words::new();
        match resolve(&split(text).unwrap(), &words.vocabulary()) {
            Holds::Many(entity) => format!("many {}", entity.name),
            Holds::One(entity) => format!("one of {}", entity.name),
            Holds::List(entity) => format!("list of {}", entity.name),
            Holds::Row(entity) => format!("row of {}", entity.name),
            Holds::Related(entity) => format!("related {}", entity.name),
            Holds::Value(kind) => kind,
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
            ("clients.first().full_name", "str"),
            ("today()", "NaiveDate"),
            ("30", "i64"),
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
