//! What could be written in a text: a file, somebody's e-mail, a value of a field, by where the text stands.

use super::binding::{parameters, receiver};
use super::infer::{Holds, resolve};
use super::lexer::{Kind, Piece, open};
use super::{Candidate, Offered, Vocabulary};
use crate::api::Lookup;
use crate::catalog::{Action, Entity, Field, RelationKind};
use crate::script::{Function, functions, words_of};
use crate::value::Type;
use std::rc::Rc;

/// Those who sign in, and what they are called by.
pub(super) const PEOPLE: (&str, &str) = ("collaborators", "email");

/// What a text is about.
enum About {
    /// A file.
    File,
    /// What a field of rows holds.
    Field(Rc<Entity>, String),
    /// Words that are known.
    Words(Vec<String>),
}

/// Whether a text that stands behind these pieces is a statement of SQL.
pub(super) fn is_statement(pieces: &[Piece<'_>]) -> bool {
    argument(pieces).is_some_and(|argument| argument.called == "statement")
}

/// What could follow in a text that stands behind these pieces; `typed` is what is written of it.
pub(super) fn candidates(pieces: &[Piece<'_>], typed: &str, words: &Vocabulary<'_>) -> Offered {
    let about = given(pieces, words)
        .or_else(|| compared(pieces, words))
        .or_else(|| keyed(pieces, words))
        .or_else(|| assigned(pieces, words))
        .or_else(|| imported(pieces, words));
    match about {
        Some(About::File) => Offered::file(),
        Some(About::Words(known)) => known.into_iter().map(Candidate::plain).collect(),
        Some(About::Field(entity, field)) => of_field(&entity, &field, typed, words),
        None => Offered::default(),
    }
}

/// Values of a field.
pub(super) fn of_field(
    entity: &Entity,
    name: &str,
    typed: &str,
    words: &Vocabulary<'_>,
) -> Offered {
    let field = entity.field(name);
    if let Some(choices) = field.and_then(Field::choices) {
        return choices.iter().map(Candidate::plain).collect();
    }
    match field {
        Some(field) if field.kind() == Type::Text && !entity.is_computed => {
            let what = Lookup::texts(&entity.name, name, typed);
            words.looked_up(&what).into_iter().collect()
        }
        _ => Offered::default(),
    }
}

/// An argument of a function that is being written.
struct Argument<'p, 't> {
    /// What the function calls it.
    called: &'static str,
    /// The function's name.
    of: &'t str,
    /// What stands before the dot.
    chain: Option<&'p [Piece<'t>]>,
}

/// The argument that the end of the pieces is at.
fn argument<'p, 't>(pieces: &'p [Piece<'t>]) -> Option<Argument<'p, 't>> {
    let last = pieces.last()?;
    let call = open(pieces).pop()?;
    if pieces[call].text != "(" || !matches!(last.kind, Kind::Open | Kind::Comma) {
        return None;
    }
    let (head, inside) = (&pieces[..call], &pieces[call + 1..]);
    let name = head.last().filter(|name| name.kind == Kind::Name)?;
    let chain = receiver(head);
    Some(Argument {
        called: parameter(name.text, chain.is_some(), commas(inside))?,
        of: name.text,
        chain,
    })
}

/// An argument of a function: what it is called says what it takes.
fn given(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<About> {
    let argument = argument(pieces)?;
    match argument.called {
        "path" | "file" => Some(About::File),
        "person" => person(words),
        "action" => {
            let words = Action::EACH.map(|action| action.to_string());
            Some(About::Words(words.into()))
        }
        "text" if argument.of == "search" => match resolve(argument.chain?, words) {
            Holds::Many(entity) | Holds::Related(entity) => {
                let title = entity.title()?.name.clone();
                Some(About::Field(entity, title))
            }
            _ => None,
        },
        _ => field(argument.chain?, words),
    }
}

/// The name of what a function takes at a place.
fn parameter(name: &str, has_a_dot: bool, place: usize) -> Option<&'static str> {
    let forms = functions().iter().filter(|form| form.name == name);
    let forms: Vec<&Function> = forms
        .filter(|form| form.needs_a_dot() == has_a_dot)
        .collect();
    let mut names = forms.iter().filter_map(|form| form.parameters.get(place));
    names.next().map(String::as_str)
}

/// How many commas are in no brackets; those between the bars of a closure are in it.
fn commas(inside: &[Piece<'_>]) -> usize {
    let (mut depth, mut count) = (0usize, 0usize);
    let mut bars = 2 * parameters(inside).len().min(1);
    for piece in inside {
        match piece.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Bar => bars = bars.saturating_sub(1),
            Kind::Comma if depth == 0 && bars != 1 => count += 1,
            _ => {}
        }
    }
    count
}

