//! The colours of a line: the interpreter's own words, and the name of a colon command.

use super::completion::is_sql_keyword;
use crate::script::{Token, TokenKind};
use crate::store::sql_text::{self, Kind};

const COMMAND: &str = "1;34";
const FAINT: &str = "2";
/// The partner of the bracket at the cursor: bold and underlined.
const MARKED: &str = "1;4";

/// An entry with colours, and a bracket that is marked. It is as wide as without.
pub(super) fn entry(text: &str, tokens: &[Token], marked: Option<usize>) -> String {
    let mut colored = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for token in tokens {
        let bracket = marked.filter(|at| token.range.contains(at));
        let (range, color) = match bracket {
            Some(at) => (at..at + 1, Some(MARKED)),
            None => (token.range.clone(), color(token.kind)),
        };
        let (Some(color), true) = (color, range.start >= done) else {
            continue;
        };
        let (Some(between), Some(word)) = (text.get(done..range.start), text.get(range.clone()))
        else {
            continue;
        };
        colored.push_str(between);
        paint(&mut colored, color, word);
        done = range.end;
    }
    colored.push_str(text.get(done..).unwrap_or_default());
    colored
}

/// A colon command with colours.
pub(super) fn command(text: &str, marked: Option<usize>) -> String {
    let end = text.trim_start().find(char::is_whitespace);
    let end = end.map_or(text.len(), |at| at + text.len() - text.trim_start().len());
    let mut colored = String::with_capacity(text.len() + 16);
    paint(&mut colored, COMMAND, &text[..end]);
    match marked.and_then(|at| Some((text.get(end..at)?, text.get(at..=at)?, &text[at + 1..]))) {
        Some((before, bracket, after)) => {
            colored.push_str(before);
            paint(&mut colored, MARKED, bracket);
            colored.push_str(after);
        }
        None => colored.push_str(&text[end..]),
    }
    colored
}

/// A statement of SQL with colours: keywords, texts, numbers and comments; and a bracket that is marked.
pub(super) fn sql(text: &str, marked: Option<usize>) -> String {
    let mut colored = String::with_capacity(text.len() * 2);
    let (mut begun, mut is_member, mut at) = (false, false, 0);
    for token in sql_text::tokens(text) {
        let color = match token.kind {
            Kind::Comment => color(TokenKind::Comment),
            Kind::Text => color(TokenKind::Text),
            Kind::Number | Kind::Parameter => color(TokenKind::Number),
            Kind::Word if !begun || !is_member && is_sql_keyword(token.text) => {
                color(TokenKind::Keyword)
            }
            Kind::Sign if marked == Some(at) => Some(MARKED),
            Kind::Word | Kind::Quoted | Kind::Space | Kind::Sign => None,
        };
        begun |= token.kind == Kind::Word;
        is_member = token.text == ".";
        at += token.text.len();
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
        TokenKind::Text | TokenKind::Unended => Some("32"),
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
                assert_eq!(plain(&entry(part, &interpreter.tokens(part), None)), part);
            }
        }
        assert!(
            entry("let x", &interpreter.tokens("let x"), None).starts_with("\x1b[35mlet\x1b[0m")
        );
    }

    #[test]
    fn sql_is_coloured_as_its_scanner_reads_it() {
        let text = "select 'é', $1 -- why\nfrom \"a\" where 12 = $$ x";
        for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(plain(&sql(&text[..end], None)), text[..end]);
        }
        assert_eq!(
            sql("select 1, 'a'", None),
            "\x1b[35mselect\x1b[0m \x1b[36m1\x1b[0m, \x1b[32m'a'\x1b[0m"
        );
        assert_eq!(
            sql("show c.first, first FROM fro", None),
            "\x1b[35mshow\x1b[0m c.first, \x1b[35mfirst\x1b[0m \x1b[35mFROM\x1b[0m fro"
        );
    }

    #[test]
    fn a_command_is_coloured_up_to_its_argument() {
        assert_eq!(
            command(" :sql select 1", None),
            "\x1b[1;34m :sql\x1b[0m select 1"
        );
        assert_eq!(command(":quit", None), "\x1b[1;34m:quit\x1b[0m");
    }

    #[test]
    fn a_bracket_is_marked_in_its_own_look() {
        let interpreter = Interpreter::new(None);
        let text = "f(#{})";
        let shown = |at| entry(text, &interpreter.tokens(text), Some(at));
        assert_eq!(shown(5), "f(#{}\x1b[1;4m)\x1b[0m");
        assert_eq!(shown(3), "f(#\x1b[1;4m{\x1b[0m})");
        assert_eq!(
            command(":dry f()", Some(7)),
            "\x1b[1;34m:dry\x1b[0m f(\x1b[1;4m)\x1b[0m"
        );
        assert_eq!(
            sql("a (1)", Some(2)),
            "\x1b[35ma\x1b[0m \x1b[1;4m(\x1b[0m\x1b[36m1\x1b[0m)"
        );
    }

    #[test]
    fn a_text_is_coloured_before_it_is_ended_and_behind_what_it_interpolates() {
        let interpreter = Interpreter::new(None);
        let shown = |text: &str| entry(text, &interpreter.tokens(text), None);
        assert_eq!(shown("f(\"let"), "f(\x1b[32m\"let\x1b[0m");
        let text = shown("`a ${1} let` + 1");
        assert!(text.contains("}\x1b[32m let`\x1b[0m + "), "{text:?}");
    }
}
