//! What a statement of plain SQL touches, read from its text.

use crate::catalog::{Action, Catalog};
use crate::store::{changes, sql_text};

/// How statements begin that only read, unless there is a change inside.
const READING: [&str; 7] = ["select", "table", "values", "with", "show", "explain", "("];

/// What may stand before a parenthesis in a statement that changes nothing: words of SQL, and functions that only compute.
const BEFORE_PARENTHESIS: &str = "\
    all and any as between by case distinct else except exists filter from having in intersect is join lateral limit \
    materialized not offset on or over select some then union using values when where within \
    abs array_agg avg bool_and bool_or coalesce concat count date_trunc extract greatest least length lower max min now \
    nullif rank round row_number string_agg sum to_char trim upper";

/// What a statement that changes nothing has not: `select … into`, `for update` and its like, `explain analyze` of anything,
/// names whose escapes are written with another sign.
const MAY_CHANGE: [&str; 8] = [
    "into", "update", "share", "no", "key", "analyze", "analyse", "uescape",
];

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

/// Whether a text is one statement that changes nothing and holds no row: it reads, and calls no function that might change
/// something. (A function that is written as if it were a column, `c.f`, would be one of the database's owner.)
#[must_use]
pub(super) fn sql_changes_nothing(text: &str) -> bool {
    let is_known =
        |token: &sql_text::Token<'_>| BEFORE_PARENTHESIS.split(' ').any(|known| token.is(known));
    let tokens: Vec<_> = sql_text::meant(text).collect();
    if tokens
        .iter()
        .any(|token| MAY_CHANGE.iter().any(|word| token.is(word)))
    {
        return false;
    }
    let calls = tokens.windows(2).enumerate().any(|(place, pair)| {
        let is_of_schema = place > 0 && tokens[place - 1].is_sign(".");
        let may_be_called = pair[0].name().is_some() && (is_of_schema || !is_known(&pair[0]));
        pair[1].is_sign("(") && may_be_called
    });
    !calls && sql_only_reads(text)
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
            "select * from U&\"\\0070g_stat_activity\"",
        ] {
            assert!(!sql_only_reads(sql), "{sql}");
        }
    }

    #[test]
    fn a_function_may_change_something_unless_it_is_known() {
        for sql in [
            "select * from clients",
            "select count(*), Sum (total_amount) from contracts where (id in (1, 2)) group by client_id",
            "with c as (select 1) select * from c",
            "select 'f(1)' -- f(1)",
        ] {
            assert!(sql_changes_nothing(sql), "{sql}");
        }
        for sql in [
            "select f(1)",
            "select crm.count(1)",
            "select \"F\" (1)",
            "select * from clients where f /* */ (id)",
            "select setval('crm.clients_id_seq', 1)",
            "select U&\"f\"(1)",
            "select U&\"!0066\" uescape '!' (1)",
            "select \"values\"(1)",
            "select 1 from clients for update",
            "select 1 from clients for no key update",
            "select * into copy from clients",
            "explain analyze create table copy as select 1",
            "with c as (delete from U&\"cl\\0069ents\" returning id) select * from c",
            "update clients set phone = null",
            "select count(*) from clients; delete from clients",
        ] {
            assert!(!sql_changes_nothing(sql), "{sql}");
        }
    }
}
