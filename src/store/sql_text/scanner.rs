//! PostgreSQL's scanner: where the pieces of a text of SQL begin and end.

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

    /// Whether it is neither space nor comment.
    #[must_use]
    pub fn is_meant(&self) -> bool {
        !matches!(self.kind, Kind::Space | Kind::Comment)
    }

    /// Whether it belongs to a statement: it is no space, no comment and no semicolon.
    pub(super) fn means_something(&self) -> bool {
        self.is_meant() && !self.is_sign(";")
    }

    /// The name that it is, as the server keeps it; with `U&"…"`, as long as no `UESCAPE` says another sign than `\`.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_ascii_lowercase()),
            Kind::Quoted => {
                let (prefix, inside) = self.text.split_once('"')?;
                let inside = inside.strip_suffix('"').unwrap_or(inside);
                let inside = inside.replace("\"\"", "\"");
                Some(if prefix.is_empty() {
                    inside
                } else {
                    unescaped(&inside)
                })
            }
            _ => None,
        }
    }
}

/// What stands in `U&"…"`: `\0061` and `\+000061` are characters, and `\\` is one sign.
fn unescaped(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        name.push_str(before);
        let (digits, length) = match after.strip_prefix('+') {
            Some(after) => (after.get(..6), 7),
            None => (after.get(..4), 4),
        };
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        rest = if let Some(character) = code.and_then(char::from_u32) {
            name.push(character);
            after.get(length..).unwrap_or_default()
        } else {
            name.push('\\');
            after.strip_prefix('\\').unwrap_or(after)
        };
    }
    name + rest
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

/// A text where a backslash hides the next character. It continues in quotes on the next line, with backslashes again.
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

/// How far it is past the quote of the next part, if there is one on a later line. Between them may be comments to the
/// end of a line.
fn next_part(rest: &str) -> Option<usize> {
    let mut after = rest;
    loop {
        after = after.trim_start_matches(is_space);
        match after.strip_prefix("--") {
            Some(comment) => after = &comment[comment.find(['\n', '\r'])?..],
            None => break,
        }
    }
    let part = after.strip_prefix('\'')?;
    let between = &rest[..rest.len() - after.len()];
    between
        .contains(['\n', '\r'])
        .then(|| rest.len() - part.len())
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
    fn a_text_ends_where_the_server_ends_it() {
        for (sql, text) in [
            ("$t$$t$t$", "$t$$t$"),
            ("e'a'\n'\\'b' c", "e'a'\n'\\'b'"),
            ("e'a' -- x\n'\\'b' c", "e'a' -- x\n'\\'b'"),
            (
                "e'a'\r -- x\n -- y\n '\\'b' c",
                "e'a'\r -- x\n -- y\n '\\'b'",
            ),
            ("e'a' '\\' b", "e'a'"),
            ("e'a' /* x\n */ '\\' b", "e'a'"),
        ] {
            assert_eq!(
                tokens(sql).next().map(|token| token.text),
                Some(text),
                "{sql}"
            );
        }
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
            inside().prop_map(|text| (Kind::Text, format!("$t_${text}$t_$"))),
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
            // Without a sign between them, two texts can be parts of one.
            let sql: String = pieces.iter().flat_map(|(_, text)| [text.as_str(), " , "]).collect();
            let found: Vec<_> = tokens(&sql)
                .filter(|token| !(token.kind == Kind::Space))
                .map(|token| (token.kind, token.text.trim_end_matches('\n').to_owned()))
                .collect();
            let comma = (Kind::Sign, ",".to_owned());
            let made: Vec<_> = pieces
                .into_iter()
                .map(|(kind, text)| (kind, text.trim_end_matches('\n').to_owned()))
                .flat_map(|piece| [piece, comma.clone()])
                .collect();
            prop_assert_eq!(found, made);
        }
    }
}
