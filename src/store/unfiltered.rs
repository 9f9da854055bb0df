//! Statements that change or delete all rows of a table, found in their text: an `update` or a `delete` without a
//! `where`.

use super::statement_guard::{first_words, past_space};

/// What such a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfiltered {
    /// `update` or `delete`.
    pub verb: &'static str,
    /// The table, without its schema.
    pub table: String,
}

/// A level of parentheses: the statement in it, if there is one.
#[derive(Default)]
struct Level {
    /// What it begins with.
    first: String,
    verb: Option<&'static str>,
    /// What stands between the verb and the table's end.
    table: Vec<String>,
    has_where: bool,
}

/// What of a statement of SQL concerns all rows of a table, in `with` and `explain analyze` too.
#[must_use]
pub fn unfiltered(sql: &str) -> Option<Unfiltered> {
    let [first, ..] = first_words(sql);
    if first == "explain" && !sql.to_lowercase().contains("analyze") {
        return None; // nothing is done
    }
    let mut levels = vec![Level::default()];
    let mut rest = sql;
    loop {
        rest = past_space(rest);
        let Some(first) = rest.chars().next() else {
            break;
        };
        let (word, after) = rest.split_at(length(rest, first));
        rest = after;
        match word {
            // What follows is another statement: the server refuses both.
            ";" if has_begun(&levels) && !first_words(rest)[0].is_empty() => return None,
            ";" => {}
            "(" => levels.push(Level::default()),
            ")" => {
                if let Some(found) = levels.pop().and_then(Level::found) {
                    return Some(found);
                }
                if levels.is_empty() {
                    levels.push(Level::default());
                }
            }
            word => {
                if let Some(level) = levels.last_mut() {
                    level.read(word);
                }
            }
        }
    }
    levels.into_iter().rev().find_map(Level::found)
}

fn has_begun(levels: &[Level]) -> bool {
    levels.first().is_some_and(|level| !level.first.is_empty())
}

impl Level {
    fn read(&mut self, word: &str) {
        let small = word.to_lowercase();
        if self.verb.is_none() {
            let begins =
                self.first.is_empty() || ["with", "explain"].contains(&self.first.as_str());
            self.verb = match small.as_str() {
                "update" if begins => Some("update"),
                "delete" if begins => Some("delete"),
                // It is another statement that `with` begins; its own `for update` is none.
                "select" | "insert" | "merge" | "values" | "table" => {
                    self.first = small;
                    return;
                }
                _ => None,
            };
        } else if small == "where" {
            self.has_where = true;
        } else if self.table.len() < 8 {
            self.table.push(word.to_owned());
        }
        if self.first.is_empty() {
            self.first = small;
        }
    }

    fn found(self) -> Option<Unfiltered> {
        let verb = self.verb.filter(|_| !self.has_where)?;
        let mut words = self.table.iter().peekable();
        while words
            .next_if(|word| ["from", "only"].contains(&word.to_lowercase().as_str()))
            .is_some()
        {}
        let mut table = words.next()?;
        while words.next_if(|word| *word == ".").is_some() {
            table = words.next()?;
        }
        Some(Unfiltered {
            verb,
            table: match table.strip_prefix('"') {
                Some(quoted) => quoted.trim_end_matches('"').replace("\"\"", "\""),
                None => table.to_lowercase(),
            },
        })
    }
}

/// The length of a word, of a text in quotes, or of a sign.
fn length(rest: &str, first: char) -> usize {
    let body = &rest[first.len_utf8()..];
    let quoted = |end: Option<usize>| end.map_or(rest.len(), |end| first.len_utf8() + end);
    match first {
        'e' | 'E' if body.starts_with('\'') => escaped(&body[1..]).map_or(rest.len(), |at| at + 2),
        '\'' | '"' => quoted(body.find(first).map(|at| at + 1)),
        '$' => dollar(rest),
        _ if is_of_word(first) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
        _ => first.len_utf8(),
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Where `E'…'` ends, counted from after the quote.
fn escaped(body: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '\'' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of `$tag$ … $tag$`, or of a parameter.
fn dollar(rest: &str) -> usize {
    let tag = rest[1..].find('$').map(|at| &rest[..at + 2]);
    let tag = tag.filter(|tag| {
        let name = &tag[1..tag.len() - 1];
        !name.starts_with(|c: char| c.is_ascii_digit())
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    });
    match tag {
        Some(tag) => rest[tag.len()..]
            .find(tag)
            .map_or(rest.len(), |at| at + 2 * tag.len()),
        None => rest[1..]
            .find(|c: char| !c.is_alphanumeric())
            .map_or(rest.len(), |at| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_all_rows_is_found_wherever_it_stands() {
        for (sql, verb, table) in [
            ("update clients set phone = '1'", "update", "clients"),
            ("DELETE FROM ONLY crm.Events", "delete", "events"),
            (
                "-- where\n delete /* where */ from \"clients\";",
                "delete",
                "clients",
            ),
            (
                "update clients set phone = 'where id = 1'",
                "update",
                "clients",
            ),
            (
                "update clients set phone = e'\\' where ' ",
                "update",
                "clients",
            ),
            (
                "update clients set phone = $$ where $$",
                "update",
                "clients",
            ),
            (
                "update clients set phone = (select phone from clients where id = 1)",
                "update",
                "clients",
            ),
            (
                "with gone as (delete from events returning *) select * from gone where id > 1",
                "delete",
                "events",
            ),
            (
                "with c as (select 1 where true) update clients set phone = null",
                "update",
                "clients",
            ),
            ("explain analyze delete from events", "delete", "events"),
            ("explain (analyze) delete from events", "delete", "events"),
            (
                "; delete /* ; commit */ from events; -- all",
                "delete",
                "events",
            ),
            ("delete from events returning id", "delete", "events"),
        ] {
            let found = unfiltered(sql).map(|found| (found.verb, found.table));
            assert_eq!(found, Some((verb, table.to_owned())), "{sql}");
        }
    }

    #[test]
    fn a_statement_with_a_where_or_that_changes_no_rows_is_none() {
        for sql in [
            "update clients set phone = '1' where id = 1",
            "delete from events where starts_at < now()",
            "select 'delete from events'",
            "select * from clients for update",
            "with c as (select 1) select * from clients for update",
            "insert into clients (id) values (1) on conflict (id) do update set phone = '1'",
            "with x as (select 1) insert into clients values (1) on conflict do update set a = 1",
            "select \"delete\" from clients",
            "select 1 -- ; delete from events",
            "explain delete from events",
            "update clients set phone = '1'; commit",
            "",
            ")))",
            "((",
            "$",
            "'",
        ] {
            assert_eq!(unfiltered(sql), None, "{sql}");
        }
    }
}
