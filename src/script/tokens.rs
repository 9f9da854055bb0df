//! The words of a line, for highlighting: Rhai's own scanner, no second grammar.

use rhai::{Engine, LexError, Token as Lexed};
use std::ops::Range;

/// A part of a text and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it is, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
}

/// What a part of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `let`, `if`, `fn` …
    Keyword,
    /// A number.
    Number,
    /// A text.
    Text,
    /// `true`, `false`
    Constant,
    /// A name.
    Name,
    /// A comment.
    Comment,
    /// A text that is not ended.
    Unended,
    /// Anything else.
    Other,
}

pub(super) fn split(engine: &Engine, text: &str) -> Vec<Token> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    // Words come one after the other, so each is counted from the one before: a line is read once.
    let (mut line_before, mut column_before, mut before) = (0, 0, 0);
    let mut byte_of = |position: rhai::Position| {
        let line = *starts.get(position.line()?.checked_sub(1)?)?;
        let column = position.position()?.checked_sub(1)?;
        if line != line_before || column < column_before {
            (line_before, column_before, before) = (line, 0, line);
        }
        let rest = &text[before..];
        let next = rest.char_indices().nth(column - column_before);
        before += next.map_or(rest.len(), |(at, _)| at);
        column_before = column;
        Some(before)
    };
    let mut found: Vec<(usize, TokenKind)> = Vec::new();
    let texts = [text];
    let (mut tokens, control) = engine.lex(&texts);
    tokens.state.include_comments = true;
    // The braces that are open, and whether each is one of `${` in a text, which goes on behind it.
    let (mut braces, mut is_in_a_text) = (Vec::new(), false);
    // The scanner never ends by itself.
    for (token, position) in tokens.take(text.len() + 1) {
        match token {
            Lexed::EOF => break,
            Lexed::LeftBrace | Lexed::MapStart => braces.push(is_in_a_text),
            Lexed::RightBrace if braces.pop() == Some(true) => {
                control.borrow_mut().is_within_text = true;
            }
            _ => {}
        }
        is_in_a_text = matches!(token, Lexed::InterpolatedString(_));
        if let Some(start) = byte_of(position) {
            found.push((start, kind(&token)));
        }
    }
    let ends = found
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([text.len()]);
    found
        .iter()
        .zip(ends)
        .map(|((start, kind), end)| {
            let width = text[*start..end.max(*start)].trim_end().len();
            Token {
                range: *start..*start + width,
                kind: *kind,
            }
        })
        .collect()
}

fn kind(token: &Lexed) -> TokenKind {
    match token {
        Lexed::IntegerConstant(_) | Lexed::FloatConstant(_) | Lexed::DecimalConstant(_) => {
            TokenKind::Number
        }
        Lexed::StringConstant(_) | Lexed::InterpolatedString(_) | Lexed::CharConstant(_) => {
            TokenKind::Text
        }
        Lexed::True | Lexed::False => TokenKind::Constant,
        Lexed::Identifier(_) => TokenKind::Name,
        Lexed::Comment(_) => TokenKind::Comment,
        Lexed::LexError(error) if **error == LexError::UnterminatedString => TokenKind::Unended,
        other if other.is_standard_keyword() => TokenKind::Keyword,
        _ => TokenKind::Other,
    }
}
