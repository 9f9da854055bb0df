//! The text of SQL, in the pieces that PostgreSQL's own scanner sees. Whatever has to know what stands in a statement
//! asks here, so that nothing hides in a comment or a quote for one reader and not for another.

/// A piece of SQL. The pieces of a text, one after the other, are the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub text: &'a str,
    /// Whether the text ends inside of it: its end is still to come.
    pub is_open: bool,
}

/// What a piece of SQL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Between the others.
    Space,
    /// `-- …` up to the end of the line, or `/* … */` with others inside.
    Comment,
    /// A keyword or a name.
    Word,
    /// A name in double quotes.
    Quoted,
    /// `'…'`, also after `E`, `B`, `X`, `N` or `U&`; or `$tag$ … $tag$`.
    Text,
    /// Digits.
    Number,
    /// `$1`
    Parameter,
    /// Any other single character.
    Sign,
}

impl Token<'_> {
    /// Whether it is this keyword.
    #[must_use]
    pub fn is(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is this sign.
    #[must_use]
    pub fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Whether it belongs to a statement: it is no space, no comment and no semicolon.
    fn means_something(&self) -> bool {
        !matches!(self.kind, Kind::Space | Kind::Comment) && !self.is_sign(";")
    }

    /// The name that it is, as the server keeps it.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_ascii_lowercase()),
            Kind::Quoted => {
                let inside = self.text.strip_prefix('"')?;
                let inside = inside.strip_suffix('"').unwrap_or(inside);
                Some(inside.replace("\"\"", "\""))
            }
            _ => None,
        }
    }
}

/// All pieces of a text.
pub fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let (kind, length) = first(rest)?;
        let (text, after) = rest.split_at(length.unwrap_or(rest.len()));
        rest = after;
        Some(Token {
            kind,
            text,
            is_open: length.is_none(),
        })
    })
}

/// The pieces that mean something: neither spaces nor comments.
pub fn meant(sql: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(sql).filter(|token| !matches!(token.kind, Kind::Space | Kind::Comment))
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
    let mut at = 0;
    let begins = |token: &Token<'_>| {
        let is_before = !token.means_something();
        at += if is_before { token.text.len() } else { 0 };
        is_before
    };
    let _ = tokens(sql).take_while(begins).count();
    without_end(sql).get(at..).unwrap_or_default()
}

/// The statement without what follows it. What is before stays: errors tell places from there.
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

/// What the first piece is, and how long; without a length it has no end.
fn first(rest: &str) -> Option<(Kind, Option<usize>)> {
    let sign = rest.chars().next()?;
    let run = |is_in: fn(char) -> bool| Some(rest.find(|c| !is_in(c)).unwrap_or(rest.len()));
    Some(match sign {
        _ if is_space(sign) => (Kind::Space, run(is_space)),
        '-' if rest.starts_with("--") => (Kind::Comment, rest.find(['\n', '\r'])),
        '/' if rest.starts_with("/*") => (Kind::Comment, block(rest)),
        '\'' => (Kind::Text, quoted(rest, '\'')),
        '"' => (Kind::Quoted, quoted(rest, '"')),
        '$' => dollar(rest),
        '0'..='9' => (Kind::Number, run(|c| c.is_ascii_digit())),
        _ if begins_word(sign) => prefixed(rest).unwrap_or((Kind::Word, run(is_of_word))),
        _ => (Kind::Sign, Some(sign.len_utf8())),
    })
}

/// Only these; a no-break space is part of a name.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

fn begins_word(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn is_of_word(c: char) -> bool {
    begins_word(c) || c.is_ascii_digit() || c == '$'
}

/// A comment of `/* … */`; there may be others inside.
fn block(rest: &str) -> Option<usize> {
    let (mut open, mut at) = (0usize, 0);
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with("/*") {
            open += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            open -= 1;
            at += 2;
            if open == 0 {
                return Some(at);
            }
        } else {
            at += c.len_utf8();
        }
    }
    None
}

