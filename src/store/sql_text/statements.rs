//! Where the statements of a text of SQL begin and end.

use super::scanner::{Token, tokens};

/// The words of a statement that may create a function with a body of statements.
const CREATE: [&str; 5] = ["create", "or", "replace", "function", "procedure"];

/// A statement in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Its text, without what stands around it: spaces, comments, semicolons.
    pub text: &'a str,
    /// The line that it begins in, from 1.
    pub line: usize,
}

/// The statements of a text, one after the other. A semicolon ends one, unless it is in a quote, a comment, or the body
/// of a function (`begin atomic … end`).
///
/// ```
/// use epic::store::sql_text::statements;
/// let found: Vec<_> = statements("select ';'; -- one;\ntable t").collect();
/// assert_eq!((found[0].text, found[1].text, found[1].line), ("select ';'", "table t", 2));
/// ```
pub fn statements(sql: &str) -> impl Iterator<Item = Statement<'_>> {
    let mut pieces = tokens(sql);
    let mut at = 0;
    // The line that was counted last, and up to where.
    let (mut line, mut counted) = (1, 0);
    std::iter::from_fn(move || {
        let mut meant: Option<(usize, usize)> = None;
        let mut body = Body::default();
        for token in pieces.by_ref() {
            let begin = at;
            at += token.text.len();
            if token.means_something() {
                body.pass(&token);
                meant = Some((meant.map_or(begin, |(first, _)| first), at));
            } else if token.is_sign(";") && meant.is_some() && !body.is_open() {
                break;
            }
        }
        let (first, end) = meant?;
        line += sql.get(counted..first)?.matches('\n').count();
        counted = first;
        Some(Statement {
            text: sql.get(first..end)?,
            line,
        })
    })
}

/// Whether a body of statements is open, as psql counts it: what a `begin` or `case` opens, an `end` closes.
#[derive(Default)]
struct Body {
    words: usize,
    creates: bool,
    is_function: bool,
    depth: usize,
}

impl Body {
    fn pass(&mut self, token: &Token<'_>) {
        self.words += 1;
        if self.words == 1 {
            self.creates = token.is("create");
        } else if self.creates && !self.is_function {
            self.is_function = token.is("function") || token.is("procedure");
            self.creates = CREATE.iter().any(|word| token.is(word));
        }
        if !self.is_function {
            return;
        }
        if token.is("begin") || self.depth > 0 && token.is("case") {
            self.depth += 1;
        } else if token.is("end") {
            self.depth = self.depth.saturating_sub(1);
        }
    }

    fn is_open(&self) -> bool {
        self.depth > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(sql: &str) -> Vec<&str> {
        statements(sql).map(|statement| statement.text).collect()
    }

    #[test]
    fn a_semicolon_ends_a_statement_where_the_server_sees_one() {
        assert_eq!(texts(" ;; -- nothing;\n"), [""; 0]);
        assert_eq!(
            texts("select ';' as \"a;\"; /* ; */ select $$;$$ -- ;\n, 2 ; ; table t"),
            ["select ';' as \"a;\"", "select $$;$$ -- ;\n, 2", "table t"]
        );
        let function = "create or replace function pg_temp.f() returns int begin atomic \
                        select case when true then 1 end; select 2; end";
        assert_eq!(
            texts(&format!("{function}; select 3")),
            [function, "select 3"]
        );
        assert_eq!(
            texts("select 1 as begin; select 2"),
            ["select 1 as begin", "select 2"]
        );
        assert_eq!(texts("create table function (a int); select 2").len(), 2);
        assert_eq!(texts("select 'open; select 2"), ["select 'open; select 2"]);
    }

    #[test]
    fn a_statement_knows_its_line() {
        let lines = |sql| statements(sql).map(|found| found.line).collect::<Vec<_>>();
        assert_eq!(
            lines("select 1;\n-- two\nselect\n2; select 3;\n\n table t"),
            [1, 3, 4, 6]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_between_statements(sql in "[a-z;'\"$ \n(/*-]{0,60}") {
            let bare = |text: &str| -> String {
                tokens(text).filter(Token::means_something).map(|token| token.text).collect()
            };
            prop_assert_eq!(bare(&sql), statements(&sql).map(|found| bare(found.text)).collect::<String>());
        }
    }
}
