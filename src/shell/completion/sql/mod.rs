//! SQL: tables where tables stand, the columns of those that a statement names, functions, keywords, values in texts.

mod keywords;
mod literal;
mod named;

pub use keywords::{KEYWORDS, is_keyword};

use super::{Candidate, Offered, Vocabulary, members};
use crate::api::Lookup;
use crate::catalog::{Action, Entity, Field};
use crate::store::sql_text::{self, Kind, Token};
use keywords::keywords;
use named::{Named, is_place_of_table, named};
use std::rc::Rc;

/// The schema of the tables.
const SCHEMA: &str = "crm";

/// What could follow in a statement. What stands after the cursor says what is read, too.
pub(super) fn candidates(before: &str, after: &str, words: &Vocabulary<'_>) -> Offered {
    let begin = last_statement(before);
    let all: Vec<Token<'_>> = sql_text::tokens(&before[begin..]).collect();
    let named = named(&format!("{}{after}", &before[begin..]));
    if let Some(last) = all.last().filter(|last| last.is_open) {
        let start = before.len() - last.text.len();
        return match last.kind {
            Kind::Text if last.text.starts_with('\'') => {
                literal::candidates(&all[..all.len() - 1], &named, &last.text[1..], words)
                    .at(start + 1)
            }
            _ => Offered::default().at(before.len()),
        };
    }
    let typed = all
        .last()
        .filter(|last| last.kind == Kind::Word)
        .map_or("", |last| last.text);
    let start = before.len() - typed.len();
    let mut meant: Vec<Token<'_>> = all.into_iter().filter(Token::is_meant).collect();
    if !typed.is_empty() {
        meant.pop();
    }
    let mut offered: Offered = match meant.as_slice() {
        [.., of, dot] if dot.is_sign(".") => after_a_dot(*of, &named, &meant, words),
        _ if is_place_of_table(&meant) => tables(&meant, words).collect(),
        _ => anywhere(&meant, &named, typed, words),
    };
    if is_upper(typed) {
        for candidate in offered
            .found
            .iter_mut()
            .filter(|known| is_keyword(&known.text))
        {
            *candidate = Candidate::plain(candidate.text.to_uppercase());
        }
    }
    offered.at(start)
}

fn is_upper(typed: &str) -> bool {
    !typed.is_empty() && typed.chars().all(|letter| !letter.is_lowercase())
}

/// Where the last statement begins.
fn last_statement(before: &str) -> usize {
    let (mut at, mut begin) = (0, 0);
    for token in sql_text::tokens(before) {
        at += token.text.len();
        if token.is_sign(";") {
            begin = at;
        }
    }
    begin
}

/// The tables; those that I may not change are marked where a change begins.
fn tables<'a>(
    before: &[Token<'_>],
    words: &'a Vocabulary<'_>,
) -> impl Iterator<Item = Candidate> + 'a {
    let action = match before {
        [.., insert, into] if into.is("into") && insert.is("insert") => Some(Action::Insert),
        [.., update] if update.is("update") => Some(Action::Update),
        [.., delete, from] if from.is("from") && delete.is("delete") => Some(Action::Delete),
        _ => None,
    };
    words.entities().iter().map(move |entity| {
        let about = entity.comment.clone().unwrap_or_default();
        let is_mine = action.is_none_or(|action| entity.may(action));
        Candidate::plain(&entity.name).about(about).mine_if(is_mine)
    })
}

