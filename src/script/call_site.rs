//! What somebody wrote around a position: what a hint that says what to write takes from it.

use crate::error::Excerpt;

/// The line of a position, and the position.
pub(super) struct CallSite<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> CallSite<'a> {
    pub(super) fn at(position: &'a Excerpt) -> Self {
        let end = position.text.char_indices().nth(position.start);
        Self {
            line: &position.text,
            at: end.map_or(position.text.len(), |(byte, _)| byte),
        }
    }

    /// The whole line.
    pub(super) fn line(&self) -> &'a str {
        self.line
    }

    /// The line before the position.
    pub(super) fn before(&self) -> &'a str {
        &self.line[..self.at]
    }

    /// The line from the position on.
    pub(super) fn after(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// What to write, with what was written in it; what can't be found is `…`.
    pub(super) fn fill(&self, hint: &str) -> String {
        if !hint.contains('{') {
            return hint.to_owned();
        }
        let args = self.args().unwrap_or("…");
        let (first, rest) = match end_of(args, |c| c == ',') {
            Some(comma) => (&args[..comma], args[comma + 1..].trim_start()),
            None => (args, ""),
        };
        hint.replace("{first}", first)
            .replace("{rest}", rest)
            .replace("{before}", self.receiver().unwrap_or(args))
            .replace("{args}", args)
    }

    /// What is given to the function whose name is at the position.
    fn args(&self) -> Option<&'a str> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let opened = self.after().trim_start_matches(is_word).strip_prefix('(')?;
        Some(opened[..end_of(opened, |c| c == ')')?].trim())
    }

    /// What stands before the dot of the name at the position, from the beginning of its statement.
    fn receiver(&self) -> Option<&'a str> {
        let before = self.before().trim_end().strip_suffix('.')?;
        let begin = before.rfind([';', '=', '{', '\'']).map_or(0, |at| at + 1);
        let receiver = before[begin..].trim();
        (!receiver.is_empty() && !before.contains('\'')).then_some(receiver)
    }
}

/// Where a text ends by a character that is in no brackets and no quotes.
fn end_of(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (0usize, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(open), '\\') if open != '`' => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, c) if depth == 0 && ends(c) => return Some(at),
            (None, '"' | '`' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_found_in_the_line() {
        let position = |text: &str, word: &str| Excerpt {
            line: 1,
            start: text.find(word).unwrap(),
            width: 1,
            text: text.into(),
        };
        let filled = |text, word, hint| CallSite::at(&position(text, word)).fill(hint);
        assert_eq!(
            filled("c.find(f(1), \")\") + 2", "find", "{args}"),
            "f(1), \")\""
        );
        assert_eq!(
            filled("c.set(f(1, 2), #{})", "set", "{first}|{rest}"),
            "f(1, 2)|#{}"
        );
        assert_eq!(
            filled("let x = c.f(1).each(g)", "each", "{before}"),
            "c.f(1)"
        );
        assert_eq!(filled("12 in c", "in", "{args}"), "…");
    }
}
