//! The keys of maps: fields of a row that is created or updated, options, columns and aggregates.

use super::binding::{parameters, receiver};
use super::infer::{Holds, resolve};
use super::lexer::{Kind, Piece, open};
use super::{Candidate, Vocabulary, members};
use crate::catalog::{Entity, Field, RelationKind};
use crate::script::options_of;
use crate::value::Type;

/// A map that is being written.
struct Map<'p, 't> {
    /// The chain before the dot of the call that it is given to.
    chain: &'p [Piece<'t>],
    /// The name of the function.
    function: &'t str,
    /// The parameter of the closure that gives it, if one does.
    row: Option<&'t str>,
    /// The parameter of the closure before it, if there is one.
    rows_before: Option<&'t str>,
}

/// The keys that can follow; nothing when no key is expected here.
pub(super) fn of(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Vec<Candidate>> {
    let map = open(pieces).pop()?;
    let last = pieces.last()?;
    let is_key = matches!(last.kind, Kind::Open | Kind::Comma);
    if pieces[map].text != "#{" || !is_key {
        return None;
    }
    let mut keys = Map::at(&pieces[..map]).map_or_else(Vec::new, |map| map.keys(words));
    let given = given(&pieces[map + 1..]);
    keys.retain(|key| !given.contains(&key.name.as_str()));
    Some(keys)
}

/// The function that a map is given to, and the rows before its dot, given what stands before the map.
pub(super) fn taken_by<'t>(
    before: &[Piece<'t>],
    words: &Vocabulary<'_>,
) -> Option<(&'t str, Holds)> {
    let map = Map::at(before).filter(|map| map.row.is_none())?;
    Some((map.function, resolve(map.chain, words)))
}

impl<'p, 't> Map<'p, 't> {
    /// What stands before a map that is given to a function of rows: alone, in a list, or by a closure.
    fn at(before: &'p [Piece<'t>]) -> Option<Self> {
        let opened = open(before);
        let call = opened
            .iter()
            .rev()
            .find(|open| before[**open].text != "[")?;
        let (head, inside) = (&before[..*call], &before[*call + 1..]);
        let parameter = parameters(inside).first().copied();
        let is_given = before.last().is_some_and(|last| last.kind == Kind::Bar);
        (before[*call].text == "(").then_some(())?;
        Some(Self {
            chain: receiver(head)?,
            function: head.last()?.text,
            row: parameter.filter(|_| is_given),
            rows_before: first_parameter(inside).filter(|_| !is_given),
        })
    }

    fn keys(&self, words: &Vocabulary<'_>) -> Vec<Candidate> {
        if let Some(options) = options_of(self.function) {
            return options
                .iter()
                .map(|name| key(Candidate::plain(*name)))
                .collect();
        }
        match (self.function, self.row, self.rows_before) {
            ("create", None, None) => self.fields(words, |field| field.may_insert),
            ("update", None, None) => self.fields(words, |field| field.may_update),
            ("select" | "group", Some(row), _) => {
                let of = |entity: &Entity| {
                    let named = entity.fields.iter().map(members::field);
                    let named = named.chain(entity.relations.iter().map(members::relation));
                    named
                        .map(|member| valued(&member, &format!("{row}.{}", member.name)))
                        .collect()
                };
                self.rows(words, of)
            }
            ("group", None, Some(row)) => self.rows(words, |entity| aggregates(entity, row)),
            _ => Vec::new(), // a map with names of one's own choice
        }
    }

    /// The fields that can be given, and the relations that stand for one; those that I may not give are marked.
    fn fields(&self, words: &Vocabulary<'_>, may: fn(&Field) -> bool) -> Vec<Candidate> {
        self.rows(words, |entity| {
            let free = entity.fields.iter().filter(|field| !field.generated);
            let fields = free.map(|field| key(members::field(field)).mine_if(may(field)));
            let relations = entity.relations.iter();
            let one = relations.filter(|relation| relation.kind == RelationKind::One);
            let one = one.map(|relation| {
                let is_mine = entity.field(&relation.field).is_some_and(may);
                key(members::relation(relation)).mine_if(is_mine)
            });
            fields.chain(one).collect()
        })
    }

    fn rows(
        &self,
        words: &Vocabulary<'_>,
        keys: impl Fn(&Entity) -> Vec<Candidate>,
    ) -> Vec<Candidate> {
        match resolve(self.chain, words) {
            Holds::Many(entity) | Holds::One(entity) | Holds::Related(entity) => keys(&entity),
            Holds::Unknown => {
                let entities = words.entities();
                entities.iter().flat_map(|entity| keys(entity)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What a group can say of its rows: how many, the sums of numbers, the latest of days.
fn aggregates(entity: &Entity, row: &str) -> Vec<Candidate> {
    let of_field = |field: &Field| {
        let aggregate = match field.kind() {
            Type::Int if field.name == "id" || field.name.ends_with("_id") => return None,
            Type::Int | Type::Float | Type::Decimal => "sum",
            Type::Date | Type::Timestamp => "max",
            _ => return None,
        };
        let value = format!("{aggregate}(|{row}| {row}.{})", field.name);
        Some(valued(&Candidate::plain(&field.name), &value))
    };
    let count = valued(&Candidate::plain("count"), "count()");
    let fields = entity.fields.iter().filter_map(of_field);
    std::iter::once(count).chain(fields).collect()
}

/// A key that is given a value by whoever writes.
fn key(named: Candidate) -> Candidate {
    Candidate {
        text: format!("{}: ", named.name),
        ..named
    }
}

/// A key with its value.
fn valued(named: &Candidate, value: &str) -> Candidate {
    Candidate {
        text: format!("{}: {value}", named.name),
        ..named.clone().about(value)
    }
}

/// The parameter of a closure that begins what is in the brackets.
fn first_parameter<'t>(inside: &[Piece<'t>]) -> Option<&'t str> {
    match inside {
        [bar, name, end, ..] if bar.kind == Kind::Bar && end.kind == Kind::Bar => Some(name.text),
        _ => None,
    }
}

/// The keys that are there already.
fn given<'a>(inside: &[Piece<'a>]) -> Vec<&'a str> {
    let mut depth = 0usize;
    let mut keys = Vec::new();
    for pair in inside.windows(2) {
        match pair[0].kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Name if depth == 0 && pair[1].text == ":" => keys.push(pair[0].text),
            _ => {}
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::{marked, offered};

    #[test]
    fn fields_that_may_be_given_are_offered_once_and_those_that_may_not_are_marked() {
        assert_eq!(
            marked("clients.create(#{ "),
            [
                "commercial:  (not yours)",
                "commercial_id:  (not yours)",
                "email: ",
                "full_name: ",
                "id:  (not yours)",
                "role_note:  (not yours)"
            ]
        );
        assert_eq!(
            offered("clients.create([#{ full_name: f(\"A\", 1), e"),
            ["email: "]
        );
        assert_eq!(marked("clients.get(12).update(#{ fu"), ["full_name: "]);
        assert_eq!(marked("c.update(#{ em"), ["email:  (not yours)"]);
    }

    #[test]
    fn options_of_a_function_are_offered() {
        assert_eq!(offered("clients.chart(#{ kind: \"bar\", k"), [""; 0]);
        assert_eq!(offered("clients.chart(#{ x: \"a\", k"), ["kind: "]);
        assert_eq!(offered("clients.save_as(\"a.csv\", #{ "), ["formulas: "]);
        assert_eq!(offered("clients.import_file(f, #{ du"), ["duplicates: "]);
    }

    #[test]
    fn columns_and_aggregates_come_with_their_values() {
        assert_eq!(offered("clients.select(|c| #{ em"), ["email: c.email"]);
        assert_eq!(
            offered("contracts.group(|k| #{ cli"),
            ["client: k.client", "client_id: k.client_id"]
        );
        assert_eq!(
            offered("contracts.group(|k| k.client, #{ "),
            ["count: count()"]
        );
    }

    #[test]
    fn values_and_names_of_ones_own_are_no_fields() {
        assert_eq!(offered("clients.create(#{ full_name: cli"), ["clients"]);
        assert_eq!(offered("clients.filter(|c| #{ "), [""; 0]);
        assert_eq!(offered("#{ "), [""; 0]);
    }
}
