//! What could follow in a line. Nothing is evaluated, nothing is asked of the database: all that is
//! used is the text before the cursor and the words that are known.

mod binding;
mod candidate;
mod columns;
mod command;
mod infer;
mod keys;
mod lexer;
mod matching;
mod members;
pub(super) mod menu;
mod parameter;
mod vocabulary;

use crate::script::functions;
pub(super) use candidate::Candidate;
use infer::Holds;
use lexer::{Kind, Piece};
pub(super) use vocabulary::{Known, Vocabulary};

/// What could follow at a position of a line, and where the word begins that it replaces. Positions are bytes.
pub(super) fn complete(line: &str, at: usize, words: &Vocabulary<'_>) -> (usize, Vec<Candidate>) {
    let before = line.get(..at).unwrap_or(line);
    let (start, found) = if super::commands::is_command(before) || words.session.is_sql(before) {
        command::candidates(before, words)
    } else {
        in_language(before, words)
    };
    (start, matching::fitting(found, &before[start..]))
}

fn in_language(before: &str, words: &Vocabulary<'_>) -> (usize, Vec<Candidate>) {
    let mut split = lexer::split(before);
    if split.open.is_some() {
        return (before.len(), Vec::new());
    }
    let pieces = &mut split.pieces;
    let at_end = |piece: &Piece<'_>| piece.start + piece.text.len() == before.len();
    let start = match pieces.last() {
        Some(last) if last.kind == Kind::Number && at_end(last) => {
            return (before.len(), Vec::new());
        }
        Some(last) if last.kind == Kind::Name && at_end(last) => last.start,
        _ => before.len(),
    };
    pieces.retain(|piece| piece.start < start);
    let found = match pieces.last().map(|last| (last.kind, last.text)) {
        Some((Kind::Dot, _)) => {
            let chain = &pieces[..pieces.len() - 1];
            members::of(&infer::resolve(chain, words), words)
        }
        // A name of one's own choice.
        Some((Kind::Name, "let" | "const" | "fn" | "for")) => Vec::new(),
        _ => keys::of(pieces, words).unwrap_or_else(|| names(pieces, words)),
    };
    (start, found)
}

/// What an expression can begin with.
fn names(pieces: &[Piece<'_>], words: &Vocabulary<'_>) -> Vec<Candidate> {
    let bound = binding::names(pieces).into_iter().map(|name| {
        let holds = binding::of(&name, pieces, words).unwrap_or(Holds::Unknown);
        Candidate::plain(name).about(holds.to_string())
    });
    let known = words.names.iter().filter_map(|name| known(name, words));
    bound.chain(known).collect()
}

/// A name of the session; nothing for what stands only after a dot.
fn known(name: &str, words: &Vocabulary<'_>) -> Option<Candidate> {
    if let Some((_, params)) = words.own.iter().find(|(own, _)| own == name) {
        let label = format!("{name}({})", params.join(", "));
        let text = format!("{name}{}", if params.is_empty() { "()" } else { "(" });
        return Some(Candidate {
            label,
            ..Candidate::written(name, text).about("your own")
        });
    }
    let mut forms = functions()
        .iter()
        .filter(|function| function.is_ours && function.name == name)
        .peekable();
    if forms.peek().is_some() {
        return forms
            .any(|form| !form.needs_a_dot())
            .then(|| members::alone(name));
    }
    let about = match words.entity(name) {
        Some(entity) => entity.comment.clone().unwrap_or_default(),
        None => infer::of_session(name, words).to_string(),
    };
    Some(Candidate::plain(name).about(about))
}

#[cfg(test)]
pub(super) mod samples;

#[cfg(test)]
mod tests {
    use super::samples::offered;

    #[test]
    fn a_line_begins_with_names_and_no_methods() {
        let all = offered("");
        assert!(all.contains(&"clients".to_owned()) && all.contains(&"today()".to_owned()));
        assert!(!all.iter().any(|text| text.starts_with("filter")));
        assert_eq!(offered("cli"), ["clients"]);
        assert_eq!(offered("1 + contr"), ["contracts"]);
        assert_eq!(offered("let con"), [""; 0]);
    }

    #[test]
    fn nothing_is_offered_inside_texts_comments_and_numbers() {
        for line in ["print(\"cli", "`cli", "// cli", "/* cli", "12"] {
            assert_eq!(offered(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn only_what_stands_before_the_cursor_counts() {
        let words = super::samples::Words::new();
        let (start, found) = super::complete("é + cli.count()", 8, &words.vocabulary());
        assert_eq!((start, found[0].text.as_str()), (5, "clients"));
        // A position inside a character is none; it must not end the shell.
        super::complete("é", 1, &words.vocabulary());
    }
}
