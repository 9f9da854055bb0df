//! The tables that a statement names, and where it names them.

use super::keywords::is_keyword;
use crate::store::sql_text::{self, Kind, Token};

/// Words that a table's name follows.
const BEFORE_TABLES: [&str; 7] = ["from", "join", "into", "update", "table", "using", "only"];

/// A table that a statement names, and what it calls it.
pub(super) struct Named {
    /// What columns of it are called by.
    pub(super) alias: String,
    /// Its name.
    pub(super) table: String,
}

/// The tables that a statement names.
pub(super) fn named(statement: &str) -> Vec<Named> {
    let tokens: Vec<Token<'_>> = sql_text::meant(statement).collect();
    let mut named: Vec<Named> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_place_of_table(&tokens[..at]) {
            at += 1;
            continue;
        }
        let mut name = tokens.get(at);
        if tokens.get(at + 1).is_some_and(|dot| dot.is_sign(".")) {
            at += 2;
            name = tokens.get(at);
        }
        let table = name.and_then(Token::name).filter(|name| !is_keyword(name));
        at += 1;
        let Some(table) = table else { continue };
        if tokens.get(at).is_some_and(|word| word.is("as")) {
            at += 1;
        }
        let alias = tokens
            .get(at)
            .and_then(Token::name)
            .filter(|name| !is_keyword(name));
        at += usize::from(alias.is_some());
        named.push(Named {
            alias: alias.unwrap_or_else(|| table.clone()),
            table,
        });
    }
    named
}

/// Whether a table's name follows: after `from` and the like, and after a comma in a list of tables.
pub(super) fn is_place_of_table(before: &[Token<'_>]) -> bool {
    let Some((last, earlier)) = before.split_last() else {
        return false;
    };
    if last.kind == Kind::Word {
        let is_of_select = last.is("table") || last.is("update");
        let for_update = is_of_select
            && earlier
                .last()
                .is_some_and(|word| word.is("for") || word.is("do"));
        let is_compared = last.is("from") && earlier.last().is_some_and(|word| word.is("distinct"));
        return !for_update && !is_compared && BEFORE_TABLES.iter().any(|word| last.is(word));
    }
    if !last.is_sign(",") {
        return false;
    }
    // `from a x, …`: nothing but names and commas back to the word.
    let names = earlier.iter().rev().take_while(|token| {
        token.is_sign(",")
            || token.is_sign(".")
            || token
                .name()
                .is_some_and(|name| name == "as" || !is_keyword(&name))
    });
    let count = names.count();
    let word = earlier
        .len()
        .checked_sub(count + 1)
        .and_then(|at| earlier.get(at));
    count > 0 && word.is_some_and(|word| word.is("from"))
}
