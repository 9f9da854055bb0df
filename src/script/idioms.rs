//! Words of other languages: what they are here.
//!
//! In what is to be written, `{args}` stands for what was given in the brackets, `{first}` and `{rest}` for the
//! first of it and the rest, `{before}` for what stands before the dot.

use super::call_site::CallSite;

/// What a function of a collection is called here, by what it is given.
pub(super) fn of_collection(name: &str, given: &[&str]) -> Option<&'static str> {
    Some(match (name, given) {
        ("map" | "collect", ["closure"]) => {
            "write .select({args}), or load the rows: .all().map({args})"
        }
        ("map" | "collect", _) => "write .select(|x| #{ … }), or load the rows: .all().map(|x| …)",
        ("where" | "find_all", ["closure"]) => "write .filter({args})",
        ("where" | "find_all", _) => "write .filter(|x| …)",
        ("find" | "find_by" | "find_one" | "by_id" | "at" | "fetch", ["int"]) => {
            "write .get({args})"
        }
        ("find" | "find_by" | "find_one", ["closure"]) => "write .filter({args}).first()",
        ("find", ["text"]) => "write .search({args})",
        ("find" | "find_by" | "find_one", _) => "write .filter(|x| …).first()",
        ("by_id", _) => "write .get(12)",
        ("order" | "order_by" | "sort_by", ["closure"]) => {
            "write .sort({args}) or .sort_desc({args})"
        }
        ("order" | "order_by" | "sort_by", _) => "write .sort(|x| …) or .sort_desc(|x| …)",
        ("rev" | "reverse", _) => "write .sort_desc(|x| x.id)",
        ("last", ["int"]) => "write .sort_desc(|x| x.id).take({args})",
        ("last", _) => "write .sort_desc(|x| x.id).first()",
        ("limit" | "head" | "top" | "first", ["int"]) => "write .take({args})",
        ("limit" | "head" | "top", _) => "write .take(10)",
        ("offset" | "drop", ["int"]) => "write .skip({args})",
        ("offset" | "drop", _) => "write .skip(10)",
        ("group_by", ["closure"]) => "write .group({args})",
        ("group_by", _) => "write .group(|x| …)",
        ("size" | "length", _) => "write .count()",
        ("average" | "mean", ["closure"]) => "write .avg({args})",
        ("average" | "mean", _) => "write .avg(|x| …)",
        ("unique" | "uniq" | "dedup", _) => "write .distinct()",
        ("each" | "for_each", _) => "write for x in {before} { … }",
        ("fold" | "reduce", _) => "write .sum(|x| …), .min(|x| …), .max(|x| …), or a 'for' loop",
        ("to_array" | "to_list" | "rows", _) => "write .all()",
        ("add" | "insert" | "new" | "push" | "append", ["map" | "list"]) => "write .create({args})",
        ("add" | "insert" | "new" | "push" | "append", _) => "write .create(#{ … })",
        ("remove" | "destroy", []) => "write .delete()",
        ("remove" | "destroy" | "delete", ["int"]) => "write .get({args}).delete()",
        ("update" | "set", ["int", "map"]) => "write .get({first}).update({rest})",
        ("contains", ["int"]) => {
            "a collection is no list: write .filter(|x| x.id == {args}).exists()"
        }
        ("contains", _) => "a collection is no list: write .filter(|x| x.id == 12).exists()",
        ("join", _) => {
            "what belongs together follows a dot: contracts.select(|k| #{ id: k.id, client: k.client.full_name })"
        }
        ("save", _) => "write .update(#{ … }); save is for one record",
        ("export" | "to_csv" | "to_file" | "to_excel" | "to_xlsx" | "dump" | "write", _) => EXPORT,
        ("to_json", _) => "write .save_as(\"list.json\")",
        ("import" | "from_csv" | "load", ["text"]) => "write .import_file({args})",
        ("import" | "from_csv" | "load", _) => IMPORT,
        _ => return None,
    })
}

