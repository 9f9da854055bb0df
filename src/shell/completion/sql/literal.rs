//! Values in texts of SQL: those of the column that a text is compared with.

use super::named::Named;
use crate::shell::completion::{Offered, Vocabulary, text};
use crate::store::sql_text::{Kind, Token};

/// Words between a column and a text.
const BETWEEN: [&str; 4] = ["in", "like", "ilike", "not"];

/// A value of the column that a text is compared with: `role = '`, `role in ('`.
pub(super) fn candidates(
    before: &[Token<'_>],
    named: &[Named],
    typed: &str,
    words: &Vocabulary<'_>,
) -> Offered {
    let before: Vec<&Token<'_>> = before.iter().filter(|token| token.is_meant()).collect();
    let mut rest = before.as_slice();
    while let [shorter @ .., last] = rest
        && (last.kind == Kind::Sign && !last.is_sign(".")
            || last.kind == Kind::Text
            || BETWEEN.iter().any(|word| last.is(word)))
    {
        rest = shorter;
    }
    let Some(field) = rest
        .last()
        .and_then(|token| token.name())
        .filter(|_| rest.len() < before.len())
    else {
        return Offered::default();
    };
    let alias = match rest {
        [.., of, dot, _] if dot.is_sign(".") => of.name(),
        _ => None,
    };
    let is_its = |known: &&Named| alias.as_ref().is_none_or(|alias| *alias == known.alias);
    let tables = named
        .iter()
        .filter(is_its)
        .filter_map(|known| words.entity(&known.table));
    let Some(entity) = tables
        .into_iter()
        .find(|entity| entity.field(&field).is_some())
    else {
        return Offered::default();
    };
    let mut offered = text::of_field(entity, &field, typed, words);
    offered
        .found
        .retain(|candidate| !candidate.text.contains('\''));
    for candidate in &mut offered.found {
        candidate.text.push('\'');
    }
    offered
}
