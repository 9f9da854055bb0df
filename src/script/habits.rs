//! Words of other languages: what they are here.

use crate::error::Excerpt;

/// What a function of a collection is called here.
pub(super) fn of_collection(name: &str) -> Option<&'static str> {
    Some(match name {
        "map" | "collect" => "write .select(|x| #{ … }), or load the rows: .all().map(|x| …)",
        "where" | "find_all" => "write .filter(|x| …)",
        "find" => "write .filter(|x| …).first()",
        "find_by" | "by_id" => "write .get(12)",
        "order" | "order_by" | "sort_by" => "write .sort(|x| …) or .sort_desc(|x| …)",
        "rev" | "reverse" => "write .sort_desc(|x| …)",
        "last" => "write .sort_desc(|x| x.id).first()",
        "limit" | "head" | "top" => "write .take(10)",
        "offset" => "write .skip(10)",
        "group_by" => "write .group(|x| …)",
        "size" | "length" => "write .count()",
        "average" | "mean" => "write .avg(|x| …)",
        "unique" | "uniq" | "dedup" => "write .distinct()",
        "each" | "for_each" => "write for x in … { … }",
        "fold" | "reduce" => "write .sum(|x| …), .min(|x| …), .max(|x| …), or a 'for' loop",
        "to_array" | "to_list" | "rows" => "write .all()",
        "add" | "insert" | "new" | "push" => "write .create(#{ … })",
        "remove" | "destroy" => "write .delete()",
        "contains" => "a collection is no list: write .filter(|x| x.id == 12).exists()",
        _ => return None,
    })
}

/// What a name that is not known may mean.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "NULL" | "Null" | "None" | "undefined" => "nothing is written ()",
        "True" | "TRUE" => "write true",
        "False" | "FALSE" => "write false",
        _ => return None,
    })
}

/// What may be meant by the word where an entry stopped making sense, or by the one before it.
pub(super) fn of_syntax(place: &Excerpt) -> Option<&'static str> {
    let (before, at) = split(&place.text, place.start);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word = at.split(|c| !is_word(c)).next().unwrap_or_default();
    let last = before.trim_end();
    let previous = last.rsplit(|c| !is_word(c)).next().unwrap_or_default();
    let in_brackets = || {
        let opened = before.rsplit_once('(').map(|(before, _)| before.trim_end());
        opened.is_some_and(|before| before.ends_with(" in"))
    };
    of_operator(word)
        .or_else(|| of_operator(previous))
        .or_else(|| match at.chars().next()? {
            '?' => Some("write if … { … } else { … }"),
            '~' => Some("write .matches(\"^A\")"),
            '>' if last.ends_with('<') => Some("write !="),
            '=' | '-' if at.starts_with("=>") || at.starts_with("->") => {
                Some("a closure is written |c| c.id > 3")
            }
            ',' if in_brackets() => Some("a list is written [1, 2, 3]"),
            _ => None,
        })
}

fn of_operator(word: &str) -> Option<&'static str> {
    Some(match word {
        "and" => "write &&",
        "or" => "write ||",
        "not" => "write !(…)",
        "is" => "write ==, for example x == ()",
        "null" | "nil" => "nothing is written ()",
        "like" => "write .contains(\"…\"), .starts_with(\"…\") or .ends_with(\"…\")",
        "between" => "write x >= 3 && x <= 7",
        "lambda" => "a closure is written |c| c.id > 3",
        _ => return None,
    })
}

/// A line before a place, and from there on.
fn split(line: &str, place: usize) -> (&str, &str) {
    let end = line.char_indices().nth(place);
    line.split_at(end.map_or(line.len(), |(byte, _)| byte))
}