/// How rows become a file.
const EXPORT: &str = "write .save_as(\"list.xlsx\")";
/// How rows come from a file.
const IMPORT: &str = "rows are read from a file by: clients.import_file(\"new.csv\")";

/// What a function of a list is here; `of_rows` when they were loaded by `.all()`.
pub(super) fn of_list(name: &str, given: &[&str], of_rows: bool) -> Option<&'static str> {
    Some(match (name, given) {
        ("count" | "size" | "length", ["closure"]) => "of a list, write .filter({args}).len()",
        ("count" | "size" | "length", _) => "of a list, write .len()",
        ("first", []) => "of a list, write [0]",
        ("last", []) => "of a list, write [-1]",
        ("take" | "limit" | "head" | "first", ["int"]) => "of a list, write .extract(0, {args})",
        ("last", ["int"]) => "of a list, write .extract(-{args})",
        ("skip" | "offset", ["int"]) => "of a list, write .extract({args})",
        ("any" | "exists", ["closure"]) => "of a list, write .some({args})",
        ("any" | "exists", []) => "of a list, write .len() > 0",
        ("select" | "collect", ["closure"]) => "of a list, write .map({args})",
        ("where" | "find_all", ["closure"]) => "of a list, write .filter({args})",
        ("sum" | "fold", []) => "of a list, write .reduce(|sum, x| sum + x, 0)",
        ("sum", ["closure"]) => "of a list, write .map({args}).reduce(|sum, x| sum + x, 0)",
        ("append", _) => "of a list, write .push({args})",
        ("export" | "to_csv" | "to_excel" | "save_as", _) => EXPORT,
        ("sort_desc" | "group" | "avg" | "min" | "max" | "distinct" | "update" | "delete", _)
            if of_rows =>
        {
            "that is for collections: leave out .all() before it"
        }
        ("avg" | "min" | "max" | "distinct" | "group", _) => "of a list, write a 'for' loop",
        _ => return None,
    })
}

/// What a function of a text is called here.
pub(super) fn of_text(name: &str) -> Option<&'static str> {
    Some(match name {
        "upper" | "uppercase" | "upcase" | "toUpperCase" => "write .to_upper()",
        "lower" | "lowercase" | "downcase" | "toLowerCase" => "write .to_lower()",
        "length" | "size" | "count" => "write .len()",
        "strip" => "write .trim()",
        "startswith" | "startsWith" => "write .starts_with({args})",
        "endswith" | "endsWith" => "write .ends_with({args})",
        "includes" | "include" | "has" => "write .contains({args})",
        "substr" | "substring" | "slice" => "write .sub_string({args})",
        _ => return None,
    })
}

/// What a function that belongs to nothing is called here.
pub(super) fn of_call(name: &str, given: &[&str]) -> Option<&'static str> {
    Some(match (name, given) {
        ("moment" | "datetime" | "to_timestamp", ["text"]) => "write timestamp({args})",
        ("to_date", ["text"]) => "write date({args})",
        ("to_csv" | "to_excel" | "save_as", ["collection" | "list"]) => {
            "in a terminal: epic -e '{args}' --format csv > file.csv (spreadsheets open it)"
        }
        ("commit" | "rollback" | "begin", []) => TRANSACTION,
        _ => return None,
    })
}

const TRANSACTION: &str =
    "an entry is kept as a whole or not at all; what may fail by itself: transaction(|| { … })";

/// What a name that is not known may mean.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "NULL" | "Null" | "None" | "undefined" => "nothing is written ()",
        "True" | "TRUE" => "write true",
        "False" | "FALSE" => "write false",
        "clear" | "cls" => "Ctrl-L clears the screen",
        "begin" | "commit" | "rollback" | "BEGIN" | "COMMIT" | "ROLLBACK" => TRANSACTION,
        _ if name.chars().count() == 1 => "if it is a row, write a closure: |x| x.id > 3",
        _ => return None,
    })
}

