//! The text of SQL, in the pieces that PostgreSQL's own scanner sees. Whatever has to know what stands in a statement
//! asks here, so that nothing hides in a comment or a quote for one reader and not for another.

mod scanner;
mod statements;

pub use scanner::{Kind, Token, tokens};
pub use statements::{Statement, statements};

/// The pieces that mean something: neither spaces nor comments.
pub fn meant(sql: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(sql).filter(Token::is_meant)
}

/// The first words of a statement, in lower case. A sign that is no word counts for one.
#[must_use]
pub fn first_words(sql: &str) -> [String; 3] {
    let mut words = meant(sql).skip_while(|token| token.is_sign(";"));
    [(); 3].map(|()| {
        let word = words.next().map(|token| token.text.to_ascii_lowercase());
        word.unwrap_or_default()
    })
}

/// The statement without what stands around it: spaces, comments, semicolons.
#[must_use]
pub fn bare(sql: &str) -> &str {
    let around = tokens(sql).take_while(|token| !token.means_something());
    let begin: usize = around.map(|token| token.text.len()).sum();
    without_end(sql).get(begin..).unwrap_or_default()
}

/// The statement without what follows it. What is before stays: errors count positions from there.
pub(super) fn without_end(sql: &str) -> &str {
    let mut end = 0;
    let mut at = 0;
    for token in tokens(sql) {
        at += token.text.len();
        if token.means_something() {
            end = at;
        }
    }
    &sql[..end]
}

/// Whether a semicolon ends the text.
#[must_use]
pub fn is_ended(sql: &str) -> bool {
    meant(sql).last().is_some_and(|last| last.is_sign(";"))
}

/// Whether the text can't end here: a quote, a comment or a parenthesis is open. A semicolon at the end closes
/// parentheses.
#[must_use]
pub fn is_open(sql: &str) -> bool {
    let mut depth = 0usize;
    for token in tokens(sql) {
        // The comment of a last line ends with it.
        if token.is_open && !token.text.starts_with("--") {
            return true;
        }
        if token.is_sign("(") {
            depth += 1;
        } else if token.is_sign(")") {
            depth = depth.saturating_sub(1);
        }
    }
    depth > 0 && !is_ended(sql)
}

/// The numbers of the parameters in a statement.
pub fn parameters(sql: &str) -> impl Iterator<Item = usize> {
    meant(sql)
        .filter(|token| token.kind == Kind::Parameter)
        .filter_map(|token| token.text[1..].parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_are_found_after_comments() {
        let first = |sql| first_words(sql)[0].clone();
        assert_eq!(first("  -- a comment\n /* and */ SELECT 1"), "select");
        assert_eq!(first("(select 1)"), "(");
        assert_eq!(first(" -- nothing"), "");
        assert_eq!(first(" ; ;; "), "");
        assert_eq!(first("/* /* in */ another */ commit"), "commit");
        assert_eq!(first("/*/ é /**/*/ commit"), "commit");
        assert_eq!(first("/* /* */ commit"), "");
        assert_eq!(first("--\rcommit\nand chain"), "commit");
        assert_eq!(
            first_words("Set /* x */ SESSION a = 1"),
            ["set", "session", "a"]
        );
    }

    #[test]
    fn a_statement_goes_on_while_something_is_open() {
        let open = [
            "select (1",
            "select 'a",
            "select 'a;",
            "select \"a b",
            "select 1 /* why",
            "select 1 /* /* why */;",
            "select $$ it's",
            "select $x$ $$ ;",
            "select e'\\';",
            "select ('a(' || f(1)",
        ];
        for sql in open {
            assert!(is_open(sql), "{sql}");
        }
        let done = [
            "select 1",
            "select 'it''s (' -- (",
            "select $1 + $2",
            "select $$ it's ( $$",
            "select (1;",
            "select /* ( */ 1)",
            "select é",
            "",
        ];
        for sql in done {
            assert!(!is_open(sql), "{sql}");
        }
        assert!(is_ended("select 1; -- done"));
        assert!(!is_ended("select 1 -- not yet;"));
    }

    #[test]
    fn a_statement_stands_without_what_is_around_it() {
        for (sql, statement) in [
            ("; -- one\n select ';' as a; ; /* end */", "select ';' as a"),
            ("select 1 -- one", "select 1"),
            (" ; ", ""),
        ] {
            assert_eq!(bare(sql), statement);
        }
    }

    #[test]
    fn parameters_in_texts_and_comments_are_none() {
        let found = |sql| parameters(sql).collect::<Vec<_>>();
        assert_eq!(
            found("select $1, '$2', a$3, \"$4\", $$ $5 $$, $12 -- $6"),
            [1, 12]
        );
    }
}
