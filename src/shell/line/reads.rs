//! What can be read off an entry before it is entered: whether it goes on, where its brackets are, how deep it is indented.
//! Nothing is evaluated.

use super::brackets::Bracket;
use crate::error::Result;
use crate::script::{Interpreter, Token, TokenKind};
use crate::shell::commands::{Argument, Entry};
use crate::shell::language;
use crate::store::sql_text;
use std::cell::{Ref, RefCell};
use std::rc::Rc;

/// How far a line of an entry is indented for each bracket that is open.
const INDENT: usize = 2;

/// Reads entries, knowing what the session knows.
pub(in crate::shell) struct Reads {
    interpreter: Rc<RefCell<Interpreter>>,
}

impl Reads {
    pub(in crate::shell) fn new(interpreter: Rc<RefCell<Interpreter>>) -> Self {
        Self { interpreter }
    }

    pub(super) fn interpreter(&self) -> Ref<'_, Interpreter> {
        self.interpreter.borrow()
    }

    /// Whether a text that is no command is SQL.
    pub(in crate::shell) fn is_sql(&self, text: &str) -> bool {
        language::is_sql(text, &self.interpreter())
    }

    /// What an entry is.
    ///
    /// # Errors
    /// There is no such command.
    pub(in crate::shell) fn entry<'t>(&self, text: &'t str) -> Result<Entry<'t>> {
        Entry::of(text, &|text| self.is_sql(text))
    }

    /// Whether an entry goes on with the next line.
    pub(super) fn goes_on(&self, text: &str) -> bool {
        match self.entry(text) {
            Ok(Entry::Code(code)) => self.interpreter().is_incomplete(code),
            Ok(command) => command.goes_on(text),
            Err(_) => false,
        }
    }

    /// The words of an entry of the language.
    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        self.interpreter().tokens(text)
    }

    /// The brackets of an entry, in their order. Those in texts and comments are none.
    pub(super) fn brackets(&self, text: &str) -> Vec<Bracket> {
        if self.holds_sql(text) {
            let mut at = 0;
            let signs = sql_text::tokens(text).filter_map(|token| {
                let start = at;
                at += token.text.len();
                (token.kind == sql_text::Kind::Sign).then_some((start, token.text))
            });
            return signs.flat_map(|(at, sign)| Bracket::of(at, sign)).collect();
        }
        let tokens = self.tokens(text).into_iter();
        let signs = tokens.filter(|token| token.kind == TokenKind::Other);
        signs
            .flat_map(|token| Bracket::of(token.range.start, text.get(token.range).unwrap_or("")))
            .collect()
    }

    /// The spaces that a line begins with which is broken off an entry at a place.
    pub(super) fn indentation(&self, text: &str, at: usize) -> String {
        let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
        if self.is_in_a_text(before) {
            return String::new();
        }
        let mut depth = 0usize;
        for bracket in self.brackets(before) {
            depth = if bracket.opens() {
                depth + 1
            } else {
                depth.saturating_sub(1)
            };
        }
        let after = after.trim_start_matches(' ');
        let next = Bracket::of(0, after).next();
        if next.is_some_and(|next| next.at == 0 && !next.opens()) {
            depth = depth.saturating_sub(1);
        }
        " ".repeat(depth * INDENT)
    }

    /// Where the line begins that the cursor is in, and what stands there up to it when a bracket closes as the first
    /// sign of the line.
    pub(super) fn closed(&self, text: &str, at: usize, sign: char) -> (usize, String) {
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let spaces = at - start;
        let closed = format!("{before}{sign}");
        // In a text, the spaces are not ours.
        let indentation = if self.is_in_a_text(before) {
            " ".repeat(spaces)
        } else {
            self.indentation(&closed, at)
        };
        (start, format!("{indentation}{sign}"))
    }

    fn holds_sql(&self, text: &str) -> bool {
        matches!(self.entry(text), Ok(Entry::Command(command, _)) if command.argument == Argument::Statement)
    }

    /// Whether a text or a comment is open at the end, in which spaces are not ours.
    fn is_in_a_text(&self, before: &str) -> bool {
        if self.holds_sql(before) {
            return sql_text::tokens(before)
                .last()
                .is_some_and(|last| last.is_open);
        }
        let last = self.tokens(before).pop();
        last.is_some_and(|last| last.kind == TokenKind::Unended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads() -> Reads {
        Reads::new(Rc::new(RefCell::new(Interpreter::new(None))))
    }

    #[test]
    fn a_line_is_indented_by_the_brackets_that_are_open() {
        for (entry, spaces) in [
            ("fn f() {¦", 2),
            ("fn f() {\n  if true {¦", 4),
            ("fn f() {\n  if true {\n    1\n  }¦", 2),
            ("fn f() {¦}", 0),
            ("fn f() {\n  g(¦)\n}", 2),
            ("clients.filter(|c| {¦", 4),
            ("clients.create(#{¦", 4),
            ("let x = \"(\";¦", 0),
            ("let x = `(¦", 0),
            ("let x = [`( ${ [1,¦", 6),
            ("let x = [`( ${ 1 } (`,¦", 2),
            ("let x = [`( ${ 1 } (¦", 0),
            ("// (¦", 0),
            ("select (¦", 2),
            ("select '(¦", 0),
            ("select $$ (¦", 0),
            (":sql select (1, (¦", 4),
            ("))¦", 0),
            ("¦", 0),
        ] {
            let at = entry.find('¦').expect("a place");
            let text = entry.replace('¦', "");
            assert_eq!(reads().indentation(&text, at).len(), spaces, "{entry}");
        }
    }

    #[test]
    fn brackets_in_texts_and_comments_are_none() {
        let signs = |text: &str| -> String {
            let brackets = reads().brackets(text);
            brackets.iter().map(|bracket| bracket.sign).collect()
        };
        for (text, found) in [
            ("f(\"(\", '[', x[1])", "([])"),
            ("#{ a: `{ ${ (1) } }` } // )", "{{()}}"),
            ("/* ( */ [", "["),
            ("a?[0]", "[]"),
            ("f(g())", "(())"),
            ("select '(' || (f(1)) -- (", "(())"),
            (":dry f(\"(\")", "()"),
            (":sql select ')' || (", "("),
        ] {
            assert_eq!(signs(text), found, "{text}");
        }
    }
}