/// What may be meant by the word where an entry stopped making sense, or by the one before it; `after_a_result`
/// when there is a result that `it` stands for.
pub(super) fn of_syntax(written: &CallSite<'_>, after_a_result: bool) -> Option<String> {
    let (before, at) = (written.before(), written.after());
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word = at.split(|c| !is_word(c)).next().unwrap_or_default();
    let last = before.trim_end();
    let previous = last.rsplit(|c| !is_word(c)).next().unwrap_or_default();
    let in_brackets = || {
        let opened = before.rsplit_once('(').map(|(before, _)| before.trim_end());
        opened.is_some_and(|before| before.ends_with(" in"))
    };
    let fixed = |hint: &str| Some(hint.to_owned());
    of_begin(written, after_a_result)
        .or_else(|| of_statement(written.line()))
        .or_else(|| of_block(before, at))
        .or_else(|| match (previous, word) {
            (_, "export") | ("export", _) => Some(written.fill(EXPORT)),
            (_, "import") | ("import", _) => fixed(IMPORT),
            _ => None,
        })
        .or_else(|| {
            of_operator(word)
                .or_else(|| of_operator(previous))
                .map(str::to_owned)
        })
        .or_else(|| match at.chars().next()? {
            '?' => fixed("write if … { … } else { … }"),
            ':' if !at.starts_with("::") => fixed("a map is written #{ name: \"Ada\" }"),
            '\'' => fixed("a text is written in double quotes: \"Ada\""),
            '~' => fixed("write .matches(\"^A\")"),
            '>' if last.ends_with('<') => fixed("write !="),
            '=' | '-' if at.starts_with("=>") || at.starts_with("->") => {
                fixed("a closure is written |c| c.id > 3")
            }
            ',' if in_brackets() => fixed("a list is written [1, 2, 3]"),
            _ => None,
        })
}

/// A line that continues with the result before it, or that calls a function as a command is.
fn of_begin(written: &CallSite<'_>, after_a_result: bool) -> Option<String> {
    let line = written.line().trim().trim_end_matches(';').trim_end();
    if line.starts_with('.') && !line.starts_with("..") && after_a_result {
        return Some(format!("write it{line}"));
    }
    let (word, rest) = line.split_once(' ')?;
    let rest = rest.trim();
    let is_name = !rest.is_empty()
        && rest
            .chars()
            .all(|c| c.is_alphanumeric() || "_.".contains(c));
    match word {
        "help" if is_name => Some(format!("write help(\"{rest}\")")),
        "print" if !rest.starts_with('(') => Some(format!("write print({rest})")),
        "describe" | "desc" if is_name => Some(format!("write help(\"{rest}\")")),
        "show" | "list" => Some("help() shows what there is".into()),
        "use" => Some("there is one database here, and help() shows what is in it".into()),
        "begin" | "start" | "commit" | "rollback" => Some(TRANSACTION.into()),
        _ => None,
    }
}

/// A block without braces: `for c in clients: print(c)`.
fn of_block(before: &str, at: &str) -> Option<String> {
    let head = before.trim();
    let opens = ["for ", "if ", "while "];
    if !opens.iter().any(|word| head.starts_with(word)) || head.contains('{') {
        return None;
    }
    let body = at.trim_start_matches(':').trim().trim_end_matches(';');
    let goes_on = at.starts_with(':') || at.starts_with(|c: char| c.is_alphabetic());
    let head = head.trim_end_matches(':');
    goes_on.then(|| match body {
        "" => format!("write {head} {{ … }}"),
        body => format!("write {head} {{ {body} }}"),
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

/// Plain SQL where the language is expected.
fn of_statement(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let first = words.next()?.to_lowercase();
    let function = match first.as_str() {
        "select" | "with" | "table" => "sql",
        "insert" | "update" | "delete" => "sql_exec",
        _ => return None,
    };
    let goes_on = words
        .next()
        .is_some_and(|word| !word.starts_with(['=', '.']));
    goes_on.then(|| {
        format!(
            "SQL is for the prompt and epic sql; in code it is written {function}(\"{first} …\")"
        )
    })
}
