//! How an error looks on the terminal.

use super::locale::signs;
use super::printer::terminal_width;
use crate::error::Error;
use crate::render::{visible, wrap};
use crate::telemetry;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

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
    // Nobody is left to tell when standard error is closed.
    let _ = io::stderr().write_all(signs(&format!("{text}\n")).as_bytes());
}

/// The text of an error, for a terminal of this width; what it quotes from the data can't act on it.
fn written(error: &Error, color: bool, width: Option<usize>) -> String {
    let mut error = error.clone();
    let place = error.excerpt.take().map(|place| match width {
        Some(width) => place.within(width),
        None => *place,
    });
    let fitted = |line: &str| wrap(&visible(line), width.unwrap_or(usize::MAX));
    let mut lines: Vec<String> = format!("error: {error}").split('\n').map(fitted).collect();
    if let Some(place) = place {
        // It stands under the message.
        let below = error.message.split('\n').count();
        let shown = place.to_string();
        let shown = shown.lines().map(|line| visible(line).into_owned());
        lines.splice(below..below, shown);
    }
    let text = lines.join("\n");
    if color {
        text.replacen("error:", "\x1b[1;31merror:\x1b[0m", 1)
    } else {
        text
    }
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
