//! The columns of rows that a line computes: what `select` and `group` give.

use super::Vocabulary;
use super::infer::{Call, Holds, resolve};
use super::lexer::{Kind, Piece};
use crate::catalog::{Entity, Field};
use crate::value::Type;
use std::ops::Range;
use std::rc::Rc;

/// The rows that `select` gives.
pub(super) fn selected(of: &Entity, call: Call<'_, '_>, words: &Vocabulary<'_>) -> Rc<Entity> {
    computed(of, &columns(call, call.argument(0), words))
}

/// The rows that `group` gives: its keys, then its aggregates, or how many rows each group has.
pub(super) fn grouped(of: &Entity, call: Call<'_, '_>, words: &Vocabulary<'_>) -> Rc<Entity> {
    let mut found = columns(call, call.argument(0), words);
    match call.argument(1) {
        aggregates if aggregates.is_empty() => found.push(("count".to_owned(), Type::Int)),
        aggregates => {
            for (name, value) in call.entries(aggregates) {
                found.push((name, aggregate(call, value, words)));
            }
        }
    }
    computed(of, &found)
}

/// The type of what the closure of a call gives.
pub(super) fn of_closure(call: Call<'_, '_>, words: &Vocabulary<'_>) -> Option<Type> {
    let body = call.body(call.argument(0))?;
    kind(&resolve(&call.pieces[..body.end], words))
}

fn computed(of: &Entity, columns: &[(String, Type)]) -> Rc<Entity> {
    let fields = columns
        .iter()
        .map(|(name, kind)| Field::computed(name, *kind, true));
    Rc::new(Entity::of_columns(&of.name, fields.collect()))
}

/// The columns that a closure gives: a map's entries, or one value under the name of its field.
fn columns(
    call: Call<'_, '_>,
    closure: Range<usize>,
    words: &Vocabulary<'_>,
) -> Vec<(String, Type)> {
    let Some(body) = call.body(closure) else {
        return Vec::new();
    };
    if call.pieces[body.start].text == "#{" {
        let entries = call.entries(body).into_iter();
        return entries
            .map(|(name, value)| column(call, name, value, words))
            .collect();
    }
    let last = &call.pieces[body.end - 1];
    let name = match (last.kind, call.pieces[body.end - 2].kind) {
        (Kind::Name, Kind::Dot) => last.text,
        _ => "value",
    };
    vec![column(call, name.to_owned(), body, words)]
}

/// A column; a row stands for its id.
fn column(
    call: Call<'_, '_>,
    name: String,
    value: Range<usize>,
    words: &Vocabulary<'_>,
) -> (String, Type) {
    match resolve(&call.pieces[..value.end], words) {
        Holds::Row(_) => (format!("{name}_id"), Type::Int),
        holds => (name, kind(&holds).unwrap_or(Type::Text)),
    }
}

/// The type of an aggregate: `sum(|k| k.amount_due)`.
fn aggregate(call: Call<'_, '_>, value: Range<usize>, words: &Vocabulary<'_>) -> Type {
    let inner = Call {
        pieces: &call.pieces[..value.end],
        open: value.start + 1,
    };
    match call.pieces[value.start].text {
        "count" => Type::Int,
        "avg" => Type::Decimal,
        _ => of_closure(inner, words).unwrap_or(Type::Decimal),
    }
}

fn kind(holds: &Holds) -> Option<Type> {
    match holds {
        Holds::Column(kind) => Some(*kind),
        Holds::Value(name) => Type::named(name),
        Holds::Row(_) => Some(Type::Int),
        _ => None,
    }
}

impl Call<'_, '_> {
    /// Where an argument stands; empty where there is none.
    fn argument(&self, index: usize) -> Range<usize> {
        let inside = self.open + 1..self.pieces.len() - 1;
        let mut parts = split(self.pieces, inside).into_iter();
        parts.nth(index).unwrap_or(0..0)
    }

    /// Where the body of a closure stands.
    fn body(&self, closure: Range<usize>) -> Option<Range<usize>> {
        let pieces = self.pieces.get(closure.clone())?;
        if pieces.first()?.kind != Kind::Bar {
            return None;
        }
        let end = pieces
            .iter()
            .skip(1)
            .position(|piece| piece.kind == Kind::Bar)?;
        let body = closure.start + end + 2..closure.end;
        (!body.is_empty()).then_some(body)
    }

    /// The entries of a map: their names, and where their values stand.
    pub(super) fn entries(&self, map: Range<usize>) -> Vec<(String, Range<usize>)> {
        if map.len() < 2 || self.pieces[map.start].text != "#{" {
            return Vec::new();
        }
        let entries = split(self.pieces, map.start + 1..map.end - 1).into_iter();
        let entries = entries.filter(|entry| entry.len() > 2);
        entries
            .map(|entry| {
                let name = self.pieces[entry.start].text.trim_matches('"').to_owned();
                (name, entry.start + 2..entry.end)
            })
            .collect()
    }
}

/// What stands between the commas that are in no brackets; those between the bars of a closure are in it.
fn split(pieces: &[Piece<'_>], within: Range<usize>) -> Vec<Range<usize>> {
    let (mut depth, mut in_bars, mut start) = (0usize, false, within.start);
    let mut parts = Vec::new();
    for place in within.clone() {
        match pieces[place].kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Bar if depth == 0 && (in_bars || place == start) => in_bars = !in_bars,
            Kind::Comma if depth == 0 && !in_bars => {
                parts.push(start..place);
                start = place + 1;
            }
            _ => {}
        }
    }
    if start < within.end {
        parts.push(start..within.end);
    }
    parts
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn a_group_has_its_keys_and_its_aggregates() {
        let names = |line: &str| -> Vec<String> {
            let closure = format!("{line}.filter(|g| g.");
            offered(&closure)
        };
        assert_eq!(
            names("clients.group(|c| c.full_name)"),
            ["count", "full_name"]
        );
        assert_eq!(
            names("contracts.group(|k| k.client)"),
            ["client_id", "count"]
        );
        assert_eq!(
            names("contracts.group(|k| k.client.email, #{ n: count(), last: max(|k| k.id) })"),
            ["email", "last", "n"]
        );
        assert_eq!(
            names("contracts.group(|k| #{ who: k.client.email, c: k.client }, #{ n: count() })"),
            ["c_id", "n", "who"]
        );
    }

    #[test]
    fn columns_have_the_methods_of_their_types() {
        let line = "contracts.group(|k| k.client.email, #{ n: count(), first: min(|k| k.client.full_name) })";
        assert_eq!(
            offered(&format!("{line}.filter(|g| g.n.is_e")),
            ["is_even()"]
        );
        assert_eq!(
            offered(&format!("{line}.filter(|g| g.first.to_u")),
            ["to_upper()"]
        );
        assert_eq!(
            offered("clients.select(|c| #{ x: c.id }).filter(|r| r."),
            ["x"]
        );
        assert_eq!(
            offered("clients.select(|c| c.email).sort(|r| r."),
            ["email"]
        );
    }
}
