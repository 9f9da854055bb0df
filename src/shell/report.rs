//! How an error looks on the terminal.

use super::locale::signs;
use super::progress::above_bars;
use super::standard_streams::terminal_width;
use crate::error::{Error, Line, Part};
use crate::render::{visible, wrap};
use crate::telemetry;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

/// What stands before the message.
const LABEL: &str = "error: ";

/// Writes an error to standard error, as `error: …` with its place, rules and hints.
///
/// It also goes to Sentry, if it is one that never should be and there is a DSN.
///
/// `color` allows a red "error:"; it is used on a terminal only.
pub fn report(error: &Error, color: bool) {
    telemetry::error(error);
    let err = io::stderr();
    say(written(
        error,
        color && err.is_terminal(),
        terminal_width(&err),
    ));
}

/// Writes what is no result to standard error, at once: it has no buffer, and a terminal draws after each
/// piece.
pub fn say(text: impl Display) {
    let text = format!("{text}\n");
    // Nobody is left to tell when standard error is closed.
    let _ = above_bars(|| io::stderr().write_all(signs(&text).as_bytes()));
}

/// What to know, as the hint of an error is written.
pub(super) fn hint_text(text: &str) -> String {
    part(Part::Hint(text), terminal_width(&io::stderr()))
}

/// An error for a terminal of this width; what it quotes from the data can't act on it.
fn written(error: &Error, color: bool, width: Option<usize>) -> String {
    let parts: Vec<String> = error.parts().map(|shown| part(shown, width)).collect();
    let text = parts.join("\n");
    match text.strip_prefix(LABEL) {
        Some(rest) if color => format!("\x1b[1;31m{}\x1b[0m {rest}", LABEL.trim_end()),
        _ => text,
    }
}

/// A part of an error, as lines of the terminal.
fn part(part: Part<'_>, width: Option<usize>) -> String {
    let columns = width.unwrap_or(usize::MAX);
    let mut lines = match part {
        Part::Excerpt(excerpt) => {
            let lines = excerpt.within(columns).lines();
            return lines.map(|line| visible(&line).into_owned()).join("\n");
        }
        part => part.lines(),
    };
    if let (Part::Message(_), Some(first)) = (part, lines.first_mut()) {
        first.label = LABEL;
    }
    let wrapped = |line: &Line<'_>| wrap(line.label, &visible(&line.text), columns);
    lines.iter().map(wrapped).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Excerpt;

    #[test]
    fn an_error_keeps_its_lines_and_loses_what_acts_on_a_terminal() {
        let error = Error::failed("no client '\x1b[2Jx'").hint("see clients");
        assert_eq!(
            written(&error, false, None),
            "error: no client '␛[2Jx'\n hint: see clients"
        );
        assert!(written(&error, true, None).starts_with("\x1b[1;31merror:\x1b[0m no"));
    }

    #[test]
    fn what_is_longer_than_a_line_of_the_terminal_is_cut_or_wrapped() {
        let mut error = Error::failed("clients have no field or relation 'nme'\nat all")
            .allowed_by(["a commercial updates their own clients".to_owned()])
            .hint("did you mean 'name'? it is the name of a client");
        error.excerpt = Some(Box::new(Excerpt {
            line: 1,
            text: "clients.filter(|c| c.full_name.len() > 3).select(|c| c.nme).take(3)".into(),
            start: 54,
            width: 3,
        }));
        insta::assert_snapshot!(written(&error, false, Some(40)), @r"
        error: clients have no field or relation
               'nme'
        at all
         1 │ …() > 3).select(|c| c.nme).take(3)
           │                      ^^^
         these rules allow it:
           · a commercial updates their own
             clients
         hint: did you mean 'name'? it is the
               name of a client
        ");
    }
}
