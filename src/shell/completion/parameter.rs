//! What a parameter of a function of one's own holds: what its name says, or else what is asked of it.

use super::Vocabulary;
use super::infer::Holds;
use super::lexer::{Kind, Piece, open, opening};
use crate::catalog::Entity;
use std::rc::Rc;

/// What a parameter of the function around the end of the pieces holds; nothing when there is none of that name.
pub(super) fn of(name: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    let (body, _) = functions(pieces).rfind(|(_, names)| names.contains(&name))?;
    Some(inferred(name, &pieces[body..], words))
}

/// The parameters of the functions around the end of the pieces.
pub(super) fn names<'t>(pieces: &[Piece<'t>]) -> Vec<&'t str> {
    functions(pieces).flat_map(|(_, names)| names).collect()
}

/// What a name holds of which nothing else is known.
pub(super) fn inferred(name: &str, body: &[Piece<'_>], words: &Vocabulary<'_>) -> Holds {
    let found = by_name(name, words).or_else(|| by_use(name, body, words));
    found.unwrap_or(Holds::Unknown)
}

/// `contract`, `new_contract`: one of the contracts. `contracts`: all, or some.
fn by_name(name: &str, words: &Vocabulary<'_>) -> Option<Holds> {
    let last = name.rsplit('_').next().unwrap_or(name);
    words.entities().iter().find_map(|entity| {
        if entity.singular() == last {
            return Some(Holds::One(Rc::clone(entity)));
        }
        (entity.name == last).then(|| Holds::Many(Rc::clone(entity)))
    })
}

/// A row of the only collection whose rows have all that was asked of it so far.
fn by_use(name: &str, body: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    let asked = body.windows(3).filter_map(|three| {
        let is_asked = three[0].text == name && three[1].kind == Kind::Dot;
        (is_asked && three[2].kind == Kind::Name).then_some(three[2].text)
    });
    let has = |entity: &Entity, name: &str| entity.members().any(|member| member == name);
    let entities = words.entities();
    let is_member = |name: &&str| entities.iter().any(|entity| has(entity, name));
    let asked: Vec<&str> = asked.filter(is_member).collect();
    if asked.is_empty() {
        return None;
    }
    let has_all = |entity: &&Rc<Entity>| asked.iter().all(|name| has(entity, name));
    let mut fitting = entities.iter().filter(has_all);
    match (fitting.next(), fitting.next()) {
        (Some(entity), None) => Some(Holds::One(Rc::clone(entity))),
        _ => None,
    }
}

/// The functions whose bodies are open at the end: where each body begins, and the names of its parameters.
fn functions<'p, 't>(
    pieces: &'p [Piece<'t>],
) -> impl DoubleEndedIterator<Item = (usize, Vec<&'t str>)> + 'p {
    open(pieces).into_iter().filter_map(move |body| {
        let head = &pieces[..body];
        let from = opening(head).filter(|_| pieces[body].text == "{")?;
        let [.., keyword, _] = &head[..from] else {
            return None;
        };
        let inside = &head[from + 1..head.len() - 1];
        let names = inside.iter().filter(|piece| piece.kind == Kind::Name);
        (keyword.text == "fn").then(|| (body, names.map(|piece| piece.text).collect()))
    })
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn a_parameter_holds_what_its_name_says() {
        for line in [
            "fn owed(contract) { contract.cl",
            "fn owed(n, new_contract) {\n  if n > 1 { new_contract.cl",
            "let owed = |contract| contract.cl",
        ] {
            assert_eq!(offered(line), ["client", "client_id"], "{line}");
        }
        assert_eq!(offered("fn f(contracts) { contracts.tak"), ["take("]);
    }

    #[test]
    fn or_what_was_asked_of_it() {
        let line = "fn f(x) { print(x.full_name); x.em";
        assert_eq!(offered(line), ["email"]);
        assert!(offered("fn f(x) { print(x.id); x.").contains(&"client".to_owned()));
    }

    #[test]
    fn it_is_offered_in_the_body_alone() {
        assert_eq!(offered("fn f(number, x) { numb"), ["number"]);
        assert_eq!(offered("fn f(number) { 1 }\nnumb"), [""; 0]);
    }
}