/// The columns of what stands before the dot, or the tables of a schema.
fn after_a_dot(
    of: Token<'_>,
    named: &[Named],
    before: &[Token<'_>],
    words: &Vocabulary<'_>,
) -> Offered {
    let Some(name) = of.name() else {
        return Offered::default();
    };
    if name == SCHEMA {
        return tables(&before[..before.len() - 2], words).collect();
    }
    let table = named
        .iter()
        .find(|known| known.alias == name)
        .map_or(name.as_str(), |known| &known.table);
    match words.entity(table) {
        Some(entity) => entity.fields.iter().map(members::field).collect(),
        // It may be named later in the statement.
        None => words
            .entities()
            .iter()
            .flat_map(|entity| &entity.fields)
            .map(members::field)
            .collect(),
    }
}

/// Columns, names of tables, functions, keywords.
fn anywhere(before: &[Token<'_>], named: &[Named], typed: &str, words: &Vocabulary<'_>) -> Offered {
    let may = right(before);
    let known: Vec<&Rc<Entity>> = named
        .iter()
        .filter_map(|named| words.entity(&named.table))
        .collect();
    let entities: Vec<&Rc<Entity>> = if known.is_empty() {
        words.entities().iter().collect()
    } else {
        known
    };
    let columns = entities.iter().flat_map(|entity| &entity.fields);
    let columns =
        columns.map(|field| members::field(field).mine_if(may.is_none_or(|may| may(field))));
    let aliases = named
        .iter()
        .map(|named| Candidate::plain(&named.alias).about(named.table.as_str()));
    let keywords = keywords().map(Candidate::plain);
    let mut offered: Offered = columns.chain(aliases).chain(keywords).collect();
    // There are hundreds.
    if !typed.is_empty() {
        offered.found.extend(functions(words));
    }
    offered
}

/// Which columns are mine where a change names some: `insert into clients (`, `update clients set`.
fn right(before: &[Token<'_>]) -> Option<fn(&Field) -> bool> {
    let first = before.first()?;
    let is_there = |sign: &str| before.iter().any(|token| token.is_sign(sign));
    let is_word = |word: &str| before.iter().any(|token| token.is(word));
    if first.is("insert") && is_there("(") && !is_there(")") {
        return Some(may_insert);
    }
    let is_set = before
        .last()
        .is_some_and(|last| last.is("set") || last.is_sign(","));
    (first.is("update") && is_set && !is_word("where")).then_some(may_update)
}

fn may_insert(field: &Field) -> bool {
    field.may_insert
}

fn may_update(field: &Field) -> bool {
    field.may_update
}

/// The functions of the server, with how they are called and what they do.
fn functions(words: &Vocabulary<'_>) -> impl Iterator<Item = Candidate> {
    let found = words.looked_up(&Lookup::Functions).into_iter();
    found.map(|function| {
        let name = function
            .name
            .split('(')
            .next()
            .unwrap_or_default()
            .to_owned();
        Candidate {
            text: format!("{name}("),
            label: function.name,
            name,
            ..Candidate::plain("").about(function.about)
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::{Words, marked, offered};
    use crate::shell::completion::{Offered, complete};

    #[test]
    fn tables_stand_where_tables_stand() {
        for line in [
            "select * from cl",
            "select 1; select x from cl",
            "select * from crm.cl",
            "select * from contracts k join cl",
            "select * from contracts k, cl",
        ] {
            assert_eq!(offered(line), ["clients"], "{line}");
        }
    }

    #[test]
    fn columns_are_those_of_the_tables_that_are_named_also_behind_the_cursor() {
        assert_eq!(
            offered("select * from contracts k where k.cl"),
            ["client_id"]
        );
        assert_eq!(
            offered("select * from clients as c join contracts on contracts.cl"),
            ["client_id"]
        );
        assert_eq!(
            offered("select * from clients where full"),
            ["full", "full_name"]
        );
        let words = Words::new();
        let line = "select c. from clients c";
        let Offered { start, found, .. } = complete(line, 9, &words.vocabulary());
        let names: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(start, 9);
        assert_eq!(
            names,
            ["commercial_id", "email", "full_name", "id", "role_note"]
        );
    }

    #[test]
    fn keywords_keep_their_case_and_functions_come_from_the_server() {
        assert_eq!(offered("select 1 whe"), ["when", "where"]);
        assert_eq!(offered("select 1 WHE"), ["WHEN", "WHERE"]);
        assert_eq!(offered("select upp"), ["upper("]);
    }

    #[test]
    fn what_may_not_be_changed_is_marked() {
        assert_eq!(marked("select 1; delete from cli"), ["clients (not yours)"]);
        assert_eq!(marked("select 1; insert into clients (em"), ["email"]);
        assert_eq!(
            marked("select 1; update clients set em"),
            ["email (not yours)"]
        );
        assert_eq!(
            marked("select 1; update clients set full_name = 'x' where em"),
            ["email"]
        );
    }

    #[test]
    fn texts_hold_values_of_the_column_before_them() {
        for line in [
            "select * from clients where email = 'ke",
            "select * from clients c where c.email in ('a', 'ke",
            "select * from clients where not email ilike 'ke",
            "sql(\"select * from clients where email = 'ke",
        ] {
            assert_eq!(offered(line), ["kevin of clients.email'"], "{line}");
        }
        assert_eq!(offered("select 'ke"), [""; 0]);
    }

    #[test]
    fn sql_in_a_text_of_the_language_is_completed_too() {
        assert_eq!(offered("sql(\"select * from cl"), ["clients"]);
        assert_eq!(offered("let n = sql(`select k.cl"), ["client_id"]);
        assert_eq!(
            offered("sql(`select k.cl from contracts k where k.cl"),
            ["client_id"]
        );
    }
}
