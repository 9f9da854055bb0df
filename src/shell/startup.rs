//! `.epicrc.rhai` of the configuration folder: one's own functions, variables and settings, for the prompt alone.
//!
//! It is evaluated before anybody is signed in: it can't read the data, nor change anything.

use super::state::Shell;
use crate::config::{Setting, Settings};
use crate::error::{Error, Excerpt, Result};
use std::io::ErrorKind;

/// Its name.
const NAME: &str = ".epicrc.rhai";
/// How a setting is declared in it, behind `//!`.
const SET: &str = "@set";

impl Shell<'_> {
    /// Evaluates it, if there is one. One that fails leaves nothing behind.
    pub(super) fn start_up(&mut self) {
        let path = self.config.folders.config.join(NAME);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return,
            Err(error) => return self.complain(&skipped(Error::failed(error.to_string()), &path)),
        };
        let mut settings = self.settings();
        let done = declared(&text, &mut settings)
            .and_then(|()| self.interpreter.borrow_mut().run(&text)?.finish(|_| Ok(())));
        if let Err(error) = done.and_then(|()| self.set(settings)) {
            *self.interpreter.borrow_mut() = self.fresh_interpreter();
            self.complain(&skipped(error, &path));
        }
    }
}

/// Reads the settings that it declares.
fn declared(text: &str, settings: &mut Settings) -> Result<()> {
    for (index, line) in text.lines().enumerate() {
        let Some(said) = line.trim_start().strip_prefix("//!") else {
            continue;
        };
        let Some(said) = said.trim_start().strip_prefix(SET) else {
            continue;
        };
        let (name, value) = said
            .trim()
            .split_once(char::is_whitespace)
            .unwrap_or((said.trim(), ""));
        let value = Setting::unquoted(value.trim());
        let set = Setting::named(name).and_then(|setting| setting.set(settings, value));
        set.map_err(|mut error| {
            error.excerpt = Some(Box::new(Excerpt {
                line: index + 1,
                text: line.to_owned(),
                start: line.find(SET).map_or(0, |at| line[..at].chars().count()),
                width: SET.len() + said.trim_end().chars().count(),
            }));
            error
        })?;
    }
    Ok(())
}

fn skipped(mut error: Error, path: &std::path::Path) -> Error {
    error.message = format!("{NAME}: {}", error.message);
    error.hints.clear(); // they are for the prompt
    error
        .hint("nobody is signed in yet when it is read: its functions may name collections, the file itself can't")
        .hint(format!("it is left out; mend {}", path.display()))
}