/// `c.email == "`, `c.role in ["`
fn compared(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<About> {
    if let [operand @ .., first, last] = pieces
        && last.text == "="
        && matches!(first.text, "=" | "!")
    {
        return field(operand, words);
    }
    let list = open(pieces).pop()?;
    let is_item = matches!(pieces.last()?.kind, Kind::Open | Kind::Comma);
    match &pieces[..list] {
        [operand @ .., word] if word.text == "in" && pieces[list].text == "[" && is_item => {
            field(operand, words)
        }
        _ => None,
    }
}

/// `create(#{ role: "`
fn keyed(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<About> {
    let [.., key, colon] = pieces else {
        return None;
    };
    let map = open(pieces).pop()?;
    if colon.text != ":" || pieces[map].text != "#{" {
        return None;
    }
    let (function, rows) = super::keys::taken_by(&pieces[..map], words)?;
    let known = words_of(function, key.text).iter().map(ToString::to_string);
    let known: Vec<String> = known.collect();
    match (function, rows) {
        _ if !known.is_empty() => Some(About::Words(known)),
        ("create" | "update", Holds::Many(entity) | Holds::One(entity)) => {
            member(&entity, key.text, words)
        }
        ("chart", Holds::Many(entity)) => {
            let names = entity.fields.iter().map(|field| field.name.clone());
            Some(About::Words(names.collect()))
        }
        _ => None,
    }
}

/// `client.commercial = "`
fn assigned(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<About> {
    match pieces {
        [chain @ .., dot, name, equals] if dot.kind == Kind::Dot && equals.text == "=" => {
            match resolve(chain, words) {
                Holds::One(entity) => member(&entity, name.text, words),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `import "`
fn imported(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<About> {
    let is_import = pieces.last()?.text == "import";
    let library = words.library.filter(|_| is_import)?;
    Some(About::Words(library.modules()))
}

/// A field that is given a value, or a relation, which takes an e-mail.
fn member(entity: &Rc<Entity>, name: &str, words: &Vocabulary<'_>) -> Option<About> {
    if let Some(relation) = entity.relation(name) {
        let target = words.entity(&relation.target)?;
        let (_, email) = PEOPLE;
        let has_one = relation.kind == RelationKind::One && target.field(email).is_some();
        return has_one.then(|| About::Field(Rc::clone(target), email.to_owned()));
    }
    entity.field(name)?;
    Some(About::Field(Rc::clone(entity), name.to_owned()))
}

/// The field that an expression ends with.
fn field(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Option<About> {
    let [chain @ .., dot, name] = pieces else {
        return None;
    };
    if dot.kind != Kind::Dot {
        return None;
    }
    match resolve(chain, words) {
        Holds::One(entity) | Holds::Row(entity) => {
            entity.field(name.text)?;
            Some(About::Field(entity, name.text.to_owned()))
        }
        _ => None,
    }
}

fn person(words: &Vocabulary<'_>) -> Option<About> {
    let (people, email) = PEOPLE;
    let people = words.entity(people)?;
    Some(About::Field(Rc::clone(people), email.to_owned()))
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn values_of_the_field_that_a_text_is_compared_with() {
        for line in [
            "clients.filter(|c| c.email == \"ke",
            "clients.filter(|c| c.id > 3 && c.email != \"ke",
            "clients.filter(|c| c.email in [\"a\", \"ke",
            "clients.filter(|c| c.email.starts_with(\"ke",
            "contracts.filter(|k| k.client.email == \"ke",
            "clients.create(#{ email: \"ke",
            "c.email = \"ke",
        ] {
            assert_eq!(offered(line), ["kevin of clients.email\""], "{line}");
        }
    }

    #[test]
    fn names_and_e_mails_where_a_function_takes_some() {
        assert_eq!(
            offered("clients.search(\"kev"),
            ["kevin of clients.full_name\""]
        );
        assert_eq!(offered("can(\"cr"), ["create\""]);
        assert_eq!(offered("clients.chart(#{ kind: \"b"), ["bar\""]);
        assert_eq!(
            offered("clients.chart(#{ kind: \"bar\", x: \"em"),
            ["email\""]
        );
        assert_eq!(
            offered("clients.import_file(f, #{ duplicates: \""),
            ["error\"", "skip\"", "update\""]
        );
    }

    #[test]
    fn a_quote_that_is_there_is_not_written_again() {
        use crate::shell::completion::{complete, samples::Words};
        let words = Words::new();
        let offered = complete("can(\"cr\", clients)", 7, &words.vocabulary());
        assert_eq!(
            (offered.start, offered.found[0].text.as_str()),
            (5, "create")
        );
    }

    #[test]
    fn files_where_a_function_takes_one() {
        use crate::shell::completion::{complete, samples::Words};
        let words = Words::new();
        for (line, takes_a_file) in [
            ("clients.save_as(\"fri", true),
            ("clients.import_file(\"fri", true),
            ("print(\"fri", false),
        ] {
            let offered = complete(line, line.len(), &words.vocabulary());
            assert_eq!(offered.takes_a_file, takes_a_file, "{line}");
        }
    }
}
