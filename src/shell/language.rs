//! Which language an entry is in: SQL, or the one of scripts.
//!
//! An entry that begins with one of [`KEYWORDS`] is SQL, unless the word is a name of one's own and the entry
//! is right in the language of scripts, or a sign follows it that SQL never has there. So is what begins with a
//! comment of SQL, `-- …`.

use crate::script::Interpreter;
use crate::store::sql_text::{self, Kind, Token};

/// What a statement begins with that needs no command before it.
pub(super) const KEYWORDS: [&str; 10] = [
    "select", "with", "insert", "update", "delete", "merge", "table", "values", "explain", "show",
];

/// Signs that follow these keywords in SQL. After any other sign, the word is a name.
const FOLLOWING: [(&str, &[&str]); 3] = [
    ("select", &["*", "(", "+", "-", "@", "~"]),
    ("values", &["("]),
    ("explain", &["("]),
];

/// Whether an entry is SQL, or the beginning of some. Nothing is evaluated.
pub(super) fn is_sql(text: &str, interpreter: &Interpreter) -> bool {
    let mut tokens = sql_text::meant(text).skip_while(|token| token.is_sign(";"));
    let Some(word) = tokens.next() else {
        return begins_with_comment(text);
    };
    let Some(keyword) = KEYWORDS.into_iter().find(|keyword| word.is(keyword)) else {
        return false;
    };
    let (next, after) = (tokens.next(), tokens.next());
    if next.is_some_and(|next| is_after_a_name(keyword, next, after)) {
        return false;
    }
    !(interpreter.defines(word.text) && interpreter.is_code(text))
}

/// `-- …`: no entry of the language of scripts begins so.
fn begins_with_comment(text: &str) -> bool {
    text.trim_start().starts_with("--")
}

