//! Which tables a statement of SQL changes, found in its text.

use super::sql_text::{Kind, Token, bare, meant};

/// A change of the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlChange {
    /// `insert`, `update`, `delete` or `merge`.
    pub verb: &'static str,
    /// The table, without its schema.
    pub table: String,
    /// Whether it says which rows.
    pub has_where: bool,
    /// Whether it is the statement itself, not one inside of it.
    pub is_outermost: bool,
}

impl SqlChange {
    /// Whether it concerns all rows of the table.
    #[must_use]
    pub fn is_of_all_rows(&self) -> bool {
        ["update", "delete"].contains(&self.verb) && !self.has_where
    }
}

const VERBS: [&str; 4] = ["insert", "update", "delete", "merge"];
/// They begin a statement that only reads; its own `for update` changes nothing.
const READING: [&str; 3] = ["select", "values", "table"];
/// A verb may stand behind what these begin.
const BEFORE: [&str; 2] = ["with", "explain"];

/// The changes of a statement, in `with` and `explain analyze` too, the innermost first. None when there are several
/// statements: the server refuses them.
#[must_use]
pub fn changes(sql: &str) -> Vec<SqlChange> {
    let statement: Vec<Token<'_>> = meant(bare(sql)).collect();
    if is_only_explained(&statement) || statement.iter().any(|token| token.is_sign(";")) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut levels = vec![Level::default()];
    for token in statement {
        let is_inside = levels.len() > 1;
        match levels.last_mut() {
            Some(level) if token.is_sign("(") && !level.may_be_around() => {
                levels.push(Level::default());
            }
            Some(level) if token.is_sign(")") && is_inside && !level.is_around() => {
                found.extend(levels.pop().and_then(|level| level.change(false)));
            }
            Some(level) => level.read(&token),
            None => break,
        }
    }
    while let Some(level) = levels.pop() {
        found.extend(level.change(levels.is_empty()));
    }
    found
}

/// Whether a statement is explained without being run.
fn is_only_explained(statement: &[Token<'_>]) -> bool {
    statement.first().is_some_and(|first| first.is("explain"))
        && !statement
            .iter()
            .any(|token| token.is("analyze") || token.is("analyse"))
}

/// A level of parentheses, and the statement in it.
#[derive(Default)]
struct Level {
    /// What it begins with.
    first: Option<String>,
    verb: Option<&'static str>,
    stage: Stage,
    table: Option<String>,
    is_parenthesised: bool,
    has_where: bool,
}

/// What was read of a change.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Nothing,
    Verb,
    /// A word between the verb and the table.
    Between,
    /// `only`, or the parenthesis that may follow.
    Only,
    Parenthesis,
    Table,
    Point,
    Rest,
}

impl Level {
    fn read(&mut self, token: &Token<'_>) {
        match self.stage {
            Stage::Nothing => self.begin(token),
            Stage::Verb if token.is("only") => self.stage = Stage::Only,
            Stage::Verb if token.is("from") || token.is("into") => self.stage = Stage::Between,
            // It is no verb but the name of something.
            Stage::Verb if self.verb != Some("update") || !is_name(token) || token.is("as") => {
                self.verb = None;
                self.stage = Stage::Nothing;
            }
            Stage::Between if token.is("only") => self.stage = Stage::Only,
            Stage::Only if token.is_sign("(") => {
                self.stage = Stage::Parenthesis;
                self.is_parenthesised = true;
            }
            Stage::Verb | Stage::Between | Stage::Only | Stage::Parenthesis | Stage::Point => {
                self.table = token.name();
                self.stage = Stage::Table;
            }
            Stage::Table if token.is_sign(".") => self.stage = Stage::Point,
            Stage::Table if token.is_sign(")") => self.stage = Stage::Rest,
            Stage::Table | Stage::Rest => {
                self.stage = Stage::Rest;
                self.has_where |= token.is("where");
            }
        }
    }

    fn begin(&mut self, token: &Token<'_>) {
        let may_follow = self
            .first
            .as_deref()
            .is_none_or(|first| BEFORE.contains(&first));
        if READING.iter().any(|word| token.is(word)) || self.first.is_none() {
            self.first = token.name().or_else(|| Some(token.text.to_owned()));
        }
        let verb = VERBS.into_iter().find(|verb| token.is(verb));
        if let Some(verb) = verb.filter(|_| may_follow) {
            self.verb = Some(verb);
            self.stage = Stage::Verb;
        }
    }

    /// Whether a parenthesis now stands around the table's name.
    fn may_be_around(&self) -> bool {
        matches!(self.stage, Stage::Only)
    }

    /// Whether one that closes now does.
    fn is_around(&self) -> bool {
        self.stage == Stage::Table && self.is_parenthesised
    }

    fn change(self, is_outermost: bool) -> Option<SqlChange> {
        Some(SqlChange {
            verb: self.verb?,
            table: self.table?,
            has_where: self.has_where,
            is_outermost,
        })
    }
}

fn is_name(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables that are changed: `update clients`, `delete events where` …
    fn found(sql: &str) -> Vec<String> {
        let written = |change: SqlChange| {
            let end = if change.has_where { " where" } else { "" };
            let begin = if change.is_outermost { "" } else { "in it: " };
            format!("{begin}{} {}{end}", change.verb, change.table)
        };
        changes(sql).into_iter().map(written).collect()
    }

    #[test]
    fn a_change_is_found_wherever_it_stands() {
        for (sql, change) in [
            ("update clients set phone = '1'", "update clients"),
            ("DELETE FROM ONLY crm.Events", "delete events"),
            ("delete from only (crm.events)", "delete events"),
            (
                "delete from only (events) where id = 1",
                "delete events where",
            ),
            (
                "-- where\n delete /* where */ from \"clients\";",
                "delete clients",
            ),
            (
                "update clients set phone = 'where id = 1'",
                "update clients",
            ),
            (
                "update clients set phone = e'\\' where ' ",
                "update clients",
            ),
            ("update clients set phone = $$ where $$", "update clients"),
            (
                "update clients set phone = (select phone from clients where id = 1)",
                "update clients",
            ),
            (
                "update clients as c set phone = '1' where id = 1",
                "update clients where",
            ),
            (
                "delete from events where starts_at < now()",
                "delete events where",
            ),
            (
                "with gone as (delete from events returning *) select * from gone where id > 1",
                "in it: delete events",
            ),
            (
                "with c as (select 1 where true) update clients set phone = null",
                "update clients",
            ),
            (
                "with update as (select 1) delete from clients",
                "delete clients",
            ),
            (
                "with delete(a) as (select 1) delete from clients",
                "delete clients",
            ),
            ("explain analyze delete from events", "delete events"),
            ("explain analyse delete from events", "delete events"),
            ("explain (analyze) delete from events", "delete events"),
            (
                "; delete /* ; commit */ from events; -- all",
                "delete events",
            ),
            ("delete from events returning id", "delete events"),
            (
                "insert into clients (id) values (1) on conflict (id) do update set phone = '1'",
                "insert clients",
            ),
            (
                "merge into clients c using x on true when matched then delete",
                "merge clients",
            ),
        ] {
            assert_eq!(found(sql), [change], "{sql}");
        }
    }

    #[test]
    fn what_changes_no_rows_is_none() {
        for sql in [
            "select 'delete from events'",
            "select * from clients for update",
            "with c as (select 1) select * from clients for update",
            "select \"delete\" from clients",
            "explain delete from events",
            "delete from clients; delete from events",
            "",
        ] {
            assert_eq!(found(sql), [""; 0], "{sql}");
        }
    }
}