/// What stands in quotes; a doubled one is part of it.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest[at..].find(quote)? + 1;
        if !rest[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

/// `E'…'`, `U&"…"` and the like: a quote right after letters that change what is in it.
fn prefixed(rest: &str) -> Option<(Kind, Option<usize>)> {
    let after = |length: usize, inside: Option<usize>| inside.map(|end| length + end);
    let begins = |prefix: &str| {
        rest.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if begins("e'") {
        return Some((Kind::Text, after(1, escaped(&rest[1..]))));
    }
    if ["b'", "x'", "n'"].iter().any(|prefix| begins(prefix)) {
        return Some((Kind::Text, after(1, quoted(&rest[1..], '\''))));
    }
    if begins("u&'") {
        return Some((Kind::Text, after(2, quoted(&rest[2..], '\''))));
    }
    begins("u&\"").then(|| (Kind::Quoted, after(2, quoted(&rest[2..], '"'))))
}

/// A text where a backslash hides the next character. It goes on in quotes on the next line, with backslashes again.
fn escaped(rest: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest[at..].find(['\\', '\''])?;
        if rest[at..].starts_with('\\') {
            let hidden = rest[at + 1..].chars().next()?;
            at += 1 + hidden.len_utf8();
        } else if rest[at + 1..].starts_with('\'') {
            at += 2;
        } else {
            at += 1;
            match next_part(&rest[at..]) {
                Some(length) => at += length,
                None => return Some(at),
            }
        }
    }
}

/// How far it is past the quote of the next part, if there is one on a later line.
fn next_part(rest: &str) -> Option<usize> {
    let mut after = rest.trim_start_matches([' ', '\t', '\u{b}', '\u{c}']);
    if !after.starts_with(['\n', '\r']) {
        return None;
    }
    loop {
        after = after.trim_start_matches(is_space);
        match after.strip_prefix("--") {
            Some(comment) => after = &comment[comment.find(['\n', '\r'])?..],
            None => break,
        }
    }
    let part = after.strip_prefix('\'')?;
    Some(rest.len() - part.len())
}

/// `$1`, or `$tag$ … $tag$`.
fn dollar(rest: &str) -> (Kind, Option<usize>) {
    let body = &rest[1..];
    let digits = body.find(|c: char| !c.is_ascii_digit());
    let digits = digits.unwrap_or(body.len());
    if digits > 0 {
        return (Kind::Parameter, Some(1 + digits));
    }
    let tag = body.find('$').filter(|end| {
        let is_of_tag = |c| is_of_word(c) && c != '$';
        body[..*end].chars().all(is_of_tag)
    });
    match tag {
        Some(tag) => {
            let (mark, inside) = rest.split_at(tag + 2);
            let end = inside.find(mark).map(|at| at + 2 * mark.len());
            (Kind::Text, end)
        }
        None => (Kind::Sign, Some(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    /// A piece of every kind, as it may stand between spaces.
    fn piece() -> impl Strategy<Value = (Kind, String)> {
        let inside = || "[a-z'\"$;()\\\\ \n/*é-]{0,6}";
        let of = |kind: Kind| move |text: String| (kind, text);
        prop_oneof![
            "[a-zA-Z_é][a-z0-9_$é]{0,5}".prop_map(of(Kind::Word)),
            "[0-9]{1,4}".prop_map(of(Kind::Number)),
            "[$][1-9][0-9]?".prop_map(of(Kind::Parameter)),
            prop::sample::select(vec![";", "(", ")", ",", "=", "\\"])
                .prop_map(|sign| (Kind::Sign, sign.to_owned())),
            inside().prop_map(|text| (Kind::Text, format!("'{}'", text.replace('\'', "''")))),
            inside().prop_map(|text| {
                let text = text.replace('\\', "\\\\").replace('\'', "\\'");
                (Kind::Text, format!("E'{text}'"))
            }),
            inside().prop_map(|text| (Kind::Text, format!("$t${text}$t$"))),
            inside().prop_map(|text| (Kind::Quoted, format!("\"{}\"", text.replace('"', "\"\"")))),
            "[a-z'\"$;() ]{0,6}".prop_map(|text| (Kind::Comment, format!("/*/* {text} */ x */"))),
            "[a-z'\"$;()/* ]{0,6}".prop_map(|text| (Kind::Comment, format!("--{text}\n"))),
        ]
    }

    proptest! {
        #[test]
        fn the_pieces_of_a_text_are_the_text(sql in "[a-eux0-2'\"$;()\\\\ \n\r/*&é\u{a0}-]{0,40}") {
            let joined: String = tokens(&sql).map(|token| token.text).collect();
            prop_assert_eq!(joined, sql);
        }

        #[test]
        fn what_was_put_together_comes_apart_again(pieces in prop::collection::vec(piece(), 0..8)) {
            let sql = pieces.iter().fold(String::new(), |sql, (_, text)| sql + text.as_str() + " ");
            let found: Vec<_> = tokens(&sql)
                .filter(|token| !(token.kind == Kind::Space))
                .map(|token| (token.kind, token.text.trim_end_matches('\n').to_owned()))
                .collect();
            let made: Vec<_> = pieces
                .into_iter()
                .map(|(kind, text)| (kind, text.trim_end_matches('\n').to_owned()))
                .collect();
            prop_assert_eq!(found, made);
        }
    }
}
