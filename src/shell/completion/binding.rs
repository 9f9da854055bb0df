//! Names that the line itself defines: parameters of closures, `for` and `let`.

use super::infer::{Holds, resolve};
use super::lexer::{Kind, Piece, open};
use super::{Vocabulary, parameter as own};

/// What a name that the line defines holds at the end of the pieces.
pub(super) fn of(name: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    parameter(name, pieces, words)
        .or_else(|| assigned(name, pieces, words))
        .or_else(|| looped(name, pieces, words))
        .or_else(|| defined(name, pieces, words))
        .or_else(|| own::of(name, pieces, words))
}

/// The names that the line defines.
pub(super) fn names(pieces: &[Piece<'_>]) -> Vec<String> {
    let mut names: Vec<String> = open(pieces)
        .into_iter()
        .flat_map(|open| parameters(&pieces[open + 1..]))
        .map(str::to_owned)
        .collect();
    let defined = pieces.windows(2).filter(|pair| {
        matches!(pair[0].text, "let" | "const" | "for") && pair[1].kind == Kind::Name
    });
    names.extend(defined.map(|pair| pair[1].text.to_owned()));
    names.extend(own::names(pieces).into_iter().map(str::to_owned));
    names
}

/// The parameter of a closure that is given to a function of a collection is one of its rows.
fn parameter(name: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    let opened = open(pieces);
    let depth = opened
        .iter()
        .rposition(|open| parameters(&pieces[open + 1..]).contains(&name))?;
    // A closure inside `group(…, #{ n: sum(|k| …) })` is about the rows of the group's collection.
    let body = opened[depth] + 1;
    let rows = opened[..=depth]
        .iter()
        .rev()
        .find_map(|open| match receiver(&pieces[..*open]) {
            Some(chain) => match resolve(chain, words) {
                Holds::Many(entity) | Holds::Related(entity) => Some(Holds::Row(entity)),
                Holds::List(entity) => Some(Holds::One(entity)),
                Holds::Unknown => Some(own::inferred(name, &pieces[body..], words)),
                _ => Some(Holds::Unknown),
            },
            None => None,
        });
    Some(rows.unwrap_or_else(|| own::inferred(name, &pieces[body..], words)))
}

/// `let owed = |contract| …`: the parameter of a closure that gets a name.
fn assigned(name: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    let at = pieces
        .windows(2)
        .rposition(|two| two[0].text == "=" && two[1].kind == Kind::Bar)?;
    let body = &pieces[at + 1..];
    let is_its = parameters(body).contains(&name);
    let is_over = body.iter().any(|piece| piece.text == ";") && open(body).is_empty();
    (is_its && !is_over).then(|| own::inferred(name, body, words))
}

/// `|a, b|` after an opening bracket, or after a comma in it.
pub(super) fn parameters<'a>(inside: &[Piece<'a>]) -> Vec<&'a str> {
    let mut depth = 0usize;
    let mut begins = true;
    for (place, piece) in inside.iter().enumerate() {
        match piece.kind {
            Kind::Bar if depth == 0 && begins => {
                let rest = &inside[place + 1..];
                let Some(end) = rest.iter().position(|piece| piece.kind == Kind::Bar) else {
                    return Vec::new();
                };
                let names = rest[..end].iter().filter(|piece| piece.kind == Kind::Name);
                return names.map(|piece| piece.text).collect();
            }
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        begins = piece.kind == Kind::Comma;
    }
    Vec::new()
}

/// The chain before the dot of a call, given what stands before its parenthesis.
pub(super) fn receiver<'p, 'a>(before: &'p [Piece<'a>]) -> Option<&'p [Piece<'a>]> {
    match before {
        [chain @ .., dot, name] if dot.kind == Kind::Dot && name.kind == Kind::Name => Some(chain),
        _ => None,
    }
}

/// `for c in clients { …`
fn looped(name: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    let at = pieces.windows(3).rposition(|three| {
        three[0].text == "for" && three[1].text == name && three[2].text == "in"
    })?;
    let source = &pieces[at + 3..];
    let body = open(source)
        .into_iter()
        .find(|open| source[*open].text == "{")?;
    match resolve(&source[..body], words) {
        Holds::Many(entity) | Holds::List(entity) => Some(Holds::One(entity)),
        _ => Some(Holds::Unknown),
    }
}

/// `let c = clients.get(12); …`
fn defined(name: &str, pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<Holds> {
    let at = pieces.windows(3).rposition(|three| {
        matches!(three[0].text, "let" | "const") && three[1].text == name && three[2].text == "="
    })?;
    let value = &pieces[at + 3..];
    let end = value.iter().position(|piece| piece.text == ";")?;
    Some(resolve(&value[..end], words))
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn parameters_of_closures_are_rows_of_their_collection() {
        for line in [
            "contracts.filter(|k| k.cl",
            "contracts.filter(|k| f(1) && (k.cl",
            "contracts.group(|k| k.client, #{ due: sum(|k| k.cl",
            "for k in contracts.take(5) { k.cl",
            "let k = contracts.get(1);\nk.cl",
            "let ks = contracts; ks.filter(|k| k.cl",
            "clients.filter(|c| c.contracts.filter(|k| k.cl",
        ] {
            assert_eq!(offered(line), ["client", "client_id"], "{line}");
        }
    }

    #[test]
    fn names_of_the_line_are_offered() {
        assert_eq!(offered("clients.filter(|customer| cus"), ["customer"]);
        assert_eq!(offered("let customer = 1; cus"), ["customer"]);
        assert_eq!(offered("clients.filter(|customer| 1); cus"), [""; 0]);
    }
}