/// Whether this can only follow a name: `=`, `.`, `+=` …
fn is_after_a_name(keyword: &str, next: Token<'_>, after: Option<Token<'_>>) -> bool {
    if next.kind != Kind::Sign || next.is_sign(";") {
        return false;
    }
    let following = FOLLOWING.iter().find(|(word, _)| *word == keyword);
    let may_follow = following.is_some_and(|(_, signs)| signs.contains(&next.text));
    !may_follow || after.is_some_and(|after| after.is_sign("="))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Outcome, functions};
    use proptest::prelude::*;

    const STATEMENTS: [&str; 24] = [
        "select 1",
        "SELECT * FROM clients LIMIT 2;",
        "select (1 + 2) * 3",
        "select -1",
        "select",
        "select\n  *\nfrom clients",
        "select 'a', \"b\", $$ c $$",
        "select /* why */ 1",
        "/* why */ select 1",
        "-- the first\nselect 1",
        "-- only a comment",
        "with x as (select 1) select * from x",
        "with recursive x(n) as (values (1)) table x",
        "insert into clients (full_name) values ('Ada')",
        "update clients set phone = '1' where id = 12",
        "Update\n clients",
        "delete from events where id = 3;",
        "merge into clients c using contracts k on true when matched then do nothing",
        "table clients",
        "values (1), (2)",
        "values(1)",
        "explain select 1",
        "explain (analyze) select 1",
        "show search_path;",
    ];
    const CODE: [&str; 22] = [
        "update = 3",
        "values.len()",
        "values[0]",
        "values += 1",
        "select += 1",
        "select *= 2",
        "table?.x",
        "show == 3",
        "show && true",
        "delete(clients.get(3))",
        "update(c, #{ phone: \"1\" })",
        "table(clients)",
        "selected",
        "select_all(1)",
        "let update = 3",
        "`select 1`",
        "\"select 1\"",
        "// select 1",
        "1 + 1",
        "",
        "clients.select(|c| c.id)",
        "sql(\"select 1\")",
    ];

    /// Somebody who has given a value to each of the keywords that may be a name.
    fn with_names() -> Interpreter {
        let mut interpreter = Interpreter::new(None);
        for keyword in KEYWORDS.iter().filter(|keyword| **keyword != "with") {
            let named = format!("let {keyword} = 3;");
            let show = |_: Outcome| Ok(());
            interpreter.evaluate(&named, show).expect("a name");
        }
        interpreter
    }

    #[test]
    fn statements_are_sql_and_what_looks_like_one_is_not() {
        let interpreter = Interpreter::new(None);
        for text in STATEMENTS {
            assert!(is_sql(text, &interpreter), "{text}");
        }
        for text in CODE {
            assert!(!is_sql(text, &interpreter), "{text}");
        }
    }

    #[test]
    fn a_name_of_ones_own_stays_one_and_statements_stay_sql() {
        let interpreter = with_names();
        for text in CODE.into_iter().chain([
            "update",
            "show;",
            "select * 2",
            "select (1)",
            "select - 1",
            "values (1)",
            "update in [1, 2, 3]",
            "select *\n",
            "show + 1; 2",
        ]) {
            assert!(!is_sql(text, &interpreter), "{text}");
        }
        let clear = |text: &&str| !["select", "select -1", "values(1)"].contains(text);
        for text in STATEMENTS.into_iter().filter(clear) {
            let may_be_either = interpreter.is_code(text);
            assert!(may_be_either || is_sql(text, &interpreter), "{text}");
        }
        assert!(is_sql("select * from clients", &interpreter));
        assert!(is_sql("update clients set phone = '1'", &interpreter));
    }

    #[test]
    fn no_function_that_stands_alone_has_the_name_of_a_keyword() {
        for function in functions().iter().filter(|function| function.is_ours) {
            let stands_alone = !function.needs_a_dot();
            assert!(
                !(stands_alone && KEYWORDS.contains(&function.name.as_str())),
                "{}",
                function.name
            );
        }
    }

    #[test]
    fn every_example_of_the_documentation_is_code() {
        let (plain, named) = (Interpreter::new(None), with_names());
        let page = include_str!("../../docs/language.md");
        let mut examples = page.split("```rhai\n").skip(1).peekable();
        assert!(examples.peek().is_some());
        for example in examples.filter_map(|part| part.split("```").next()) {
            for interpreter in [&plain, &named] {
                assert!(!is_sql(example, interpreter), "{example}");
                for line in example.lines() {
                    assert!(!is_sql(line, interpreter), "{line}");
                }
            }
        }
    }

    proptest! {
        /// However it is spaced, written, or broken into lines, and whatever follows.
        #[test]
        fn a_statement_is_sql_in_any_letters_and_spaces(
            index in 0..STATEMENTS.len(),
            before in "[ \t\n]{0,3}",
            upper in any::<bool>(),
            after in "[ \n;]{0,3}",
        ) {
            let statement = STATEMENTS[index];
            let text = if upper { statement.to_uppercase() } else { statement.to_owned() };
            let text = format!("{before}{text}{after}");
            prop_assert!(is_sql(&text, &Interpreter::new(None)), "{text}");
        }

        /// A name is no keyword, and after `=`, `.` or `[` anything may come.
        #[test]
        fn what_is_done_to_a_name_is_code(
            index in 0..KEYWORDS.len(),
            sign in "=|\\.|\\[|\\?\\.|==|<|>|&&|\\|\\||%|/|\\+=|-=|\\*=|/=|!=",
            rest in "[ -~]{0,20}",
        ) {
            // Two signs may begin a comment, which is nothing.
            prop_assume!(!rest.starts_with(['/', '*']));
            let text = format!("{} {sign}{rest}", KEYWORDS[index]);
            prop_assert!(!is_sql(&text, &Interpreter::new(None)), "{text}");
        }

        /// What two words begin can't be code.
        #[test]
        fn a_keyword_and_a_word_are_sql_whatever_names_there_are(
            index in 0..KEYWORDS.len(),
            word in "[a-z_]{1,8}",
            rest in "[ -~]{0,20}",
        ) {
            prop_assume!(word != "in" && word != "is");
            let text = format!("{} {word} {rest}", KEYWORDS[index]);
            let interpreter = with_names();
            prop_assert!(is_sql(&text, &interpreter) || interpreter.is_code(&text), "{text}");
            prop_assert!(is_sql(&text, &Interpreter::new(None)), "{text}");
        }
    }
}
