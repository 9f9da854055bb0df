//! PostgreSQL's words for the steps of a plan, in plain ones.

use crate::render::{thousands, visible};
use serde_json::Value;
use std::fmt::Write as _;

/// The most characters of a condition.
const CONDITION: usize = 76;
/// What may follow the name of a type in a cast.
const TYPES: [&str; 4] = [
    " with time zone",
    " without time zone",
    " varying",
    " precision",
];

/// What a step does.
pub(super) fn step(node: &Value) -> String {
    let what = match text(node, "Node Type") {
        "Seq Scan" => format!("read all {}", rows_of(node)),
        "Index Scan" | "Index Only Scan" if node["Index Cond"].is_null() => {
            format!("read {} in the order of {}", rows_of(node), index(node))
        }
        "Index Scan" | "Index Only Scan" => {
            format!("find {} by {}", rows_of(node), index(node))
        }
        "Bitmap Heap Scan" => format!("read the {} found", rows_of(node)),
        "Bitmap Index Scan" => format!("find by {}", index(node)),
        "BitmapAnd" => "found by each of".to_owned(),
        "BitmapOr" => "found by any of".to_owned(),
        "Nested Loop" => format!("join row by row{}", join(node)),
        "Hash Join" => format!("join by hash{}", join(node)),
        "Merge Join" => format!("join in order{}", join(node)),
        "Hash" => "make a hash table".to_owned(),
        "Sort" | "Incremental Sort" => format!("sort by {}", list(node, "Sort Key")),
        "Limit" => "stop after enough rows".to_owned(),
        "Aggregate" if node["Group Key"].is_array() => {
            format!("group by {}", list(node, "Group Key"))
        }
        "Aggregate" => "compute the aggregates".to_owned(),
        "Unique" => "drop what is twice".to_owned(),
        "Materialize" => "keep the rows".to_owned(),
        "Memoize" => "remember what was found".to_owned(),
        "Gather" | "Gather Merge" => "collect from parallel workers".to_owned(),
        "Append" => "one after the other".to_owned(),
        "Result" => "compute".to_owned(),
        other => other.to_lowercase(),
    };
    match text(node, "Parent Relationship") {
        "SubPlan" => format!("for each row: {what}"),
        "InitPlan" => format!("once, before: {what}"),
        _ => what,
    }
}

/// The conditions of a step.
pub(super) fn details(node: &Value) -> Vec<String> {
    let conditions = [
        ("Index Cond", "with"),
        ("Hash Cond", "on"),
        ("Merge Cond", "on"),
        ("Join Filter", "on"),
        ("Filter", "only"),
    ];
    let written = conditions.iter().filter_map(|(name, word)| {
        let condition = node[*name].as_str()?;
        let mut line = format!("{word} {}", condition_of(condition));
        let left_out = node["Rows Removed by Filter"].as_f64().unwrap_or_default();
        if *name == "Filter" && left_out > 0.0 {
            let loops = node["Actual Loops"].as_f64().unwrap_or(1.0);
            let _ = write!(line, " · {} left out", whole(left_out * loops));
        }
        Some(line)
    });
    written.collect()
}

/// A number of rows: PostgreSQL gives the mean of a step's runs, newer versions with decimals.
pub(super) fn whole(rows: f64) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // no plan has 2^53 rows
    thousands(rows.max(0.0).round() as u64)
}

fn text<'a>(node: &'a Value, name: &str) -> &'a str {
    node[name].as_str().unwrap_or_default()
}

/// The table, with the name that conditions give it.
fn rows_of(node: &Value) -> String {
    let (table, alias) = (text(node, "Relation Name"), text(node, "Alias"));
    if alias.is_empty() || alias == table {
        return table.to_owned();
    }
    format!("{table} ({alias})")
}

/// An index may be named by a sentence.
fn index(node: &Value) -> String {
    let name = text(node, "Index Name");
    if name.contains(' ') {
        format!("'{name}'")
    } else {
        name.to_owned()
    }
}

fn join(node: &Value) -> &'static str {
    match text(node, "Join Type") {
        "Semi" => ", rows that have one",
        "Anti" => ", rows that have none",
        "Left" | "Right" | "Full" => ", or nothing",
        _ => "",
    }
}

fn list(node: &Value, name: &str) -> String {
    let keys = node[name].as_array().into_iter().flatten();
    let keys: Vec<String> = keys.filter_map(Value::as_str).map(condition_of).collect();
    short(&keys.join(", "))
}

/// A condition without its outer parentheses and its casts, and not too long.
fn condition_of(condition: &str) -> String {
    let bare = without_casts(condition);
    let inner = bare
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    short(inner.filter(|inner| is_balanced(inner)).unwrap_or(&bare))
}

/// Whether each parenthesis that is opened is closed in it, and none before.
fn is_balanced(text: &str) -> bool {
    let mut open = 0_i32;
    text.chars().all(|char| {
        open += i32::from(char == '(') - i32::from(char == ')');
        open >= 0
    }) && open == 0
}

fn without_casts(condition: &str) -> String {
    let mut parts = condition.split("::");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_alphanumeric() || "_.\"[]".contains(c)));
        let rest = end.map_or("", |end| &part[end..]);
        let more = TYPES.iter().find_map(|more| rest.strip_prefix(more));
        bare.push_str(more.unwrap_or(rest));
    }
    bare
}

fn short(text: &str) -> String {
    let text = visible(text);
    if text.chars().count() <= CONDITION {
        return text.into_owned();
    }
    let cut: String = text.chars().take(CONDITION - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_lose_what_only_the_database_needs() {
        for (condition, read) in [
            ("(NOT signed)", "NOT signed"),
            ("((a = 1) AND (b = 2))", "(a = 1) AND (b = 2)"),
            ("(a = 1) AND (b = 2)", "(a = 1) AND (b = 2)"),
            ("(full_name ~~ '%a%'::text)", "full_name ~~ '%a%'"),
            (
                "(starts_at < '2026-01-31 00:00:00+00'::timestamp with time zone)",
                "starts_at < '2026-01-31 00:00:00+00'",
            ),
            ("(role = 'admin'::crm.staff_role)", "role = 'admin'"),
            ("(id = ANY ('{1,2}'::integer[]))", "id = ANY ('{1,2}')"),
        ] {
            assert_eq!(condition_of(condition), read);
        }
        let long = format!("(a = '{}')", "é".repeat(100));
        assert_eq!(condition_of(&long).chars().count(), CONDITION);
    }
}
