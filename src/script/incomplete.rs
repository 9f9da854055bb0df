//! Whether an entry continues on the next line.

use rhai::{Engine, LexError, ParseErrorType};

pub(super) fn check(engine: &Engine, text: &str) -> bool {
    if open_comment(text).is_some() {
        return true;
    }
    let Err(error) = engine.compile(text) else {
        return false;
    };
    let position = error.position();
    match error.err_type() {
        ParseErrorType::UnexpectedEOF => true,
        ParseErrorType::BadInput(LexError::UnterminatedString) => backticks(text) % 2 == 1,
        // Something was expected after the end of the text.
        _ => {
            let (last, lines) = (
                text.lines().last().unwrap_or_default(),
                text.lines().count(),
            );
            let at_line = position.line().unwrap_or(0);
            let at_column = position.position().unwrap_or(0);
            at_line > lines || (at_line == lines && at_column > last.chars().count())
        }
    }
}

/// Texts in backticks may have several lines; those in quotes may not.
fn backticks(text: &str) -> usize {
    text.matches('`').count()
}

/// Where a comment begins that is not closed: Rhai takes it for the end of the text.
pub(super) fn open_comment(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut rest) = (0usize, None, text);
    let mut start = 0;
    while let Some(c) = rest.chars().next() {
        let skip = match (depth, quote) {
            (0, Some(open)) if c == '\\' && open != '`' => 2,
            (0, Some(open)) => {
                if c == open {
                    quote = None;
                }
                1
            }
            _ if rest.starts_with("/*") => {
                if depth == 0 {
                    start = text.len() - rest.len();
                }
                depth += 1;
                2
            }
            (1.., _) if rest.starts_with("*/") => {
                depth -= 1;
                2
            }
            (0, None)
                if rest.starts_with("//") || rest.len() == text.len() && rest.starts_with("#!") =>
            {
                rest.find('\n').unwrap_or(rest.len())
            }
            (0, None) => {
                quote = matches!(c, '"' | '`' | '\'').then_some(c);
                1
            }
            _ => 1,
        };
        let bytes: usize = match skip {
            1 | 2 => rest.chars().take(skip).map(char::len_utf8).sum(),
            far => far,
        };
        rest = rest.get(bytes.max(1)..).unwrap_or_default();
    }
    (depth > 0).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_on_while_something_is_open() {
        let engine = Engine::new_raw();
        let more = [
            "fn f() {",
            "let x = [1,",
            "clients.filter(|c|",
            "/* not closed",
            "let t = `two",
            "1 +",
            "if true {",
        ];
        for text in more {
            assert!(check(&engine, text), "{text}");
        }
        let done = [
            "1 + 1",
            "fn f() { 1 }",
            "let x = \"/* text\"",
            "1 + )",
            "\"open quote",
            "let t = `a`",
            "// /* x",
        ];
        for text in done {
            assert!(!check(&engine, text), "{text}");
        }
    }
}
