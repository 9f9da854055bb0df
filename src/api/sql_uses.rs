//! What a statement of plain SQL touches, read from its text.

use crate::catalog::{Action, Catalog};
use crate::store::{changes, sql_text};

/// How statements begin that only read, unless there is a change inside.
const READING: [&str; 7] = ["select", "table", "values", "with", "show", "explain", "("];

/// Schemas of what is known of sessions and runs.
const OF_SERVER: [&str; 2] = ["auth", "audit"];

/// What a statement does with the rows of which collection. Every collection that is named is read.
#[must_use]
pub fn sql_uses(catalog: &Catalog, statement: &str) -> Vec<(Action, String)> {
    let mut uses = Vec::new();
    for change in changes(statement) {
        let actions = match change.verb {
            "insert" => vec![Action::Insert],
            "update" => vec![Action::Update],
            "delete" => vec![Action::Delete],
            _ => vec![Action::Insert, Action::Update, Action::Delete],
        };
        let known = catalog.entity(&change.table).is_ok();
        let actions = actions.into_iter().filter(|_| known);
        uses.extend(actions.map(|action| (action, change.table.clone())));
    }
    let changed: Vec<String> = uses.iter().map(|(_, table)| table.clone()).collect();
    for token in sql_text::meant(sql_text::bare(statement)) {
        let mut entities = catalog.entities().iter();
        let named = entities.find(|entity| token.is(&entity.name));
        if let Some(entity) = named.filter(|entity| !changed.contains(&entity.name)) {
            uses.push((Action::Select, entity.name.clone()));
        }
    }
    uses
}

/// Whether a text asks about the server itself, which a standby would answer for itself: who is connected, what runs.
#[must_use]
pub fn sql_is_of_server(text: &str) -> bool {
    let is_of_it = |name: String| name.starts_with("pg_") || OF_SERVER.contains(&name.as_str());
    sql_text::meant(text).any(|token| token.name().is_some_and(is_of_it))
}

/// Whether a text is one statement that only reads, as far as the text tells (a function in it may still change
/// something), and is not about the server itself.
#[must_use]
pub fn sql_only_reads(text: &str) -> bool {
    if sql_is_of_server(text) {
        return false;
    }
    let mut statements = sql_text::statements(text);
    let reads = |statement: sql_text::Statement<'_>| {
        let [word, ..] = sql_text::first_words(statement.text);
        READING.contains(&word.as_str()) && changes(statement.text).is_empty()
    };
    statements.next().is_some_and(reads) && statements.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_that_only_reads_is_told_by_its_text() {
        for sql in [
            "select 1",
            "-- one\n(select 1) union (select 2);",
            "table clients",
            "with c as (select 1) select * from c",
            "explain delete from clients",
            "select 'delete from clients'",
        ] {
            assert!(sql_only_reads(sql), "{sql}");
        }
        for sql in [
            "delete from clients",
            "select 1; update clients set phone = null",
            "select 1; select 2", // what the first gave would be shown before the second is refused
            "",
            "with c as (delete from clients returning id) select * from c",
            "explain analyze delete from clients",
            "do $$ begin end $$",
            "call f()",
            "select * from pg_stat_activity",
            "select * from \"audit\".list_runs()",
        ] {
            assert!(!sql_only_reads(sql), "{sql}");
        }
    }
}
