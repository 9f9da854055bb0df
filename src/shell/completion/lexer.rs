//! A line in pieces: names, dots, brackets. Much coarser than the language's own scanner, and it never
//! fails on a line that is not finished.

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// What it is.
    pub(super) kind: Kind,
    /// Its text.
    pub(super) text: &'a str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
}

/// What a part of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A text.
    Text,
    /// `.` or `?.`
    Dot,
    /// `(`, `[`, `{`, `#{`, or the `${` of a text
    Open,
    /// `)`, `]` or `}`
    Close,
    /// `,`
    Comma,
    /// `|`, as around the parameters of a closure.
    Bar,
    /// Anything else.
    Other,
}

/// A line in pieces, and what it ends in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split<'a> {
    /// The pieces that are whole.
    pub(super) pieces: Vec<Piece<'a>>,
    /// What the line ends in, if it is no code.
    pub(super) open: Option<Open>,
}

/// What a line ends in that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// A text; where it begins, behind its quote.
    Text(usize),
    /// A comment.
    Comment,
}

/// The pieces of a line. Code inside of a text, `${ … }`, is code if the line ends in it.
pub(super) fn split(line: &str) -> Split<'_> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        let comment = match first {
            '/' if rest.starts_with("//") => Some(rest.find('\n')),
            '/' if rest.starts_with("/*") => Some(rest.find("*/").map(|end| end + 2)),
            _ => None,
        };
        let length = match (comment, piece(first, rest)) {
            (Some(None), _) => {
                return Split {
                    pieces,
                    open: Some(Open::Comment),
                };
            }
            (Some(Some(length)), _) => length,
            (None, Some((kind, length))) => {
                if !first.is_whitespace() {
                    let text = &rest[..length];
                    pieces.push(Piece {
                        kind,
                        text,
                        start: at,
                    });
                }
                length
            }
            (None, None) => match rest
                .rfind("${")
                .filter(|code| is_open(first, &rest[*code..]))
            {
                Some(code) => {
                    let text = &rest[code..code + 2];
                    pieces.push(Piece {
                        kind: Kind::Open,
                        text,
                        start: at + code,
                    });
                    code + 2
                }
                None => {
                    return Split {
                        pieces,
                        open: Some(Open::Text(at + first.len_utf8())),
                    };
                }
            },
        };
        at += length;
    }
    Split { pieces, open: None }
}

/// Whether code that begins inside of a text does not end.
fn is_open(quote: char, code: &str) -> bool {
    quote == '`' && code.matches('{').count() > code.matches('}').count()
}

/// The first piece of a text and its length; nothing when it does not end.
fn piece(first: char, rest: &str) -> Option<(Kind, usize)> {
    let fixed = |kind, length| Some((kind, length));
    match first {
        '"' | '`' | '\'' => Some((Kind::Text, quoted(first, rest)?)),
        '0'..='9' => fixed(Kind::Number, number(rest)),
        _ if is_word(first) => fixed(Kind::Name, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
        '.' if rest.starts_with("..") => fixed(Kind::Other, 2),
        '.' => fixed(Kind::Dot, 1),
        '?' if rest.starts_with("?.") => fixed(Kind::Dot, 2),
        '#' if rest.starts_with("#{") => fixed(Kind::Open, 2),
        '(' | '[' | '{' => fixed(Kind::Open, 1),
        ')' | ']' | '}' => fixed(Kind::Close, 1),
        ',' => fixed(Kind::Comma, 1),
        '|' if rest.starts_with("||") => fixed(Kind::Other, 2),
        '|' => fixed(Kind::Bar, 1),
        other => fixed(Kind::Other, other.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn quoted(quote: char, rest: &str) -> Option<usize> {
    let mut escaped = false;
    let mut inside = rest.char_indices().skip(1);
    let end = inside.find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped && quote != '`';
        ends
    });
    end.map(|(at, _)| at + 1)
}

/// The length of `12`, `1.5`, or the `30` of `30.days`.
fn number(rest: &str) -> usize {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit() && c != '_')
            .unwrap_or(text.len())
    };
    let whole = digits(rest);
    let fraction = rest[whole..].strip_prefix('.').map_or(0, digits);
    if fraction > 0 {
        whole + 1 + fraction
    } else {
        whole
    }
}

/// The place of the bracket that a closing one, the last of the pieces, closes.
pub(super) fn opening(pieces: &[Piece<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    for (place, piece) in pieces.iter().enumerate().rev() {
        match piece.kind {
            Kind::Close => depth += 1,
            Kind::Open => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (piece.kind == Kind::Open).then_some(place);
        }
    }
    None
}

/// The places of the brackets that are still open at the end, the innermost last.
pub(super) fn open(pieces: &[Piece<'_>]) -> Vec<usize> {
    let mut open = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        match piece.kind {
            Kind::Open => open.push(place),
            Kind::Close => drop(open.pop()),
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_into_pieces() {
        let texts = |line| -> Vec<&str> { split(line).pieces.iter().map(|p| p.text).collect() };
        assert_eq!(
            texts("a.f(|k| k?.b >= 1.5) // c\n+ 30.days"),
            [
                "a", ".", "f", "(", "|", "k", "|", "k", "?.", "b", ">", "=", "1.5", ")", "+", "30",
                ".", "days"
            ]
        );
        assert_eq!(
            texts("#{ x: `a\\`, 1..2 } || \"q\\\"\""),
            [
                "#{",
                "x",
                ":",
                "`a\\`",
                ",",
                "1",
                "..",
                "2",
                "}",
                "||",
                "\"q\\\"\""
            ]
        );
        assert_eq!(split("a(\"b").open, Some(Open::Text(3)));
        assert_eq!(split("a /* b").open, Some(Open::Comment));
        assert_eq!(split("`é ${a} b").open, Some(Open::Text(1)));
    }

    #[test]
    fn brackets_find_each_other() {
        let pieces = split("f(a, [1]").pieces;
        assert_eq!(opening(&pieces), Some(4));
        assert_eq!(open(&pieces), [1]);
    }
}
