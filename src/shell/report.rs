//! How an error looks on the terminal.

use crate::error::Error;
use crate::render::visible;
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
    say(written(error, color && io::stderr().is_terminal()));
}

/// Writes what is no result to standard error, at once: it has no buffer, and a terminal draws after each
/// piece.
pub fn say(text: impl Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = io::stderr().write_all(format!("{text}\n").as_bytes());
}

/// The text of an error; what it quotes from the data can't act on the terminal.
fn written(error: &Error, color: bool) -> String {
    let label = if color {
        "\x1b[1;31merror:\x1b[0m"
    } else {
        "error:"
    };
    let text = error.to_string();
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    format!("{label} {}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_keeps_its_lines_and_loses_what_acts_on_a_terminal() {
        let error = Error::failed("no client '\x1b[2Jx'").hint("see clients");
        assert_eq!(
            written(&error, false),
            "error: no client '␛[2Jx'\n hint: see clients"
        );
        assert!(written(&error, true).starts_with("\x1b[1;31merror:\x1b[0m no"));
    }
}
