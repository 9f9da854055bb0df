//! `:set`: what is set, and to what.

use crate::config::{SETTINGS, Setting};
use crate::error::Result;
use crate::rows::Rows;
use crate::shell::state::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let since = Instant::now();
    let (name, value) = argument
        .split_once(char::is_whitespace)
        .unwrap_or((argument, ""));
    if name.is_empty() {
        return shell.printer.rows(&all(shell), since);
    }
    let setting = Setting::named(name)?;
    let mut settings = shell.settings();
    if !value.is_empty() {
        setting.set(&mut settings, Setting::unquoted(value.trim()))?;
        shell.set(settings)?;
    }
    let value = setting.value(&shell.settings());
    shell.note(&format!("{name} is {value}"));
    Ok(())
}

fn all(shell: &Shell<'_>) -> Rows {
    let settings = shell.settings();
    let row = |setting: &Setting| {
        let about = setting.about.replace('`', "");
        [setting.name.to_owned(), setting.value(&settings), about]
    };
    Rows::of_texts(["setting", "value", "means"], SETTINGS.iter().map(row))
}
