//! The colours of a line: the interpreter's own words, and the name of a colon command.

use super::completion::is_sql_keyword;
use crate::script::{Token, TokenKind};
use crate::store::sql_text::{self, Kind};

const COMMAND: &str = "1;34";
const FAINT: &str = "2";

/// An entry with colours. It is as wide as without.
pub(super) fn entry(text: &str, tokens: &[Token]) -> String {
    let mut colored = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for token in tokens {
        let (Some(color), true) = (color(token.kind), token.range.start >= done) else {
            continue;
        };
        let (Some(between), Some(word)) = (
            text.get(done..token.range.start),
            text.get(token.range.clone()),
        ) else {
            continue;
        };
        colored.push_str(between);
        paint(&mut colored, color, word);
        done = token.range.end;
    }
    colored.push_str(text.get(done..).unwrap_or_default());
    colored
}

/// A colon command with colours.
pub(super) fn command(text: &str) -> String {
    let end = text.trim_start().find(char::is_whitespace);
    let end = end.map_or(text.len(), |at| at + text.len() - text.trim_start().len());
    let mut colored = String::with_capacity(text.len() + 16);
    paint(&mut colored, COMMAND, &text[..end]);
    colored.push_str(&text[end..]);
    colored
}

/// A statement of SQL with colours: keywords, texts, numbers and comments.
pub(super) fn sql(text: &str) -> String {
    let mut colored = String::with_capacity(text.len() * 2);
    let (mut begun, mut is_member) = (false, false);
    for token in sql_text::tokens(text) {
        let color = match token.kind {
            Kind::Comment => color(TokenKind::Comment),
            Kind::Text => color(TokenKind::Text),
            Kind::Number | Kind::Parameter => color(TokenKind::Number),
            Kind::Word if !begun || !is_member && is_sql_keyword(token.text) => {
                color(TokenKind::Keyword)
            }
            Kind::Word | Kind::Quoted | Kind::Space | Kind::Sign => None,
        };
        begun |= token.kind == Kind::Word;
        is_member = token.text == ".";
        match color {
            Some(color) => paint(&mut colored, color, token.text),
            None => colored.push_str(token.text),
        }
    }
    colored
}

/// A text that steps back.
pub(super) fn faint(text: &str) -> String {
    let mut colored = String::with_capacity(text.len() + 8);
    paint(&mut colored, FAINT, text);
    colored
}

fn color(kind: TokenKind) -> Option<&'static str> {
    match kind {
        TokenKind::Keyword => Some("35"),
        TokenKind::Number | TokenKind::Constant => Some("36"),
        TokenKind::Text => Some("32"),
        TokenKind::Comment => Some(FAINT),
        TokenKind::Name | TokenKind::Other => None,
    }
}

fn paint(out: &mut String, color: &str, word: &str) {
    for part in ["\x1b[", color, "m", word, "\x1b[0m"] {
        out.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Interpreter;

    fn plain(colored: &str) -> String {
        let mut parts = colored.split("\x1b[");
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
    }

    #[test]
    fn colours_never_change_the_text() {
        let interpreter = Interpreter::new(None);
        let texts = [
            "let x = `a ${1 + 2} é` + \"q\\\"\"; // end",
            "for c in clients {\n  print(\"李 \" + c.name) /* x */\n}\nx?.y ?? 1.5",
            "contracts.filter(|k| k.due > 0 && !k.signed).sum(|k| k.due)",
        ];
        for text in texts {
            for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let part = &text[..end];
                assert_eq!(plain(&entry(part, &interpreter.tokens(part))), part);
            }
        }
        assert!(entry("let x", &interpreter.tokens("let x")).starts_with("\x1b[35mlet\x1b[0m"));
    }

    #[test]
    fn sql_is_coloured_as_its_scanner_reads_it() {
        let text = "select 'é', $1 -- why\nfrom \"a\" where 12 = $$ x";
        for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(plain(&sql(&text[..end])), text[..end]);
        }
        assert_eq!(
            sql("select 1, 'a'"),
            "\x1b[35mselect\x1b[0m \x1b[36m1\x1b[0m, \x1b[32m'a'\x1b[0m"
        );
        assert_eq!(
            sql("show c.first, first FROM fro"),
            "\x1b[35mshow\x1b[0m c.first, \x1b[35mfirst\x1b[0m \x1b[35mFROM\x1b[0m fro"
        );
    }

    #[test]
    fn a_command_is_coloured_up_to_its_argument() {
        assert_eq!(command(" :sql select 1"), "\x1b[1;34m :sql\x1b[0m select 1");
        assert_eq!(command(":quit"), "\x1b[1;34m:quit\x1b[0m");
    }
}
