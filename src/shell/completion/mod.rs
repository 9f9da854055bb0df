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
mod menu;
mod offered;
mod parameter;
mod sql;
mod text;
mod vocabulary;

use crate::script::functions;
pub(super) use candidate::Candidate;
use infer::Holds;
use lexer::{Kind, Open, Piece};
pub(super) use menu::{Menu, menu};
pub(super) use offered::Offered;
pub use sql::KEYWORDS as SQL_KEYWORDS;
pub(super) use sql::is_keyword as is_sql_keyword;
pub(super) use vocabulary::{Known, Vocabulary};

/// What could follow at a position of a line, in bytes.
pub(super) fn complete(line: &str, at: usize, words: &Vocabulary<'_>) -> Offered {
    let (before, after) = line.split_at_checked(at).unwrap_or((line, ""));
    let mut offered = of_entry(before, after, words);
    for candidate in &mut offered.found {
        if let Some(rest) = candidate.text.strip_suffix(QUOTES)
            && after.starts_with(QUOTES)
        {
            candidate.text = rest.to_owned();
        }
    }
    offered
}

/// What ends a text that is completed.
const QUOTES: [char; 3] = ['"', '`', '\''];

/// What could follow in an entry, or in a part of one, before what stands after the cursor.
fn of_entry(before: &str, after: &str, words: &Vocabulary<'_>) -> Offered {
    let mut offered = if super::commands::is_command(before) {
        command::candidates(before, after, words)
    } else if words.session.is_sql(before) {
        sql::candidates(before, after, words)
    } else {
        in_language(before, words)
    };
    offered.found = matching::fitting(offered.found, &before[offered.start..]);
    offered
}

fn in_language(before: &str, words: &Vocabulary<'_>) -> Offered {
    let mut split = lexer::split(before);
    let pieces = &mut split.pieces;
    match split.open {
        Some(Open::Text(start)) if text::is_statement(pieces) => {
            return sql::candidates(&before[start..], "", words).later(start);
        }
        Some(Open::Text(start)) => {
            let mut offered = text::candidates(pieces, &before[start..], words);
            let quote = before[..start].chars().next_back().unwrap_or('"');
            for candidate in &mut offered.found {
                candidate.text.push(quote);
            }
            return offered.at(start);
        }
        Some(Open::Comment) => return Offered::default().at(before.len()),
        None => {}
    }
    let at_end = |piece: &Piece<'_>| piece.start + piece.text.len() == before.len();
    let start = match pieces.last() {
        Some(last) if last.kind == Kind::Number && at_end(last) => {
            return Offered::default().at(before.len());
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
    found.into_iter().collect::<Offered>().at(start)
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
    fn nothing_is_offered_inside_plain_texts_comments_and_numbers() {
        for line in ["print(\"cli", "`cli", "// cli", "/* cli", "12"] {
            assert_eq!(offered(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn only_what_stands_before_the_cursor_counts() {
        let words = super::samples::Words::new();
        let offered = super::complete("é + cli.count()", 8, &words.vocabulary());
        assert_eq!(
            (offered.start, offered.found[0].text.as_str()),
            (5, "clients")
        );
        // A position inside a character is none; it must not end the shell.
        super::complete("é", 1, &words.vocabulary());
    }
}
