//! The fields of a row that is created or updated: `clients.create(#{ full_name: …`.

use super::binding::receiver;
use super::infer::{Holds, resolve};
use super::lexer::{Kind, Piece, open};
use super::{Candidate, Vocabulary};
use crate::catalog::{Entity, Field};
use crate::render::chart::OPTIONS;

/// The keys that can follow; nothing when no key is expected here.
pub(super) fn of(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Vec<Candidate>> {
    let map = open(pieces).pop()?;
    let last = pieces.last()?;
    let is_key = matches!(last.kind, Kind::Open | Kind::Comma);
    if pieces[map].text != "#{" || !is_key {
        return None;
    }
    Some(fields(&pieces[..map], words, &given(&pieces[map + 1..])))
}

/// The fields that a call can give, given what stands before its map.
fn fields(before: &[Piece<'_>], words: &Vocabulary<'_>, given: &[&str]) -> Vec<Candidate> {
    let [call @ .., parenthesis] = before else {
        return Vec::new();
    };
    let (Some(chain), "(", Some(function)) = (receiver(call), parenthesis.text, call.last()) else {
        return Vec::new();
    };
    let may: fn(&Field) -> bool = match function.text {
        "create" => |field| field.may_insert,
        "update" => |field| field.may_update,
        "chart" => {
            let free = OPTIONS.into_iter().filter(|name| !given.contains(name));
            return free.map(key).collect();
        }
        _ => return Vec::new(), // a map with names of one's own choice
    };
    let of = |entity: &Entity| -> Vec<Candidate> {
        let fields = entity.fields.iter().filter(|field| may(field));
        let names = fields.map(|field| field.name.as_str());
        names
            .filter(|name| !given.contains(name))
            .map(key)
            .collect()
    };
    match resolve(chain, words) {
        Holds::Many(entity) | Holds::One(entity) => of(&entity),
        Holds::Unknown => {
            let entities = words.entities();
            entities.iter().flat_map(|entity| of(entity)).collect()
        }
        _ => Vec::new(),
    }
}

fn key(name: &str) -> Candidate {
    Candidate {
        name: name.to_owned(),
        text: format!("{name}: "),
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
    use crate::shell::completion::samples::offered;

    #[test]
    fn fields_that_may_be_given_are_offered_once() {
        assert_eq!(offered("clients.create(#{ "), ["email: ", "full_name: "]);
        assert_eq!(
            offered("clients.create(#{ full_name: f(\"A\", 1), "),
            ["email: "]
        );
        assert_eq!(offered("clients.get(12).update(#{ fu"), ["full_name: "]);
        assert_eq!(offered("c.update(#{ "), ["full_name: "]);
        assert_eq!(offered("clients.chart(#{ x: \"a\", "), ["kind: ", "y: "]);
    }

    #[test]
    fn values_and_names_of_ones_own_are_no_fields() {
        assert_eq!(offered("clients.create(#{ full_name: cli"), ["clients"]);
        assert_eq!(offered("clients.filter(|c| #{ "), [""; 0]);
        assert_eq!(offered("#{ "), [""; 0]);
    }
}
